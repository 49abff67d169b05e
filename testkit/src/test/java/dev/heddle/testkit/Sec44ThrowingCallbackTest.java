package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In each test the loop runs on the test's thread: what escaped a callback would end the test. */
@Tag("SEC-44")
class Sec44ThrowingCallbackTest {

    private static final String GOING = "8802 03f3";

    @ParameterizedTest
    @CsvSource({
        "text, 8180 00000000",
        "binary, 8280 00000000",
        "ping, 8980 00000000",
        "pong, 8a80 00000000",
    })
    void whatAListenerThrowsAtAMessageIsReportedAndClosesWith1011(String event, String frame) {
        Throwing listener = new Throwing(event, new IllegalStateException("thrown"));
        ScriptedPeer peer = Setup.opened(ScriptedPeer.client(listener, options()), listener);
        peer.send(frame + frame);
        listener.expect(event, "error thrown");
        assertThat(Hex.of(peer.sent())).endsWith("880203f3");
        peer.end();
        listener.expect("close 1011 (not clean)");
        assertThat(peer.clock().timers()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatAListenerThrowsAtTheOpeningClosesWith1011(boolean ofClient) {
        Throwing listener = new Throwing("open", new IllegalStateException("thrown"));
        ScriptedPeer peer = ofClient
                ? ScriptedPeer.server(listener, options()).open()
                : ScriptedPeer.client(listener, options()).connect();
        listener.expect("open", "error thrown");
        peer.end();
        listener.expect("close 1011 (not clean)");
    }

    @Test
    void whatAListenerThrowsAtADrainClosesWith1011() {
        Throwing listener = new Throwing("drain", new IllegalStateException("thrown"));
        ScriptedPeer peer = Setup.opened(ScriptedPeer.client(listener, options()), listener);
        peer.transport().stall();
        peer.socket().send(Setup.bytes(100_000));
        peer.run().transport().flow();
        listener.expect("drain", "error thrown");
        assertThat(Hex.of(peer.sent())).endsWith("880203f3");
        assertThat(peer.transport().isOutputEnded()).isTrue();
    }

    @Test
    void whatAPingsCallbackThrowsClosesWith1011() {
        RecordingListener listener = new RecordingListener();
        ScriptedPeer peer = Setup.client(listener);
        peer.socket().ping(Setup.ascii("x"), () -> {
            throw new IllegalStateException("thrown");
        });
        peer.expect("890178").send("8a81 00000000 78").expect(GOING);
        assertThat(listener.events()).contains("error thrown");
        peer.end();
        assertThat(listener.events()).last().isEqualTo("close 1011 (not clean)");
    }

    @Test
    void whatAListenerThrowsAtAnErrorOrACloseChangesNothing() {
        Throwing listener = new Throwing("error", new IllegalStateException("thrown"));
        ScriptedPeer peer = Setup.opened(ScriptedPeer.client(listener, options()), listener);
        peer.send("8380 00000000").end();
        listener.expect("error Unrecognized frame opcode: 3", "close 1002 Unrecognized frame opcode: 3 (not clean)");
        Throwing closing = new Throwing("close", new IllegalStateException("thrown"));
        peer = Setup.opened(ScriptedPeer.client(closing, options()), closing);
        peer.send("8882 00000000 03e8").end();
        closing.expect("close 1000 (clean)");
        assertThat(peer.clock().timers()).isZero();
    }

    /** An assertion of a test's, a library that is missing, an exception that Java takes for checked. */
    static Stream<Throwable> others() {
        return Stream.of(new AssertionError("thrown"), new NoClassDefFoundError("thrown"), new IOException("thrown"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void whatIsNoRuntimeExceptionDoesNotEscapeEither(Throwable other) {
        Throwing listener = new Throwing("text", other);
        ScriptedPeer peer = Setup.opened(ScriptedPeer.client(listener, options()), listener);
        peer.send("8180 00000000").expect(GOING);
        listener.expect("text", "error thrown");
    }

    private static WebSocketOptions options() {
        return Setup.options().build();
    }

    /** Records an event and throws at it. */
    private static final class Throwing extends RecordingListener {

        private final String event;
        private final Throwable thrown;

        Throwing(String event, Throwable thrown) {
            this.event = event;
            this.thrown = thrown;
        }

        @Override
        public void onOpen(WebSocket socket) {
            super.onOpen(socket);
            fault("open");
        }

        @Override
        public void onText(WebSocket socket, String message) {
            super.onText(socket, message);
            fault("text");
        }

        @Override
        public void onBinary(WebSocket socket, ByteBuffer message) {
            super.onBinary(socket, message);
            fault("binary");
        }

        @Override
        public void onPing(WebSocket socket, ByteBuffer payload) {
            super.onPing(socket, payload);
            fault("ping");
        }

        @Override
        public void onPong(WebSocket socket, ByteBuffer payload) {
            super.onPong(socket, payload);
            fault("pong");
        }

        @Override
        public void onDrain(WebSocket socket) {
            super.onDrain(socket);
            fault("drain");
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            super.onError(socket, error);
            fault("error");
        }

        @Override
        public void onClose(WebSocket socket, CloseEvent close) {
            super.onClose(socket, close);
            fault("close");
        }

        private void fault(String now) {
            if (now.equals(event)) {
                Throwing.<RuntimeException>sneak(thrown);
            }
        }

        /** Throws anything, as code of other JVM languages does. */
        @SuppressWarnings("unchecked")
        private static <E extends Throwable> void sneak(Throwable thrown) throws E {
            throw (E) thrown;
        }
    }
}
