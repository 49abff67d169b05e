package dev.heddle.conformance.compression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.autobahn.Outcomes;
import dev.heddle.conformance.transport.Kind;
import dev.heddle.conformance.transport.TransportProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Our own 12.x.x and 13.x.x in place of those of the Autobahn test suite, whose fuzzing client on the JVM can not negotiate
 * the extension: the same sizes, cuts and parameters, fewer messages of the long ones. They run in each build, with both
 * roles under test, and are held to the same file.
 */
@Tag("PMD-012")
@Tag("PMD-021")
@Tag("SEC-11")
class CompressionCasesTest {

    @Test
    void everyCaseEndsAsExpected() throws IOException {
        List<String> outcomes = new ArrayList<>();
        for (Map.Entry<String, List<CompressionCase>> section :
                CompressionCase.all().entrySet()) {
            byte[] bytes = section.getValue().get(0).data().bytes();
            for (CompressionCase each : section.getValue()) {
                outcomes.add(each.run(bytes));
            }
        }
        assertThat(Outcomes.differences(expected(), outcomes)).isEmpty();
        assertThat(outcomes).hasSize((5 + 7) * 18);
    }

    /** Over each transport with two messages each. */
    @ParameterizedTest
    @EnumSource
    void everyCaseEndsAsExpectedOver(Kind kind) throws Exception {
        List<String> outcomes = new ArrayList<>();
        try (TransportProcess server = TransportProcess.start(kind)) {
            for (List<CompressionCase> section : CompressionCase.all().values()) {
                byte[] bytes = section.get(0).data().bytes();
                section.forEach(each -> outcomes.add(each.run(bytes, server.url())));
            }
        }
        assertThat(Outcomes.differences(expected(), outcomes)).isEmpty();
        assertThat(outcomes).hasSize((5 + 7) * 18);
    }

    private static List<String> expected() throws IOException {
        return Outcomes.expected(Path.of("autobahn-expected.txt"), Outcomes::isAboutCompression);
    }

    @Test
    void dataIsOfItsKind() {
        for (CaseData data : CaseData.values()) {
            byte[] bytes = data.bytes();
            assertThat(bytes).as(data.description).hasSizeGreaterThan(131_072).isEqualTo(data.bytes());
            if (data.text) {
                for (byte b : bytes) {
                    assertThat(b).isPositive();
                }
            }
        }
    }
}
