package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.WebSocketMessage;
import dev.heddle.websocket.ReconnectingWebSocket;
import dev.heddle.websocket.WebSocketException;
import dev.heddle.websocket.WhenFull;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract of {@link ReconnectingWebSocket}, sentence by sentence: what becomes of messages. */
@Tag("WS-116")
@Tag("SEC-46")
class ReconnectingMessagesTest extends ReconnectingContract {

    @Tag("R6")
    @Test
    void messagesWaitInOrderBehindWhatIsRestored() {
        client.down = true;
        CompletableFuture<Void> restored = new CompletableFuture<>();
        ReconnectingWebSocket socket = started(builder().restore(connection -> {
            connection.send("subscribe");
            return restored;
        }));
        assertThat(socket.send("one")).isTrue();
        assertThat(socket.send(Setup.bytes(1))).isTrue();
        client.down = false;
        turn(Duration.ofSeconds(5));
        assertThat(arrived).containsExactly("subscribe");
        restored.complete(null);
        loop.run();
        assertThat(socket.send("two")).isTrue();
        loop.run();
        assertThat(arrived).containsExactly("subscribe", "one", "00", "two");
    }

    @Tag("R7")
    @Tag("R11")
    @Test
    void messageThatWasGivenToAConnectionThatBrokeIsNotSentAgain() {
        ReconnectingWebSocket socket = started(builder());
        client.last().clientTransport().stall();
        CompletableFuture<Void> written =
                socket.sendAsync(WebSocketMessage.text("once")).toCompletableFuture();
        loop.run();
        assertThat(written).isNotDone();
        client.breakLast();
        assertThat(written).isCompletedExceptionally();
        turn(Duration.ofSeconds(5));
        CompletableFuture<Void> next =
                socket.sendAsync(WebSocketMessage.text("next")).toCompletableFuture();
        loop.run();
        assertThat(next).isCompleted();
        assertThat(arrived).containsExactly("next");
    }

    @Tag("R8")
    @Test
    void messageIsSentOverEachConnectionUntilItIsConfirmed() {
        ReconnectingWebSocket socket = started(builder());
        CompletableFuture<Void> one = new CompletableFuture<>();
        CompletableFuture<Void> two = new CompletableFuture<>();
        assertThat(socket.sendUntil(one, WebSocketMessage.text("1"))).isTrue();
        assertThat(socket.sendUntil(two, WebSocketMessage.text("2"))).isTrue();
        loop.run();
        client.breakLast();
        assertThat(socket.sendUntil(new CompletableFuture<>(), WebSocketMessage.text("3")))
                .isTrue();
        turn(Duration.ofSeconds(5));
        assertThat(arrived).containsExactly("1", "2", "1", "2", "3");
        one.complete(null);
        two.completeExceptionally(new IOException("Not wanted any more"));
        assertThat(socket.queuedMessages()).isEqualTo(1);
        client.breakLast();
        turn(Duration.ofSeconds(10));
        assertThat(arrived).containsExactly("1", "2", "1", "2", "3", "3");
        assertThat(socket.queuedBytes()).isEqualTo(1);
    }

    @Test
    void messageThatIsConfirmedAlreadyIsNotSent() {
        ReconnectingWebSocket socket = started(builder());
        assertThat(socket.sendUntil(CompletableFuture.completedFuture("done"), WebSocketMessage.text("1")))
                .isTrue();
        loop.run();
        assertThat(arrived).isEmpty();
        assertThat(socket.queuedMessages()).isZero();
    }

    @Tag("R9")
    @Tag("R10")
    @Test
    void messageBeyondTheBoundsIsRefused() {
        client.down = true;
        ReconnectingWebSocket socket = started(builder().queue(2, 5));
        assertThat(socket.send("123456")).isFalse();
        assertThat(socket.send("1")).isTrue();
        assertThat(socket.send("22222")).isFalse();
        assertThat(socket.send("2")).isTrue();
        CompletableFuture<Void> refused =
                socket.sendAsync(WebSocketMessage.text("3")).toCompletableFuture();
        assertThat(refused)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(WebSocketException.class)
                .withMessageContaining("maxQueuedMessages is 2, maxQueuedBytes is 5");
        client.down = false;
        turn(Duration.ofSeconds(5));
        assertThat(arrived).containsExactly("1", "2");
    }

    @Test
    void oldestGiveWayIfThatIsWanted() {
        client.down = true;
        ReconnectingWebSocket socket = started(builder().queue(3, 100).whenFull(WhenFull.DROP_OLDEST));
        CompletableFuture<Void> oldest =
                socket.sendAsync(WebSocketMessage.text("1")).toCompletableFuture();
        socket.sendUntil(new CompletableFuture<>(), WebSocketMessage.text("2"));
        socket.sendUntil(new CompletableFuture<>(), WebSocketMessage.text("3"));
        assertThat(socket.sendUntil(new CompletableFuture<>(), WebSocketMessage.text("4")))
                .isTrue();
        assertThat(oldest).isCompletedExceptionally();
        assertThat(socket.send("5")).isFalse();
        client.down = false;
        turn(Duration.ofSeconds(5));
        assertThat(arrived).containsExactly("2", "3", "4");
    }
}
