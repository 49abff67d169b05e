package dev.heddle.conformance.watershed;

import dev.heddle.driver.Request;
import dev.heddle.watershed.UpgradedChannel;
import dev.heddle.watershed.Watershed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The server of the seed: takes one connection and echoes. */
final class ShedServer implements AutoCloseable {

    final Events events = new Events(true);
    private final ServerSocket listening;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    ShedServer() throws IOException {
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::serve);
    }

    int port() {
        return listening.getLocalPort();
    }

    private void serve() {
        try (Socket socket = listening.accept()) {
            Head head = Head.read(socket.getInputStream());
            Request request = Request.of(head.word(0), head.word(1), head.headers());
            Watershed.accept(request, UpgradedChannel.of(socket), null, List.of("chat"))
                    .listen(events)
                    .run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        threads.shutdownNow();
    }
}
