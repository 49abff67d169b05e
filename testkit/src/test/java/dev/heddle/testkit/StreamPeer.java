package dev.heddle.testkit;

import dev.heddle.driver.Headers;
import dev.heddle.driver.Request;
import dev.heddle.websocket.EventSource;
import dev.heddle.websocket.EventSourceConnection;
import dev.heddle.websocket.EventSourceListener;
import dev.heddle.websocket.EventSourceOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A server's event stream in memory, and what its client gets. */
final class StreamPeer implements Wire, EventSourceListener {

    static final Headers ACCEPT = Headers.empty().with("Host", "example.com").with("Accept", "text/event-stream");
    /** What comes in front of the first event. */
    static final String HEAD = """
            HTTP/1.1 200 OK\r
            Content-Type: text/event-stream\r
            Cache-Control: no-cache, no-store\r
            Connection: close\r
            \r
            retry: 5000
            """;

    private final MemoryLoop loop = new MemoryLoop(new FakeClock());
    private final MemoryTransport transport = new MemoryTransport(loop);
    private final EventSourceConnection source;
    private final StringBuilder wire = new StringBuilder();
    /** What the listener was told, in short. */
    final List<String> told = new ArrayList<>();
    /** What the listener does besides. */
    Runnable whenTold = () -> {};

    StreamPeer(EventSourceOptions options) {
        this(options, ACCEPT);
    }

    StreamPeer(EventSourceOptions options, Headers headers) {
        source = EventSourceConnection.server(Request.of("GET", "/events?a=b", headers), this, options, transport);
        transport.attach(source);
        transport.wire(this);
    }

    /** Returns one with the default options whose head was sent. */
    static StreamPeer open() {
        return open(EventSourceOptions.defaults());
    }

    static StreamPeer open(EventSourceOptions options) {
        StreamPeer peer = new StreamPeer(options);
        peer.start();
        peer.wire();
        return peer;
    }

    void start() {
        loop.run(source::start);
    }

    EventSource source() {
        return source;
    }

    MemoryTransport transport() {
        return transport;
    }

    MemoryLoop loop() {
        return loop;
    }

    FakeClock clock() {
        return loop.clock();
    }

    void run() {
        loop.run();
    }

    /** Returns what has come since the last call. */
    String wire() {
        String came = wire.toString();
        wire.setLength(0);
        return came;
    }

    @Override
    public void bytes(ByteBuffer bytes) {
        wire.append(StandardCharsets.UTF_8.decode(bytes));
    }

    @Override
    public void end() {
        wire.append("[end]");
    }

    @Override
    public void reset() {
        wire.append("[reset]");
    }

    @Override
    public void onOpen(EventSource told) {
        tell("open");
    }

    @Override
    public void onDrain(EventSource told) {
        tell("drain");
    }

    @Override
    public void onClose(EventSource told) {
        tell("close");
    }

    private void tell(String what) {
        told.add(what);
        whenTold.run();
    }
}
