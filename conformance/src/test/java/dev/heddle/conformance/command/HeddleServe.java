package dev.heddle.conformance.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** {@code heddle serve} on a free port, up to its end by SIGTERM. */
public final class HeddleServe extends ServerProcess {

    private HeddleServe(ProcessBuilder builder) throws IOException {
        super(builder);
    }

    /** Starts a server and waits until it listens. */
    public static HeddleServe start(String... options) throws IOException, InterruptedException {
        return start(List.of(), "", options);
    }

    /** Starts a server on a port that another one has left. */
    public static HeddleServe startAt(int port, String... options) throws IOException, InterruptedException {
        return start(List.of(), "", port, options);
    }

    /** Starts a server with options for its JVM. */
    public static HeddleServe startWithJvm(String jvm, String... options) throws IOException, InterruptedException {
        return start(List.of(), jvm, options);
    }

    /** Starts a server that heeds SIGINT, even where the build was started in a way that makes children ignore it. */
    static HeddleServe startInterruptible(String... options) throws IOException, InterruptedException {
        return start(List.of("env", "--default-signal=INT"), "", options);
    }

    private static HeddleServe start(List<String> before, String jvm, String... options)
            throws IOException, InterruptedException {
        return start(before, jvm, 0, options);
    }

    private static HeddleServe start(List<String> before, String jvm, int port, String... options)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("serve", "--port", Integer.toString(port)));
        arguments.addAll(Arrays.asList(options));
        return listening(new HeddleServe(heddleBuilder(jvm, before, arguments)));
    }

    /** Returns how many threads the process has. */
    public long threads() throws IOException {
        return count("task");
    }

    /** Returns how many files and sockets the process has open. */
    public long openFiles() throws IOException {
        return count("fd");
    }

    private long count(String directory) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of("/proc", Long.toString(pid()), directory))) {
            return entries.count();
        }
    }
}
