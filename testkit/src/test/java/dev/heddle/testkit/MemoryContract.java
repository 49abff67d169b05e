package dev.heddle.testkit;

import dev.heddle.testkit.contract.Peer;
import dev.heddle.testkit.contract.TransportContract;
import dev.heddle.websocket.WebSocketConnection;
import dev.heddle.websocket.WebSocketListener;
import dev.heddle.websocket.WebSocketOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The contract in memory: the loop has a thread of its own, and its clock stands still unless a case turns it. */
abstract class MemoryContract extends TransportContract {

    private final MemoryLoop loop = new MemoryLoop(new FakeClock()).start();

    /** Makes the connection under test. */
    abstract WebSocketConnection connection(
            WebSocketListener listener, WebSocketOptions options, MemoryTransport transport);

    /** Makes the other end, starts the connection, and does its part of the handshake. */
    abstract MemoryPeer peer(MemoryTransport transport, boolean narrow, Runnable start) throws IOException;

    @Override
    protected Peer open(WebSocketListener listener, WebSocketOptions options) throws IOException {
        return open(listener, options, false);
    }

    @Override
    protected Peer openNarrow(WebSocketListener listener, WebSocketOptions options) throws IOException {
        return open(listener, options, true);
    }

    private Peer open(WebSocketListener listener, WebSocketOptions options, boolean narrow) throws IOException {
        MemoryTransport transport =
                new MemoryTransport(loop).watermarks(options.lowWatermark(), options.highWatermark());
        WebSocketConnection connection = connection(listener, options, transport);
        transport.attach(connection);
        return peer(
                transport,
                narrow,
                () -> loop.run(() -> {
                    connection.connected();
                    connection.start();
                }));
    }

    @Override
    protected boolean elapse(Duration time) {
        CountDownLatch turned = new CountDownLatch(1);
        loop.run(() -> {
            loop.clock().advance(time);
            turned.countDown();
        });
        try {
            return turned.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The network behind a transport in memory holds all that the test sends. */
    @Override
    protected boolean boundsInput() {
        return false;
    }

    @Override
    protected void stop() {
        loop.close();
    }
}
