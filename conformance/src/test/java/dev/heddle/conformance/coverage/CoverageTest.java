package dev.heddle.conformance.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keeps {@code coverage.txt} true. */
class CoverageTest {

    private static final Path PROJECT = Path.of("..");
    private static final Path COMMITTED = Path.of("coverage.txt");
    private static final Path GENERATED = Path.of("target", "coverage.txt");

    private static Coverage coverage;

    @BeforeAll
    static void readAllTests() throws IOException {
        coverage = new Coverage(Row.all(), Citation.all(PROJECT));
    }

    @Test
    void committedListIsTheGeneratedOne() throws IOException {
        Files.createDirectories(GENERATED.getParent());
        Files.writeString(GENERATED, coverage.text());
        System.out.println("Conformance: " + coverage.summary());
        if (Boolean.getBoolean("coverage.update")) {
            Files.copy(GENERATED, COMMITTED, StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(GENERATED)
                .as("conformance/coverage.txt is out of date: look at the difference, then copy "
                        + "conformance/target/coverage.txt over it, or run this test with -Dcoverage.update=true")
                .hasSameTextualContentAs(COMMITTED);
    }

    @Test
    void testsCiteOnlyRowsThatExist() {
        assertThat(coverage.strays()).isEmpty();
    }

    @Test
    void everyRowHasItsOwnId() throws IOException {
        assertThat(Row.all()).extracting(Row::id).doesNotHaveDuplicates().hasSizeGreaterThan(290);
    }
}
