package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.Headers;
import dev.heddle.driver.WebSocketMessage;
import dev.heddle.websocket.ReadyState;
import dev.heddle.websocket.ReconnectRequest;
import dev.heddle.websocket.ReconnectStatus.State;
import dev.heddle.websocket.ReconnectingBuilder;
import dev.heddle.websocket.ReconnectingWebSocket;
import dev.heddle.websocket.Scheduler;
import dev.heddle.websocket.Transport;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketClient;
import dev.heddle.websocket.WebSocketHandlers;
import dev.heddle.websocket.WebSocketListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of {@link ReconnectingWebSocket}, sentence by sentence: how it ends. */
@Tag("WS-116")
@Tag("SEC-46")
class ReconnectingCloseTest extends ReconnectingContract {

    @Tag("R14")
    @Tag("R15")
    @Test
    void closeSendsWhatWasAcceptedInFrontOfTheCloseFrame() {
        ReconnectingWebSocket socket = started(builder());
        client.last().clientTransport().stall();
        String large = "x".repeat(100_000);
        socket.send(large);
        socket.send("last");
        assertThat(socket.close(3001, "bye")).isTrue();
        assertThat(socket.close(3001, "bye")).isFalse();
        assertThat(socket.send("late")).isFalse();
        assertThat(socket.status().state()).isEqualTo(State.STOPPING);
        tick();
        client.last().clientTransport().flow();
        loop.run();
        assertThat(arrived).containsExactly(large, "last");
        assertThat(events.events().get(events.events().size() - 1)).isEqualTo("close 3001 (clean)");
        assertOver(socket);
    }

    @Test
    void closeWhileItWaitsEndsAll() {
        ReconnectingWebSocket socket = started(builder());
        client.breakLast();
        CompletableFuture<Void> waiting =
                socket.sendAsync(WebSocketMessage.text("1")).toCompletableFuture();
        socket.close();
        tick();
        assertThat(waiting).isCompletedExceptionally();
        assertThat(socket.queuedMessages()).isZero();
        assertOver(socket);
    }

    @Test
    void schedulerThatTakesNoMoreTasksEndsAll() {
        Scheduler ended = new Scheduler() {

            @Override
            public long nanoTime() {
                return time.nanoTime();
            }

            @Override
            public Transport.Timer schedule(long delayNanos, Runnable task) {
                if (!statuses.isEmpty() && statuses.get(statuses.size() - 1).state() == State.WAITING) {
                    throw new RejectedExecutionException("It is over");
                }
                return time.schedule(delayNanos, task);
            }
        };
        ReconnectingWebSocket socket = started(builder().scheduler(ended));
        client.breakLast();
        loop.run();
        assertOver(socket);
        assertThat(socket.status().lastEnd().cause())
                .hasMessage("The scheduler takes no more tasks")
                .hasRootCauseMessage("It is over");
    }

    /** The scheduler's thread is faster than the one that tells of the opening. */
    @Tag("R14")
    @Test
    void closeInsideTheOpeningSendsWhatWasAccepted() {
        Scheduler atOnce = new Scheduler() {
            @Override
            public long nanoTime() {
                return time.nanoTime();
            }

            @Override
            public Transport.Timer schedule(long delayNanos, Runnable task) {
                if (delayNanos > 0) {
                    return time.schedule(delayNanos, task);
                }
                task.run();
                return () -> {};
            }
        };
        List<ReconnectingWebSocket> made = new ArrayList<>();
        client.late = true;
        made.add(started(builder().scheduler(atOnce).listener(new WebSocketHandlers().onOpen(open -> {
                    assertThat(made.get(0).send("last")).isTrue();
                    assertThat(made.get(0).close(1000, "")).isTrue();
                }))));
        client.last().open();
        loop.run();
        assertThat(arrived).containsExactly("last");
        assertThat(made.get(0).stopped().toCompletableFuture()).isDone();
    }

