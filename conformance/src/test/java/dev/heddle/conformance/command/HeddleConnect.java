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
            return answer(process, input);
        }
    }

    /** Runs the command with more variables in its environment, each as {@code name=value}. */
    public static ChildProcess.Result runWith(List<String> environment, List<String> input, String... arguments)
            throws IOException, InterruptedException {
        List<String> before = new ArrayList<>(List.of("env"));
        before.addAll(environment);
        List<String> all = new ArrayList<>(List.of("connect"));
        all.addAll(Arrays.asList(arguments));
        try (ChildProcess process = new ChildProcess(ChildProcess.heddleBuilder(QUICK, before, all))) {
            return answer(process, input);
        }
    }

    /** Starts the command; its input stays open. */
    public static ChildProcess start(String jvm, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("connect"));
        all.addAll(Arrays.asList(arguments));
        return ChildProcess.heddle((QUICK + " " + jvm).strip(), all.toArray(String[]::new));
    }

    private static ChildProcess.Result answer(ChildProcess process, List<String> input)
            throws IOException, InterruptedException {
        for (String line : input) {
            process.type(line);
        }
        process.endInput();
        return process.result();
    }
}
