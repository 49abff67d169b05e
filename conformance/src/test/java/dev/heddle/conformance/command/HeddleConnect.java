package dev.heddle.conformance.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@code heddle connect}: with all its input at once, or at a terminal that the test types on. */
public final class HeddleConnect {

    /** Starts faster and is slower later: most runs are short. */
    private static final String QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    private HeddleConnect() {}

    /** Runs the command with the given lines as its input, and returns all that it said. */
    public static ChildProcess.Result run(List<String> input, String... arguments)
            throws IOException, InterruptedException {
        return run("", input, arguments);
    }

    /** Runs the command with more options for its JVM. */
    public static ChildProcess.Result run(String jvm, List<String> input, String... arguments)
            throws IOException, InterruptedException {
        try (ChildProcess process = start(jvm, arguments)) {
            for (String line : input) {
                process.type(line);
            }
            process.endInput();
            return process.result();
        }
    }

    /** Starts the command; its input stays open. */
    public static ChildProcess start(String jvm, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("connect"));
        all.addAll(Arrays.asList(arguments));
        return ChildProcess.heddle((QUICK + " " + jvm).strip(), all.toArray(String[]::new));
    }
}
