package dev.heddle.benchmarks.echo;

import dev.heddle.netty.Http2Mode;
import dev.heddle.netty.NettyClient;
import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Heddle's client with many WebSockets: each sends back what comes, so that the first messages go to and fro for ever. */
final class EchoingClient implements WebSocketListener, AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final NettyClient client;
    private final ByteBuffer message;
    private final int window;
    private final CountDownLatch opening;
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
    private volatile boolean closing;
    /** How many messages came; by the client's one loop alone. */
    private volatile long count;

    /**
     * Makes one; nothing is connected yet.
     *
     * @param connections how many WebSockets there will be
     * @param window how many messages each has on their way
     * @param size of each message, in bytes
     */
    EchoingClient(Http2Mode mode, int connections, int window, int size) {
        this.client = NettyClient.builder().threads(1).http2(mode).build();
        this.message = ByteBuffer.allocate(size);
        this.window = window;
        this.opening = new CountDownLatch(connections);
    }

    /** Connects, and waits until all are open. */
    void open(String url) throws IOException, InterruptedException {
        for (long i = opening.getCount(); i > 0; i--) {
            client.connect(url, this);
        }
        if (!opening.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException(opening.getCount() + " WebSockets did not open: " + failure.get());
        }
    }

    /** Returns how many messages have come. */
    long count() throws IOException {
        String failed = failure.get();
        if (failed != null) {
            throw new IOException(failed);
        }
        return count;
    }

    @Override
    public void onOpen(WebSocket socket) {
        for (int i = 0; i < window; i++) {
            socket.send(message);
        }
        opening.countDown();
    }

    @Override
    public void onBinary(WebSocket socket, ByteBuffer received) {
        // One thread writes it.
        long more = count + 1;
        count = more;
        socket.send(received);
    }

    @Override
    public void onClose(WebSocket socket, CloseEvent event) {
        if (!closing) {
            failure.compareAndSet(null, "A WebSocket ended: " + event);
        }
    }

    @Override
    public void close() {
        closing = true;
        client.close();
    }
}
