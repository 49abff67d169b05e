package dev.heddle.conformance.command;

import java.io.IOException;
import java.net.URI;
import java.util.List;

/** A server in a process of its own, which says where it listens, up to its end by SIGTERM. */
public class ServerProcess extends ChildProcess {

    private static final String LISTENING = "Listening on ";

    private String url = "";

    /** Starts the server; whoever calls waits for it by {@link #listening}. */
    protected ServerProcess(ProcessBuilder builder) throws IOException {
        super(builder);
    }

    /** Waits until the server listens, or ends it and fails. */
    protected static <S extends ServerProcess> S listening(S server) throws InterruptedException {
        ServerProcess started = server;
        try {
            started.url = started.awaitOut(line -> line.startsWith(LISTENING)).substring(LISTENING.length());
            return server;
        } catch (AssertionError e) {
            List<String> errors = started.errorsSoFar();
            started.close();
            throw new AssertionError(e.getMessage() + "; errors: " + errors, e);
        }
    }

    /** Returns the URL of the WebSockets. */
    public final String url() {
        return url;
    }

    /** Returns the port. */
    public final int port() {
        return URI.create(url).getPort();
    }
}
