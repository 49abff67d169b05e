package dev.heddle.testkit;

import dev.heddle.websocket.WebSocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What many tests begin with. */
final class Setup {

    /** What a client with {@link #options} puts in front of each payload. */
    static final String MASK = "00000000";

    private Setup() {}

    /** Options by which a client's masks are of zeros. */
    static WebSocketOptions.Builder options() {
        return WebSocketOptions.builder().driver(driver -> driver.random(bytes -> {}));
    }

    /** Options under which nothing happens by time alone. */
    static WebSocketOptions.Builder noTimers() {
        return options()
                .handshakeTimeout(Duration.ZERO)
                .pingInterval(Duration.ZERO)
                .idleTimeout(Duration.ZERO)
                .writeStallTimeout(Duration.ZERO);
    }

    /** A client that is open, of an ordinary server's connection. */
    static ScriptedPeer client(RecordingListener listener) {
        return opened(ScriptedPeer.client(listener, options().build()), listener);
    }

    /** A server that is open, of an ordinary client's connection. */
    static ScriptedPeer server(RecordingListener listener) {
        return opened(ScriptedPeer.server(listener, options().build()), listener);
    }

    static ScriptedPeer opened(ScriptedPeer peer, RecordingListener listener) {
        peer.open();
        listener.expect("open");
        return peer;
    }

    static ByteBuffer bytes(int count) {
        return ByteBuffer.allocate(count);
    }

    static ByteBuffer ascii(String text) {
        return StandardCharsets.US_ASCII.encode(text);
    }
}
