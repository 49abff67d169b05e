package dev.heddle.conformance.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CitationTest {

    @TempDir
    private Path directory;

    @Test
    void tagsAboveTestsAndClassesCount() throws IOException {
        assertThat(citations("""
                @Tag("SEC-01")
                class FooTest {
                    @Tag("WS-051") @Tag("WS-052") @Test void rule() {}

                    @org.junit.jupiter.api.Tag(value = "WS-053") @ParameterizedTest @EnumSource void many(Role role) {}

                    @Nested @Tag("PMD-001") class WhenOpen {
                        @TestFactory @Tag("PMD-002") Object cases() { return null; }
                    }
                }
                """))
                .containsExactly(
                        new Citation("SEC-01", "FooTest"),
                        new Citation("WS-051", "FooTest.rule"),
                        new Citation("WS-052", "FooTest.rule"),
                        new Citation("WS-053", "FooTest.many"),
                        new Citation("PMD-001", "FooTest.WhenOpen"),
                        new Citation("PMD-002", "FooTest.WhenOpen.cases"));
    }

    @Test
    void tagsInCommentsAndStringsAndAboveHelpersDoNotCount() throws IOException {
        assertThat(citations("""
                // @Tag("WS-001")
                class FooTest {
                    /* @Tag("WS-002") */
                    @Test void rule() { String s = "@Tag(\\"WS-003\\") @Test"; }

                    /** {@code @Tag("WS-004")} */
                    @Tag("slow") @Test void slow() {}

                    @Tag("WS-005") void helper() {}

                    @Name("WS-006") @Test void named() {}
                }
                """)).isEmpty();
    }

    @Test
    void linesOfVectorsCountForTheRowTheyBeginWith() throws IOException {
        Path file = Files.writeString(directory.resolve("vectors.txt"), """
                # WS-001 | not a vector
                WS-050 | client | text(Hello)
                SEC-18 | both   | [8105]
                WS-050 | client | ping()
                  WS-051 | continues
                WS-052 without a bar
                """);
        assertThat(Citation.ofVectors(file))
                .containsExactly(new Citation("SEC-18", "vectors.txt:1"), new Citation("WS-050", "vectors.txt:2"));
    }

    @Test
    void testSourcesOfAllModulesAreRead() throws IOException {
        Path java = Files.createDirectories(directory.resolve("one/src/test/java/a"));
        Files.writeString(java.resolve("ATest.java"), "class ATest { @Tag(\"WS-001\") @Test void a() {} }");
        Path main = Files.createDirectories(directory.resolve("one/src/main/java"));
        Files.writeString(main.resolve("A.java"), "@Tag(\"WS-002\") class A {}");
        Path resources = Files.createDirectories(directory.resolve("two/src/test/resources/b"));
        Files.writeString(resources.resolve("b.txt"), "WS-003 | server");
        assertThat(Citation.all(directory))
                .containsExactly(new Citation("WS-001", "ATest.a"), new Citation("WS-003", "b.txt:1"));
    }

    private List<Citation> citations(String source) throws IOException {
        return TestSource.citations(List.of(Files.writeString(directory.resolve("FooTest.java"), source)));
    }
}
