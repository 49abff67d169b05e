package dev.heddle.conformance.autobahn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.command.HeddleServe;
import dev.heddle.conformance.transport.Kind;
import dev.heddle.conformance.transport.TransportProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs about 300 cases, which takes some five minutes, against the command and then against each other transport; {@code mvn verify
 * -Pautobahn} fetches what it needs. With {@code -Dautobahn.without=9.} the other transports do without that section, which is about
 * limits and speed and takes most of the time.
 */
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
        try (HeddleServe server = HeddleServe.start()) {
            check("command", server.url(), "");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NETTY")
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void everyCaseEndsAsExpectedOver(Kind kind) throws Exception {
        try (TransportProcess server = TransportProcess.start(kind)) {
            check(kind.name().toLowerCase(Locale.ROOT), server.url(), System.getProperty("autobahn.without", ""));
        }
    }

    /** Runs all cases but those of a section; with an empty one, all. */
    private static void check(String name, String url, String without) throws IOException {
        List<String> sections =
                SECTIONS.stream().filter(section -> isWithin(section, without)).toList();
        Path directory = Files.createDirectories(DIRECTORY.resolve(name));
        List<String> outcomes = new FuzzingClient(DIRECTORY.resolve("lib"), directory).run(url, sections);
        Path actual = Files.write(directory.resolve("outcomes.txt"), outcomes);

        List<String> expected =
                Outcomes.expected(EXPECTED, line -> !Outcomes.isAboutCompression(line) && isWithin(line, without));
        assertThat(Outcomes.differences(expected, outcomes))
                .as("%s (+) against %s (-); what went over the wire is in %s", actual, EXPECTED, directory)
                .isEmpty();
    }

    private static boolean isWithin(String line, String without) {
        return without.isEmpty() || !line.startsWith(without);
    }
}
