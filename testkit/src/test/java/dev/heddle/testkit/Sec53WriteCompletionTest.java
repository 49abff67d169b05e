package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.heddle.driver.Headers;
import dev.heddle.driver.Request;
import dev.heddle.driver.WebSocketMessage;
import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketException;
import dev.heddle.websocket.WebSocketOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whoever wants to know when a message is written is told exactly once: that it is, or that it never will be. */
@Tag("SEC-53")
class Sec53WriteCompletionTest {

    private final RecordingListener listener = new RecordingListener();
    private final List<String> told = new ArrayList<>();

    private CompletionStage<Void> send(WebSocket socket, String message) {
        return send(socket, WebSocketMessage.text(message), message);
    }

    private CompletionStage<Void> send(WebSocket socket, WebSocketMessage message, String name) {
        return socket.sendAsync(message)
                .whenComplete((done, failure) -> told.add((failure == null ? "written " : "lost ") + name));
    }

    private void expect(String... expected) {
        assertThat(told).containsExactly(expected);
        told.clear();
    }

    @Test
    void aMessageIsWrittenWhenTheNetworkHasTakenIt() {
        ScriptedPeer peer = Setup.client(listener);
        peer.transport().stall();
        send(peer.socket(), "ab");
        peer.run();
        expect();
        peer.transport().drain(3);
        expect();
        peer.transport().drain(1);
        expect("written ab");
    }

    @Test
    void theOrderIsThatOfTheMessages() {
        ScriptedPeer peer = Setup.client(listener);
        peer.transport().stall();
        send(peer.socket(), "");
        send(peer.socket(), WebSocketMessage.binary(ByteBuffer.allocate(2)), "b");
        peer.socket().send("nobody asks");
        send(peer.socket(), "c");
        peer.run();
        peer.transport().drain(2);
        peer.transport().flow();
        expect("written ", "written b", "written c");
    }

    @Test
    void aMessageThatWaitsForRoomIsNotWritten() {
        ScriptedPeer peer = Setup.client(listener);
        peer.transport().watermarks(10, 20).stall();
        peer.socket().send("x".repeat(100));
        peer.run();
        send(peer.socket(), "");
        peer.run();
        peer.transport().drain(50);
        expect();
        peer.transport().flow();
        expect("written ");
    }

    @Test
    void aMessageBeforeTheHandshakeIsWrittenBehindIt() {
        ScriptedPeer peer = ScriptedPeer.server(listener, Setup.options().build());
        send(peer.socket(), "a");
        peer.connect();
        expect();
        peer.open();
        expect("written a");
    }

    @Test
    void aMessageBehindOneInPartsIsWrittenBehindItsEnd() {
        ScriptedPeer peer = Setup.client(listener);
        peer.loop().run(() -> peer.socket().sendPartialText(Setup.ascii("a"), false));
        send(peer.socket(), "b");
        peer.run();
        expect();
        peer.loop().run(() -> peer.socket().sendPartialText(Setup.ascii("c"), true));
        expect("written b");
    }

    @Test
    void aMessageBehindOneInPartsThatACloseCutsOffIsLost() {
        ScriptedPeer peer = Setup.client(listener);
        peer.loop().run(() -> peer.socket().sendPartialText(Setup.ascii("a"), false));
        send(peer.socket(), "b");
        peer.socket().close();
        peer.run();
        peer.send("8882 00000000 03e8").end();
        expect("lost b");
    }

    @Test
    void theCloseFrameGoesBehindThemSoTheyAreWritten() {
        ScriptedPeer peer = Setup.server(listener);
        peer.transport().stall();
        send(peer.socket(), "a");
        peer.socket().close();
        peer.send("880203e8");
        peer.transport().flow();
        peer.end();
        expect("written a");
        listener.expect("close 1000 (clean)");
    }

