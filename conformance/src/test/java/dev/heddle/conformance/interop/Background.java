package dev.heddle.conformance.interop;

import dev.heddle.examples.TcpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.util.concurrent.CompletableFuture;

/** The example of a server on bare TCP, on a thread of its own. */
record Background(TcpServer server, CompletableFuture<Void> running) implements AutoCloseable {

    static Background serve(TcpServer server) {
        return new Background(server, CompletableFuture.runAsync(() -> {
            try {
                server.run();
            } catch (SocketException closed) {
                // That is how it ends.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }));
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() throws IOException {
        server.close();
        running.join();
    }
}
