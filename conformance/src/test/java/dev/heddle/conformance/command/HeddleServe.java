package dev.heddle.conformance.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** {@code heddle serve} on a free port, up to its end by SIGTERM. */
public final class HeddleServe extends ChildProcess {

    private static final String LISTENING = "Listening on ";

    private final String url;

    private HeddleServe(ProcessBuilder builder) throws IOException, InterruptedException {
        super(builder);
        this.url = awaitUrl();
    }

    private String awaitUrl() throws InterruptedException {
        try {
            return awaitOut(line -> line.startsWith(LISTENING)).substring(LISTENING.length());
        } catch (AssertionError e) {
            List<String> errors = errorsSoFar();
            close();
            throw new AssertionError(e.getMessage() + "; errors: " + errors, e);
        }
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
        return new HeddleServe(heddleBuilder(jvm, before, arguments));
    }

    /** Returns the URL of the WebSockets. */
    public String url() {
        return url;
    }

    /** Returns the port. */
    public int port() {
        return URI.create(url).getPort();
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
