package dev.heddle.conformance.autobahn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * How cases ended, a line for each in the order of their numbers: {@code 7.1.6 INFORMATIONAL INFORMATIONAL}. One file holds
 * what is expected of all; each line of it is compared by one of two tests, that of the suite or that of our own cases.
 */
public final class Outcomes {

    /** The report's members are sorted by name, so these three stand together. */
    private static final Pattern OUTCOME =
            Pattern.compile("\"(?<id>[0-9.]+)\": \\{\\s*\"behavior\": \"(?<behaviour>[^\"]*)\",\\s*\"behaviorClose\":"
                    + " \"(?<close>[^\"]*)\"");

    private static final Comparator<String> BY_NUMBER = Comparator.comparing(Outcomes::number, Arrays::compare);

    private Outcomes() {}

    /** Returns the lines of the file that match. */
    public static List<String> expected(Path file, Predicate<String> which) throws IOException {
        return Files.readAllLines(file).stream().filter(which).toList();
    }

    /** Tells whether a line is about a case of section 12 or 13, which are about compression. */
    public static boolean isAboutCompression(String line) {
        return line.startsWith("12.") || line.startsWith("13.");
    }

    static List<String> read(Path index) throws IOException {
        if (!Files.exists(index)) {
            return List.of();
        }
        return OUTCOME.matcher(Files.readString(index))
                .results()
                .map(Outcomes::line)
                .sorted(BY_NUMBER)
                .toList();
    }

    /** Returns the lines that only one of the two has: {@code -} if the expected ones, {@code +} if the actual ones. */
    public static List<String> differences(List<String> expected, List<String> actual) {
        Set<String> unexpected = new HashSet<>(actual);
        Set<String> missing = new HashSet<>(expected);
        expected.forEach(unexpected::remove);
        actual.forEach(missing::remove);
        List<String> differences = new ArrayList<>();
        missing.stream().sorted(BY_NUMBER).map(line -> "- " + line).forEach(differences::add);
        unexpected.stream().sorted(BY_NUMBER).map(line -> "+ " + line).forEach(differences::add);
        return differences;
    }

    private static String line(MatchResult outcome) {
        return outcome.group(1) + " " + outcome.group(2) + " " + outcome.group(3);
    }

    private static int[] number(String line) {
        return Pattern.compile("\\.")
                .splitAsStream(line.substring(0, line.indexOf(' ')))
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
