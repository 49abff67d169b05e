package dev.heddle.conformance.autobahn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.command.HeddleServe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs about 300 cases in five minutes; {@code mvn verify -Pautobahn} fetches what it needs. */
@Tag("autobahn")
class AutobahnTest {

    /**
     * Every section that this fuzzing client has, but 12 and 13: they are about an extension it can not negotiate, and have
     * cases of our own.
     */
    private static final List<String> SECTIONS =
            List.of("1.*", "2.*", "3.*", "4.*", "5.*", "6.*", "7.*", "9.*", "10.*");

    private static final Path EXPECTED = Path.of("autobahn-expected.txt");
    private static final Path DIRECTORY = Path.of("target", "autobahn").toAbsolutePath();

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void everyCaseEndsAsExpected() throws Exception {
        List<String> outcomes;
        try (HeddleServe server = HeddleServe.start()) {
            outcomes = new FuzzingClient(DIRECTORY).run(server.url(), SECTIONS);
        }
        Path actual = Files.write(DIRECTORY.resolve("outcomes.txt"), outcomes);

        List<String> expected = Outcomes.expected(EXPECTED, line -> !Outcomes.isAboutCompression(line));
        assertThat(Outcomes.differences(expected, outcomes))
                .as("%s (+) against %s (-); what went over the wire is in %s", actual, EXPECTED, DIRECTORY)
                .isEmpty();
    }
}
