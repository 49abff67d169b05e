package dev.heddle.conformance.compression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.autobahn.Outcomes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

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
            section.getValue().forEach(each -> outcomes.add(each.run(bytes)));
        }
        List<String> expected = Outcomes.expected(Path.of("autobahn-expected.txt"), Outcomes::isAboutCompression);
        assertThat(Outcomes.differences(expected, outcomes)).isEmpty();
        assertThat(outcomes).hasSize((5 + 7) * 18);
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