    @Tag("R15")
    @ParameterizedTest
    @ValueSource(strings = {"close", "failure", "request"})
    void schedulerThatHasEndedIsTheEnd(String next) {
        AtomicBoolean ended = new AtomicBoolean();
        Scheduler ending = new Scheduler() {
            @Override
            public long nanoTime() {
                return time.nanoTime();
            }

            @Override
            public Transport.Timer schedule(long delayNanos, Runnable task) {
                if (ended.get()) {
                    throw new RejectedExecutionException("It is over");
                }
                return time.schedule(delayNanos, task);
            }
        };
        CompletableFuture<WebSocket> connecting = new CompletableFuture<>();
        CompletableFuture<ReconnectRequest> request = new CompletableFuture<>();
        WebSocketClient silent = new WebSocketClient() {
            @Override
            public CompletableFuture<WebSocket> connect(String url, Headers headers, WebSocketListener listener) {
                return connecting;
            }

            @Override
            public void close() {}
        };
        ReconnectingBuilder builder =
                ReconnectingWebSocket.builder(silent, "ws://example.com/").scheduler(ending);
        ReconnectingWebSocket socket = started(next.equals("request") ? builder.request(() -> request) : builder);
        ended.set(true);
        switch (next) {
            case "close" -> assertThat(socket.close(1000, "")).isTrue();
            case "failure" -> connecting.completeExceptionally(new IOException("No way"));
            default -> {
                request.complete(new ReconnectRequest("ws://example.com/"));
                connecting.completeExceptionally(new IOException("No way"));
            }
        }
        assertThat(socket.stopped().toCompletableFuture()).isDone();
        assertThat(socket.status().state()).isEqualTo(State.STOPPED);
        assertThat(connecting).isDone();
    }

    @Test
    void closeWhileItConnectsEndsAll() {
        client.silent = true;
        ReconnectingWebSocket socket = started(builder());
        assertThat(socket.status().state()).isEqualTo(State.CONNECTING);
        socket.close();
        tick();
        events.assertExhausted();
        assertOver(socket);
    }

    @Test
    void closeWhileAHookIsAskedEndsAll() {
        CompletableFuture<ReconnectRequest> asked = new CompletableFuture<>();
        ReconnectingWebSocket socket = started(builder().request(() -> asked));
        socket.close();
        tick();
        asked.complete(new ReconnectRequest("ws://late/"));
        tick();
        assertThat(client.urls).isEmpty();
        assertOver(socket);
    }

    @Test
    void noEventComesOfAnAttemptThatWasGivenUpHoweverFarItGets() {
        client.late = true;
        greetings.add("Hello");
        ReconnectingWebSocket socket = started(builder());
        socket.close();
        tick();
        MemoryPair pair = client.last().open();
        loop.run();
        assertThat(pair.client().readyState()).isEqualTo(ReadyState.CLOSED);
        events.assertExhausted();
        assertOver(socket);
    }

    @Test
    void connectionIsNotRestoredOnceAllIsClosed() {
        CompletableFuture<ReconnectingWebSocket> own = new CompletableFuture<>();
        List<WebSocket> restored = new ArrayList<>();
        ReconnectingWebSocket socket = builder()
                .listener(
                        new WebSocketHandlers().onOpen(connection -> own.join().close()))
                .restore(connection -> {
                    restored.add(connection);
                    return new CompletableFuture<>();
                })
                .start();
        own.complete(socket);
        tick();
        tick();
        assertThat(restored).isEmpty();
        assertOver(socket);
    }

    @Test
    void closeInsideACallbackEndsAll() {
        CompletableFuture<ReconnectingWebSocket> own = new CompletableFuture<>();
        ReconnectingWebSocket socket = builder()
                .onStatus(status -> {
                    statuses.add(status);
                    if (status.state() == State.WAITING) {
                        own.join().close();
                    }
                })
                .start();
        own.complete(socket);
        tick();
        client.breakLast();
        tick();
        assertOver(socket);
    }

    @Test
    void closeOfAConnectionByItsListenerIsTheEndOfAll() {
        ReconnectingWebSocket socket = started(builder().listener(new WebSocketHandlers().onOpen(WebSocket::close)));
        loop.run();
        assertOver(socket);
    }
}
