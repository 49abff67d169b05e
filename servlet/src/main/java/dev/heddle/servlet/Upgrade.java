package dev.heddle.servlet;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Takes a connection over from the container when it has become a WebSocket. Public because containers make it; of no use to
 * applications.
 */
public final class Upgrade implements HttpUpgradeHandler {

    private static final System.Logger LOG = System.getLogger(Upgrade.class.getName());

    private @Nullable ServletTransport transport;
    private @Nullable Threads threads;

    /** For the container. */
    public Upgrade() {}

    void handTo(ServletTransport newTransport, Threads newThreads) {
        transport = newTransport;
        threads = newThreads;
    }

    /** Begins to read and write; for the container. */
    @Override
    public void init(WebConnection connection) {
        ServletTransport to = transport;
        Threads elsewhere = threads;
        if (to == null || elsewhere == null) {
            throw new IllegalStateException("This is made by a HeddleServlet");
        }
        to.loop().enter(() -> {
            try {
                ServletOutputStream output = connection.getOutputStream();
                ServletInputStream input = connection.getInputStream();
                to.open(new Upgraded(connection, elsewhere), output, input);
            } catch (IOException e) {
                to.failed(e);
            }
        });
    }

    /** The connection is over; for the container. */
    @Override
    public void destroy() {
        ServletTransport to = transport;
        if (to != null) {
            to.loop().enter(to::lost);
        }
    }

    /** The end of such a connection. */
    private record Upgraded(WebConnection connection, Threads threads) implements Line {

        @Override
        @SuppressWarnings("try") // to close it is what this is for
        public void end() throws Exception {
            connection.close();
            // Tomcat closes the socket behind the next of its events, which may never come; Jetty reads on, and answers
            // what a
            // peer still sends as the next request.
            HardClose.ofConnection(connection);
        }

        @Override
        @SuppressWarnings("try") // the same
        public void breakOff() {
            if (!HardClose.ofConnection(connection)) {
                // On a thread that may have to wait.
                threads.execute(() -> {
                    try {
                        connection.close();
                    } catch (Exception e) {
                        LOG.log(System.Logger.Level.DEBUG, "A container could not close a connection", e);
                    }
                });
            }
        }
    }
}
