package dev.heddle.conformance.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.command.ChildProcess;
import dev.heddle.driver.WebSocketMessage;
import dev.heddle.netty.NettyClient;
import dev.heddle.socket.SocketClient;
import dev.heddle.websocket.ReconnectStatus;
import dev.heddle.websocket.ReconnectStatus.State;
import dev.heddle.websocket.ReconnectingWebSocket;
import dev.heddle.websocket.WebSocketClient;
import dev.heddle.websocket.WebSocketHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real server is killed and started again, a hundred times, under a client that numbers its messages. */
@Tag("SEC-46")
@Tag("WS-116")
class Sec46KilledServerTest {

    private static final int KILLS = 100;
    private static final int MESSAGES = 20;

    private final Map<String, CompletableFuture<Void>> unconfirmed = new ConcurrentHashMap<>();
    private final List<String> keptInOrder = new ArrayList<>();
    private final Map<String, Integer> once = new ConcurrentHashMap<>();
    private final BlockingQueue<ReconnectStatus> statuses = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> echoes = new LinkedBlockingQueue<>();

    /** The server's echo confirms a message. */
    private void echoed(String text) {
        if (text.startsWith("once")) {
            once.merge(text, 1, Integer::sum);
        } else {
            CompletableFuture<Void> kept = unconfirmed.remove(text);
            if (kept != null) {
                keptInOrder.add(text);
                kept.complete(null);
            }
        }
        echoes.add(text);
    }

    private void await(State state) throws InterruptedException {
        ReconnectStatus next;
        do {
            next = statuses.poll(ChildProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(next).as("status %s", state).isNotNull();
        } while (next.state() != state);
    }

    private void awaitEcho(String text) throws InterruptedException {
        String next;
        do {
            next = echoes.poll(ChildProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(next).as("echo of %s", text).isNotNull();
        } while (!next.equals(text));
    }

    private static WebSocketClient client(Kind kind) {
        return kind == Kind.NETTY
                ? NettyClient.builder().threads(1).build()
                : SocketClient.builder().build();
    }

    /** Starts a hundred JVMs each time, each in less than a second where there is nothing else to do. */
    @ParameterizedTest
    @EnumSource(names = {"NETTY", "SOCKET"})
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void keptMessagesArriveAndOthersAtMostOnceHoweverOftenTheServerIsKilled(Kind kind) throws Exception {
        List<String> sent = new ArrayList<>();
        TransportProcess server = TransportProcess.start(kind);
        int port = server.port();
        try (WebSocketClient client = client(kind);
                ReconnectingWebSocket socket = ReconnectingWebSocket.builder(client, server.url())
                        .listener(new WebSocketHandlers().onText((connection, text) -> echoed(text)))
                        .onStatus(statuses::add)
                        .backoff(Duration.ofMillis(1), Duration.ofMillis(20))
                        .start()) {
            for (int kill = 0; kill < KILLS; kill++) {
                await(State.OPEN);
                for (int i = 0; i < MESSAGES; i++) {
                    String number = kill + "." + i;
                    sent.add("kept " + number);
                    CompletableFuture<Void> confirmed = new CompletableFuture<>();
                    unconfirmed.put("kept " + number, confirmed);
                    assertThat(socket.sendUntil(confirmed, WebSocketMessage.text("kept " + number)))
                            .isTrue();
                    assertThat(socket.send("once " + number)).isTrue();
                    if (i == MESSAGES / 2) {
                        // What is behind this one is on its way, or waits, or is sent into the ruins.
                        awaitEcho("kept " + kill + ".0");
                        server.signal("KILL");
                    }
                }
                server.close();
                server = TransportProcess.startAt(kind, port);
            }
            await(State.OPEN);
            awaitEcho(sent.get(sent.size() - 1));
        } finally {
            server.close();
        }
        assertThat(unconfirmed).isEmpty();
        assertThat(keptInOrder).isEqualTo(sent);
        assertThat(once)
                .allSatisfy((message, times) -> assertThat(times).as(message).isEqualTo(1));
    }
}
