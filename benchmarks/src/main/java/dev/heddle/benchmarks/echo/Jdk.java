package dev.heddle.benchmarks.echo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A JDK that servers run on.
 *
 * @param feature 17, 25, …
 * @param version what it says of itself, in one line
 */
record Jdk(Path home, int feature, String version) {

    /**
     * Asks the JDK for its version.
     *
     * @throws IOException if there is none at this place
     */
    static Jdk at(Path home) throws IOException, InterruptedException {
        String said = Programs.say(List.of(home.resolve("bin/java").toString(), "-version"));
        List<String> lines = said.lines().toList();
        // openjdk version "25.0.1" 2025-10-21 LTS
        String number = lines.get(0).replaceAll("^[^\"]*\"|\".*$", "");
        String virtualMachine = lines.get(lines.size() - 1).replaceAll(" \\(.*", "");
        return new Jdk(home, feature(number), number + ", " + virtualMachine);
    }

    /** Returns the first number of a version string: 25 of {@code 25.0.1}, 26 of {@code 26-ea}. */
    static int feature(String number) {
        return Integer.parseInt(number.replaceAll("\\D.*", ""));
    }

    Path java() {
        return home.resolve("bin/java");
    }

    Path jcmd() {
        return home.resolve("bin/jcmd");
    }

    /** Returns the collector and the heap that the JVM chooses on this core. */
    String flags(int core, List<String> jvmOptions) throws IOException, InterruptedException {
        String said = Programs.say(Programs.onCore(core, command(jvmOptions)));
        return said.lines()
                .filter(line -> line.startsWith("-XX:"))
                .flatMap(line -> Arrays.stream(line.split(" ", -1)))
                .filter(flag -> flag.matches("-XX:(\\+Use\\w+GC|InitialHeapSize.*|MaxHeapSize.*)"))
                .collect(Collectors.joining(" "));
    }

    private List<String> command(List<String> jvmOptions) {
        return Stream.of(List.of(java().toString()), jvmOptions, List.of("-XX:+PrintCommandLineFlags", "-version"))
                .flatMap(List::stream)
                .toList();
    }
}
