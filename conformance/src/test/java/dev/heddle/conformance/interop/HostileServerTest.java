package dev.heddle.conformance.interop;

import static dev.heddle.conformance.interop.TestServer.SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.netty.NettyClient;
import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketOptions;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that stall, break off or never answer: our client ends, with at most one error and exactly one close event. */
class HostileServerTest {

    private static final Closed LOST = new Closed(1006, "", false);

    /** What a server does with the one connection that it takes. */
    @FunctionalInterface
    private interface Script {
        void run(RawPeer peer, Recorder client) throws Exception;
    }

    @Tag("WS-008")
    @Test
    void closedPortIsOneErrorAndOneClose() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Recorder events = new Recorder();
        try (NettyClient client = client(options -> {})) {
            CompletableFuture<WebSocket> opening = client.connect("ws://127.0.0.1:" + port + "/", events);
            assertThat(Closed.of(events.close())).isEqualTo(LOST);
            assertThatThrownBy(opening::join).hasRootCauseInstanceOf(ConnectException.class);
        }
        assertThat(events.errors()).hasSize(1);
        assertThat(events.closes()).hasSize(1);
    }

    @Tag("SEC-21")
    @Test
    void responseThatDripsIsCutOff() throws Exception {
        CloseEvent event = against(options -> options.handshakeTimeout(SHORT), "handshakeTimeout", (peer, client) -> {
            peer.readHead();
            peer.send("HTTP/1.1 101 Switching Protocols\r\nX: ");
            peer.socket().setSoTimeout(10);
            boolean ended = false;
            while (!ended) {
                ended = endsAfter(peer, "x");
            }
        });
        assertLost(event);
    }

    @Tag("SEC-21")
    @Test
    void serverThatSaysNothingIsGivenUp() throws Exception {
        CloseEvent event = against(options -> options.handshakeTimeout(SHORT), "handshakeTimeout", (peer, client) -> {
            peer.readHead();
            peer.awaitEnd();
        });
        assertLost(event);
    }

    @Tag("WS-115")
    @Tag("SEC-15")
    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1", "HTTP/1.1 101 Switching Protocols\r\n"})
    void endInTheHandshakeIsOneErrorAndOneClose(String sent) throws Exception {
        for (boolean reset : new boolean[] {false, true}) {
            CloseEvent event = against(options -> {}, "", (peer, client) -> {
                peer.readHead();
                peer.send(sent);
                if (reset) {
                    peer.reset();
                }
            });
            assertLost(event);
        }
    }

    @Tag("WS-115")
    @Tag("SEC-15")
    @ParameterizedTest
    @ValueSource(strings = {"", "81", "817e", "8105 4865", "0103 48656c"})
    void endWithoutACloseIsReportedAs1006(String sent) throws Exception {
        for (boolean reset : new boolean[] {false, true}) {
            CloseEvent event = against(options -> {}, null, (peer, client) -> {
                peer.send(UpgradeResponse.to(peer.readHead()));
                client.socket();
                peer.sendHex(sent);
                if (reset) {
                    peer.reset();
                }
            });
            assertThat(Closed.of(event)).isEqualTo(LOST);
        }
    }

    @Tag("SEC-51")
    @Test
    void serverThatAnswersNoPingIsGivenUp() throws Exception {
        CloseEvent event =
                against(options -> options.pingInterval(SHORT).pongTimeout(SHORT), "pongTimeout", (peer, client) -> {
                    peer.send(UpgradeResponse.to(peer.readHead()));
                    peer.awaitEnd();
                });
        assertThat(Closed.of(event)).isEqualTo(LOST);
    }

    @Tag("SEC-50")
    @Test
    void serverThatNeverAnswersACloseIsGivenUp() throws Exception {
        CloseEvent event = against(options -> options.closeTimeout(SHORT), null, (peer, client) -> {
            peer.send(UpgradeResponse.to(peer.readHead()));
            client.socket().close();
            peer.awaitEnd();
        });
        assertThat(Closed.of(event)).isEqualTo(LOST);
    }

    @Tag("WS-087")
    @Test
    void clientWaitsForTheServersEndButNotForEver() throws Exception {
        CloseEvent event = against(options -> options.closeTimeout(SHORT), null, (peer, client) -> {
            peer.send(UpgradeResponse.to(peer.readHead()));
            client.socket().close(3001, "");
            assertThat(peer.readHex(2)).isEqualTo("8882");
            peer.readHex(6);
            peer.sendHex("8802 0bb9");
            peer.awaitEnd();
        });
        assertThat(event)
                .extracting(CloseEvent::code, CloseEvent::reason, CloseEvent::wasClean)
                .containsExactly(3001, "", true);
    }

    @Tag("WS-019")
    @Tag("WS-040")
    @ParameterizedTest
    @ValueSource(strings = {"200 OK", "302 Found", "401 Unauthorized", "404 Not Found", "503 Service Unavailable"})
    void otherStatusIsAnErrorThatNamesIt(String status) throws Exception {
        CloseEvent event = against(options -> {}, status.substring(0, 3), (peer, client) -> {
            String accept = UpgradeResponse.accept(peer.readHead());
            peer.send("HTTP/1.1 " + status + "\r\nLocation: http://127.0.0.1:1/\r\nUpgrade: websocket\r\n"
                    + "Connection: Upgrade\r\nSec-WebSocket-Accept: " + accept + "\r\n\r\n\u0081\u0005Hello");
        });
        assertThat(event.wasClean()).isFalse();
    }

    @Tag("H1-013")
    @Tag("SEC-20")
    @Test
    void headWithoutEndIsCutOffAtTheLimit() throws Exception {
        CloseEvent event = against(options -> {}, "", (peer, client) -> {
            peer.readHead();
            peer.send("HTTP/1.1 101 Switching Protocols\r\n");
            peer.socket().setSoTimeout(1);
            boolean ended = false;
            while (!ended) {
                ended = endsAfter(peer, "X: " + "y".repeat(1000) + "\r\n");
            }
        });
        assertThat(event.wasClean()).isFalse();
    }

    private static void assertLost(CloseEvent event) {
        assertThat(event.code()).isEqualTo(1006);
        assertThat(event.wasClean()).isFalse();
    }

    /** Lets our client meet a scripted server, and returns the one close event. */
    private static CloseEvent against(Consumer<WebSocketOptions.Builder> limits, String error, Script script)
            throws Exception {
        Recorder events = new Recorder();
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                NettyClient client = client(limits)) {
            CompletableFuture<WebSocket> opening =
                    client.connect("ws://127.0.0.1:" + listening.getLocalPort() + "/", events);
            try (RawPeer peer = new RawPeer(listening.accept())) {
                script.run(peer, events);
            }
            events.close();
            Recorder.await(opening.handle((socket, failure) -> true));
        }
        if (error != null) {
            assertThat(events.errors()).singleElement().asString().contains(error);
        }
        assertThat(events.errors()).hasSizeLessThanOrEqualTo(1);
        assertThat(events.closes()).hasSize(1);
        return events.closes().get(0);
    }

    private static NettyClient client(Consumer<WebSocketOptions.Builder> limits) {
        WebSocketOptions.Builder options = TestServer.unlimited();
        limits.accept(options);
        return NettyClient.builder().threads(1).options(options.build()).build();
    }

    /** Sends more and waits for the client's end as long as the socket's time-out is. */
    private static boolean endsAfter(RawPeer peer, String more) {
        try {
            peer.send(more);
            return peer.socket().getInputStream().read() < 0;
        } catch (SocketTimeoutException silence) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }
}
