package dev.heddle.conformance.autobahn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutcomesTest {

    @TempDir
    private Path directory;

    @Test
    void reportIsReadInTheOrderOfTheCaseNumbers() throws IOException {
        Path index = Files.writeString(directory.resolve("index.json"), """
                {
                   "heddle": {
                      "10.1.1": {
                         "behavior": "OK",
                         "behaviorClose": "FAILED",
                         "duration": 3
                      },
                      "2.1": {
                         "behavior": "NON-STRICT",
                         "behaviorClose": "OK",
                         "duration": 4
                      }
                   }
                }
                """);
        assertThat(Outcomes.read(index)).containsExactly("2.1 NON-STRICT OK", "10.1.1 OK FAILED");
    }

    @Test
    void missingReportHasNoOutcomes() throws IOException {
        assertThat(Outcomes.read(directory.resolve("index.json"))).isEmpty();
    }

    @Test
    void differencesAreFoundInBothDirections() {
        List<String> expected = List.of("1.1 OK OK", "1.2 OK OK", "1.10 OK OK");
        List<String> actual = List.of("1.1 OK OK", "1.3 OK OK", "1.10 FAILED OK");
        assertThat(Outcomes.differences(expected, actual))
                .containsExactly("- 1.2 OK OK", "- 1.10 OK OK", "+ 1.3 OK OK", "+ 1.10 FAILED OK");
        assertThat(Outcomes.differences(expected, expected)).isEmpty();
    }
}
