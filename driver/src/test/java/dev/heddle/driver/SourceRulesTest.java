package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the sources of the driver must not use. */
class SourceRulesTest {

    private static final Path SOURCES = Path.of("src/main/java");

    /** Foreseeable sources of masking keys and handshake keys. */
    private static final List<String> WEAK_RANDOM =
            List.of("java.util.Random", "ThreadLocalRandom", "SplittableRandom", "Math.random", "RandomGenerator");

    /** Expressions that backtrack over what a peer sent. */
    private static final List<String> EXPRESSIONS =
            List.of("java.util.regex", ".split(", ".matches(", ".replaceAll(", ".replaceFirst(", "Scanner");

    /** What would be I/O, time or concurrency. */
    private static final List<String> OUTSIDE = List.of(
            "java.net.Socket",
            "java.nio.channels",
            "java.util.logging",
            "System.Logger",
            "new Thread",
            "synchronized",
            "currentTimeMillis",
            "nanoTime",
            "java.time.",
            "java.util.Timer",
            "System.out",
            "System.err");

    @Tag("SEC-41")
    @Tag("WS-064")
    @Test
    void randomnessIsStrong() throws IOException {
        assertThat(uses(SOURCES, WEAK_RANDOM)).isEmpty();
    }

    @Tag("SEC-18")
    @Test
    void whatAPeerSentMeetsNoExpression() throws IOException {
        assertThat(uses(SOURCES, EXPRESSIONS)).isEmpty();
    }

    @Test
    void driverTouchesNothingOutside() throws IOException {
        assertThat(uses(SOURCES, OUTSIDE)).isEmpty();
    }

    @Test
    void ruleCanFail() throws IOException {
        assertThat(uses(Path.of("src/test/java"), List.of("java.util.Random"))).isNotEmpty();
        assertThat(uses(SOURCES, List.of("java.security.SecureRandom"))).isNotEmpty();
    }

    private static List<String> uses(Path root, List<String> forbidden) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> forbidden.stream()
                            .filter(word -> read(file).contains(word))
                            .map(word -> file.getFileName() + " uses " + word))
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