    @Test
    void whatIsSentOnceTheClosingBeganIsLostAtOnce() {
        ScriptedPeer peer = Setup.client(listener);
        peer.socket().close();
        assertThat(send(peer.socket(), "a").toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(WebSocketException.class)
                .withMessage("The WebSocket ended before the message was written");
        expect("lost a");
    }

    @Test
    void aBrokenConnectionLosesWhatTheNetworkHasNotTaken() {
        ScriptedPeer peer = Setup.client(listener);
        send(peer.socket(), "a");
        peer.run();
        peer.transport().stall();
        send(peer.socket(), "b");
        peer.run();
        send(peer.socket(), "c");
        peer.transport().breakWith(new IOException("reset"));
        expect("written a", "lost b", "lost c");
    }

    @Test
    void theyAreToldBeforeTheCloseEvent() {
        RecordingListener looking = new RecordingListener() {
            @Override
            public void onClose(WebSocket socket, CloseEvent event) {
                told.add("close");
                super.onClose(socket, event);
            }
        };
        ScriptedPeer peer = Setup.client(looking);
        peer.transport().stall();
        send(peer.socket(), "a");
        peer.run();
        peer.transport().breakWith(new IOException("reset"));
        expect("lost a", "close");
    }

    @Test
    void moreThanMayEverWaitIsLost() {
        WebSocketOptions options = Setup.options()
                .driver(driver -> driver.random(bytes -> {}).maxLength(10))
                .maxBufferedAmount(10)
                .build();
        ScriptedPeer peer = Setup.opened(ScriptedPeer.client(listener, options), listener);
        peer.transport().stall();
        send(peer.socket(), "12345");
        send(peer.socket(), "123456");
        peer.run();
        assertThat(told).containsExactlyInAnyOrder("lost 12345", "lost 123456");
    }

    @Test
    void aDraftsConnectionHasNoBinaryMessages() {
        WebSocketOptions options =
                Setup.options().driver(driver -> driver.allowDrafts(true)).build();
        Request request = Request.of(
                "GET",
                "/",
                Headers.empty()
                        .with("Host", "example.com")
                        .with("Upgrade", "WebSocket")
                        .with("Connection", "Upgrade")
                        .with("Origin", "http://example.com"));
        ScriptedPeer peer = ScriptedPeer.client(request, listener, options).open();
        send(peer.socket(), WebSocketMessage.binary(ByteBuffer.allocate(1)), "b");
        send(peer.socket(), "t");
        peer.run();
        expect("lost b", "written t");
    }

    @Test
    void aTextThatIsNoneIsNotSent() {
        ScriptedPeer peer = Setup.client(listener);
        assertThatIllegalArgumentException().isThrownBy(() -> send(peer.socket(), "\uD83D"));
        expect();
    }

    @Test
    void whatIsSentFromInsideATellingIsToldToo() {
        ScriptedPeer peer = Setup.client(listener);
        int[] left = {1000};
        Runnable[] next = new Runnable[1];
        next[0] = () -> {
            if (left[0]-- > 0) {
                peer.socket().sendAsync(WebSocketMessage.text("x")).thenRun(next[0]);
            }
        };
        peer.loop().run(next[0]);
        assertThat(left[0]).isEqualTo(-1);
        peer.expect("810178".repeat(1000));
    }

    @Test
    void whatIsDoneBehindItMayThrow() {
        ScriptedPeer peer = Setup.client(listener);
        CompletableFuture<Void> behind = peer.socket()
                .sendAsync(WebSocketMessage.text("a"))
                .thenRun(() -> {
                    throw new IllegalStateException("thrown");
                })
                .toCompletableFuture();
        peer.run();
        assertThat(behind).isCompletedExceptionally();
        assertThat(behind.handle((done, failure) -> failure).join()).isInstanceOf(CompletionException.class);
        listener.assertExhausted();
    }

    @Test
    void whatAnotherThreadSentJustBeforeTheEndIsToldBeforeTheClose() {
        RecordingListener looking = new RecordingListener() {
            @Override
            public void onClose(WebSocket socket, CloseEvent event) {
                told.add("close");
                super.onClose(socket, event);
            }
        };
        ScriptedPeer peer = Setup.client(looking);
        peer.loop().execute(() -> {
            // The end comes on the loop before what the other thread has sent.
            peer.socket().failed(new IOException("reset"));
            peer.socket().closed();
        });
        send(peer.socket(), "a");
        peer.run();
        expect("lost a", "close");
    }
}
