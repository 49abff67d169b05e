package dev.heddle.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.HandshakeException;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketOptions;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Settings;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client says over HTTP/2, and what it makes of the answers. */
class Http2ClientTest {

    private static final int GOAWAY = 7;

    private final Recorder recorder = new Recorder();

    @Tag("H2-003")
    @Tag("H2-004")
    @Tag("H2-005")
    @Test
    void requestIsAnExtendedConnect() throws Exception {
        try (Http2Server server = Http2Server.start();
                NettyClient client = client()) {
            client.connect("ws://127.0.0.1:" + server.port() + "/chat?a=b", recorder);
            assertThat(server.stream().next())
                    .isEqualTo(":authority: 127.0.0.1:" + server.port() + ", :method: CONNECT, :path: /chat?a=b,"
                            + " :protocol: websocket, :scheme: http, sec-websocket-version: 13");
        }
    }

    @Tag("H2-006")
    @Tag("H2-007")
    @Test
    void framesAreMaskedAndEndOfTheStreamIsTheEnd() throws Exception {
        try (Http2Server server = Http2Server.start();
                NettyClient client = client()) {
            CompletableFuture<WebSocket> opening = client.connect(server.url(), recorder);
            Http2Peer.Stream stream = server.accept();
            opening.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS).send("Hello");
            String frame = stream.next();
            assertThat(frame).hasSize(2 + 4 + 5);
            assertThat((int) frame.charAt(1)).as("masked, 5 bytes").isEqualTo(0x85);
            Http2Server.data(stream, "810548656c6c6f", true);
            assertThat(recorder.message()).isEqualTo("Hello");
            assertThat(stream.next()).isEqualTo("END_STREAM");
            assertLost();
        }
    }

    @Test
    void theResponseIsTheSockets() throws Exception {
        try (Http2Server server = Http2Server.start();
                NettyClient client = client()) {
            CompletableFuture<WebSocket> opening = client.connect(server.url(), recorder);
            Http2Server.respond(
                    server.stream(), new DefaultHttp2Headers().status("204").set("x-session", "7"), false);
            WebSocket socket = opening.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(socket.statusCode()).isEqualTo(204);
            assertThat(socket.headers().first("X-Session")).isEqualTo("7");
        }
    }

    @Tag("H2-007")
    @Test
    void resetOfTheStreamIsAnAbort() throws Exception {
        try (Http2Server server = Http2Server.start();
                NettyClient client = client()) {
            CompletableFuture<WebSocket> opening = client.connect(server.url(), recorder);
            Http2Peer.Stream stream = server.accept();
            opening.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS);
            Http2Server.reset(stream, Http2Error.CANCEL);
            assertThat(recorder.error.join()).hasMessageContaining("The peer reset the stream with CANCEL");
            assertLost();
        }
    }

    @Tag("H2-007")
    @Test
    void whoGivesUpResetsTheStream() throws Exception {
        try (Http2Server server = Http2Server.start();
                NettyClient client = client()) {
            CompletableFuture<WebSocket> opening = client.connect(server.url(), recorder);
            Http2Peer.Stream stream = server.stream();
            assertThat(stream.next()).startsWith(":authority");
            opening.cancel(true);
            assertThat(stream.next()).isEqualTo("RST_STREAM CANCEL");
            assertLost();
            assertThat(server.goAway()).as("of a connection without streams").isEqualTo(Http2Error.NO_ERROR);
            server.connection().closeFuture().sync();
        }
    }

    @Tag("H2-006")
    @Test
    void refusalHasItsStatusHeadersAndBody() throws Exception {
        try (Http2Server server = Http2Server.start();
                NettyClient client = client()) {
            client.connect(server.url(), recorder);
            Http2Peer.Stream stream = server.stream();
            Http2Server.respond(stream, "103", false);
            Http2Server.respond(stream, new DefaultHttp2Headers().status("403").set("x-why", "you"), false);
            Http2Server.data(stream, HexFormat.of().formatHex("No.".getBytes(StandardCharsets.US_ASCII)), true);
            assertThat(recorder.error.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(HandshakeException.class, answer -> {
                        assertThat(answer.statusCode()).isEqualTo(403);
                        assertThat(answer.headers().first("X-Why")).isEqualTo("you");
                        assertThat(answer.body()).asString().isEqualTo("No.");
                    });
            assertNotOpened();
        }
    }

    @Tag("H2-006")
    @ParameterizedTest
    @ValueSource(strings = {"101", "abc", "20", "2000", "099"})
    void statusThatIsNoneOfHttp2IsAnError(String status) throws Exception {
        try (Http2Server server = Http2Server.start();
                NettyClient client = client()) {
            client.connect(server.url(), recorder);
            Http2Server.respond(server.stream(), status, true);
            assertThat(recorder.error.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isNotNull();
            assertNotOpened();
        }
    }

    @Tag("H2-004")
    @ParameterizedTest
    @CsvSource({"connection, upgrade", "upgrade, websocket", "sec-websocket-protocol, unasked"})
    void responseWithAFieldThatDoesNotBelongThereIsAnError(String name, String value) throws Exception {
        try (Http2Server server = Http2Server.start();
                NettyClient client = client()) {
            client.connect(server.url(), recorder);
            Http2Server.respond(
                    server.stream(),
                    new DefaultHttp2Headers(false).set(":status", "200").set(name, value),
                    false);
            assertThat(recorder.error.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isNotNull();
            assertNotOpened();
        }
    }

    @Test
    void redirectIsFollowedOverHttp2() throws Exception {
        try (Http2Server server = Http2Server.start();
                NettyClient client = NettyClient.builder()
                        .threads(1)
                        .http2(Http2Mode.PRIOR_KNOWLEDGE)
                        .followRedirects(1)
                        .build()) {
            CompletableFuture<WebSocket> opening = client.connect(server.url(), recorder);
            Http2Server.respond(
                    server.stream(), new DefaultHttp2Headers().status("302").set("location", "/other"), true);
            Http2Peer.Stream second = server.stream();
            assertThat(second.next()).contains(":path: /other,");
            Http2Server.respond(second, "200", false);
            opening.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Tag("H2-002")
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void withoutTheSettingNothingIsAsked(boolean isZero) throws Exception {
        Http2Settings settings = isZero ? new Http2Settings().connectProtocolEnabled(false) : new Http2Settings();
        try (Http2Server server = new Http2Server(settings);
                NettyClient client = client()) {
            client.connect(server.url(), recorder);
            assertThat(recorder.error.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .hasMessageContaining("SETTINGS_ENABLE_CONNECT_PROTOCOL 1");
            assertLost();
            server.connection().closeFuture().sync();
            assertThat(server.hasStream()).isFalse();
        }
    }

    @Tag("H2-001")
    @ParameterizedTest
    @CsvSource({"000800000002", "000800000001 000800000000"})
    void settingThatMustNotBeEndsTheConnection(String settings) throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                NettyClient client = client()) {
            client.connect("ws://127.0.0.1:" + listening.getLocalPort() + "/", recorder);
            try (Socket socket = listening.accept()) {
                socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(Http2Peer.PATIENCE_SECONDS));
                for (String setting : settings.split(" ", -1)) {
                    socket.getOutputStream().write(HexFormat.of().parseHex("000006040000000000" + setting));
                }
                assertThat(goAway(socket)).isEqualTo(Http2Error.PROTOCOL_ERROR.code());
            }
            assertLost();
        }
    }

    @Test
    void serverThatSaysNothingIsGivenUpAtTheHandshakeTimeout() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                NettyClient client = NettyClient.builder()
                        .threads(1)
                        .http2(Http2Mode.PRIOR_KNOWLEDGE)
                        .options(WebSocketOptions.builder()
                                .handshakeTimeout(Duration.ofMillis(50))
                                .build())
                        .build()) {
            client.connect("ws://127.0.0.1:" + listening.getLocalPort() + "/", recorder);
            assertThat(recorder.error.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .hasMessageContaining("SETTINGS of HTTP/2 did not come within PT0.05S (handshakeTimeout)");
            assertLost();
        }
    }

    @Test
    void serverOfHttp1IsAClearError() throws Exception {
        try (NettyServer server = NettyServer.builder()
                        .port(0)
                        .listener(request -> new Recorder())
                        .start();
                NettyClient client = client()) {
            client.connect(server.url(), recorder);
            assertThat(recorder.error.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .hasMessageContaining("HTTP/2");
            assertLost();
        }
    }

    @Test
    void closingTheClientEndsItsConnections() throws Exception {
        try (Http2Server server = Http2Server.start()) {
            NettyClient client = client();
            CompletableFuture<WebSocket> opening = client.connect(server.url(), recorder);
            server.accept();
            opening.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS);
            Channel connection = server.connection();
            client.close();
            assertLost();
            connection.closeFuture().sync();
            assertThat(client.streams().size()).isZero();
        }
    }

    @Test
    void closingTheClientEndsWhatWaitsForTheSettings() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            NettyClient client = client();
            client.connect("ws://127.0.0.1:" + listening.getLocalPort() + "/", recorder);
            try (Socket socket = listening.accept()) {
                assertThat(socket.getInputStream().read()).isEqualTo('P');
                client.close();
                assertLost();
            }
        }
    }

    @Test
    void serverThatTakesNoStreamsIsAnError() throws Exception {
        try (Http2Server server = new Http2Server(
                        new Http2Settings().connectProtocolEnabled(true).maxConcurrentStreams(0));
                NettyClient client = client()) {
            client.connect(server.url(), recorder);
            assertThat(recorder.error.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .hasMessageContaining("SETTINGS_MAX_CONCURRENT_STREAMS is 0");
            assertLost();
            assertThat(server.hasStream()).isFalse();
        }
    }

    /** Reads to a GOAWAY; returns its error. */
    private static long goAway(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        in.readFully(new byte["PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".length()]);
        while (true) {
            byte[] head = new byte[9];
            in.readFully(head);
            byte[] payload = new byte[(head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | head[2] & 0xff];
            in.readFully(payload);
            if (head[3] == GOAWAY) {
                return Long.parseLong(ByteBufUtil.hexDump(payload, 4, 4), 16);
            }
        }
    }

    private void assertNotOpened() throws Exception {
        CloseEvent event = recorder.closed.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(event.wasClean()).isFalse();
    }

    private void assertLost() throws Exception {
        assertThat(recorder.closed.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS))
                .extracting(CloseEvent::code, CloseEvent::wasClean)
                .containsExactly(1006, false);
    }

    private static NettyClient client() {
        return NettyClient.builder().threads(1).http2(Http2Mode.PRIOR_KNOWLEDGE).build();
    }
}
