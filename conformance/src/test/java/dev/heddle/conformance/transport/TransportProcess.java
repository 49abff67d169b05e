package dev.heddle.conformance.transport;

import dev.heddle.conformance.command.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@link TransportServer}, or {@link SmallHeapServer}, in a process of its own. */
public final class TransportProcess extends ServerProcess {

    private TransportProcess(ProcessBuilder builder) throws IOException {
        super(builder);
    }

    /** Starts a server on a free port and waits until it listens. */
    public static TransportProcess start(Kind kind) throws IOException, InterruptedException {
        return startAt(kind, 0);
    }

    /** Starts a server on a port that another one has left. */
    public static TransportProcess startAt(Kind kind, int port) throws IOException, InterruptedException {
        return start(TransportServer.class, kind, port, "-Xmx512m");
    }

    /** Starts {@link SmallHeapServer} with an option for its heap; it ends when that does not do. */
    static TransportProcess small(Kind kind, String heap) throws IOException, InterruptedException {
        return start(SmallHeapServer.class, kind, 0, heap);
    }

    private static TransportProcess start(Class<?> main, Kind kind, int port, String heap)
            throws IOException, InterruptedException {
        return listening(new TransportProcess(new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:+ExitOnOutOfMemoryError",
                // Starts faster and is slower later: most live for seconds.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                kind.name(),
                Integer.toString(port)))));
    }
}
