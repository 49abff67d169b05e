package dev.heddle.conformance.docs;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of the originals names Java that exists, and leaves out nothing that the originals have. */
class OriginalsTest {

    private static final Path PAGE = Path.of("../docs/originals.md");
    private static final Path NAMES = Path.of("src/test/resources/dev/heddle/conformance/docs/originals.txt");

    @TestFactory
    Stream<DynamicTest> javaNamesExist() throws IOException {
        List<OriginalRow> rows = OriginalRow.read(PAGE);
        assertThat(rows).hasSizeGreaterThan(120);
        return rows.stream()
                .map(row -> DynamicTest.dynamicTest(row.place(), () -> assertThat(row.javaNames())
                        .as("%s: names of Java in `code`, or the word none", row.place())
                        .allSatisfy(name -> assertThat(PublicName.exists(name))
                                .as("%s: %s is public or protected in a published package", row.place(), name)
                                .isTrue())));
    }

    @Test
    void mostRowsHaveATwinAndTheOthersAReason() throws IOException {
        List<OriginalRow> rows = OriginalRow.read(PAGE);
        assertThat(rows.stream().filter(row -> !row.javaNames().isEmpty())).hasSizeGreaterThan(rows.size() * 3 / 4);
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.javaNames().isEmpty())
                    .as(row.place())
                    .isEqualTo(row.java().equals("none"));
            if (row.javaNames().isEmpty()) {
                assertThat(row.difference()).as("%s: the reason", row.place()).isNotEmpty();
            }
        });
    }

    @Test
    void everyNameOfTheOriginalsHasItsRow() throws IOException {
        Map<String, List<String>> ofPage = OriginalRow.read(PAGE).stream()
                .collect(groupingBy(OriginalRow::section, mapping(OriginalRow::original, toList())));
        Map<String, List<String>> ofOriginals = Files.readAllLines(NAMES).stream()
                .map(line -> line.split("\t", 2))
                .collect(groupingBy(line -> line[0], mapping(line -> line[1], toList())));
        assertThat(ofPage.keySet()).isEqualTo(ofOriginals.keySet());
        ofOriginals.forEach((section, names) ->
                assertThat(ofPage.get(section)).as(section).containsExactlyInAnyOrderElementsOf(names));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Driver",
                "Driver.text",
                "Driver.text(String)",
                "Driver.ping(ByteBuffer, PongCallback)",
                "DriverOptions.Builder.maxLength",
                "Extensions(SessionLimits, Executor)",
                "State.OPEN",
                "MessageAggregator.onText(String)",
            })
    void aNameThatExistsIsFound(String name) {
        assertThat(PublicName.exists(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Drivers",
                "Driver.sing",
                "Driver.text(int)",
                "Driver.text()",
                "DriverOptions.Builder.maxLengths",
                "Extensions(Executor)",
                "State.open",
                "FrameWriter",
                "String.length",
                "text",
                "",
            })
    void aNameThatDoesNotExistIsNotFound(String name) {
        assertThat(PublicName.exists(name)).isFalse();
    }
}
