package dev.heddle.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.Response;
import dev.heddle.websocket.CloseEvent;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server answers to requests of HTTP/2, and how WebSockets on its streams end. */
class Http2HandshakeTest {

    private final Recorder recorder = new Recorder();
    private NettyServer server;
    private Http2Peer peer;

    @BeforeEach
    void start() throws Exception {
        server = NettyServer.builder()
                .port(0)
                .http2(true)
                .path("/chat")
                .health("/health")
                .http(request -> request.path().equals("/cookie")
                        ? Response.text(200, String.valueOf(request.headers().all("Cookie")))
                        : Response.text(200, request.method() + " " + request.path())
                                .with("Connection", "close"))
                .listener(request -> recorder)
                .start();
        peer = Http2Peer.connect(server);
    }

    @AfterEach
    void stop() {
        peer.close();
        server.close();
    }

    @Tag("H2-001")
    @Test
    void settingsEnableExtendedConnect() {
        assertThat(peer.settings.join().connectProtocolEnabled()).isTrue();
        assertThat(peer.settings.join().maxConcurrentStreams()).isEqualTo(100);
    }

    @Tag("H2-004")
    @Tag("H2-006")
    @Test
    void acceptanceIs200AndFramesFollow() throws Exception {
        Http2Peer.Stream stream = peer.send(peer.webSocket("/chat").set("sec-websocket-key", "ignored"), false);
        assertThat(stream.next()).isEqualTo(":status: 200");
        data(stream, "818500000000" + "48656c6c6f", false);
        assertThat(recorder.message()).isEqualTo("Hello");
        assertThat(server.connections()).isEqualTo(1);
    }

    @Tag("H2-003")
    @ParameterizedTest
    @CsvSource({":path", ":scheme", ":method"})
    void requestWithoutAPseudoFieldIsAStreamError(String name) throws Exception {
        Http2Headers head = peer.webSocket("/chat");
        head.remove(name);
        assertThat(peer.send(head, false).next()).isEqualTo("RST_STREAM PROTOCOL_ERROR");
        assertOthersGoOn();
    }

    @Tag("H2-004")
    @ParameterizedTest
    @CsvSource({
        "connection, upgrade",
        "upgrade, websocket",
        "te, gzip",
        "host, other.example",
        ":method, GET",
        ":scheme, ws",
        ":path, chat",
        ":path, *",
        ":path, http://127.0.0.1/chat",
        "x-a, 'a\rb'"
    })
    void malformedRequestIsAStreamError(String name, String value) throws Exception {
        assertThat(peer.send(peer.webSocket("/chat").set(name, value), false).next())
                .isEqualTo("RST_STREAM PROTOCOL_ERROR");
        assertOthersGoOn();
    }

    @Tag("SEC-26")
    @ParameterizedTest
    @CsvSource({
        ":method, GE T",
        ":method, 'GET\r'",
        ":path, /a b",
        ":path, '/a\nb'",
        ":path, /\u007f",
        ":path, chat",
        ":path, *"
    })
    void malformedPlainRequestIsAStreamError(String name, String value) throws Exception {
        assertThat(peer.send(peer.get("/chat").set(name, value), true).next()).isEqualTo("RST_STREAM PROTOCOL_ERROR");
        assertOthersGoOn();
    }

    @Tag("H2-009")
    @Test
    void unknownProtocolIsRefusedWith501() throws Exception {
        Http2Peer.Stream stream = peer.send(peer.webSocket("/chat").set(":protocol", "foo"), false);
        assertThat(stream.next()).startsWith(":status: 501");
        assertThat(stream.next()).isEqualTo("Unknown protocol in extended CONNECT");
        assertThat(stream.next()).isEqualTo("END_STREAM");
        assertThat(stream.next()).isEqualTo("RST_STREAM NO_ERROR");
        assertOthersGoOn();
    }

    @ParameterizedTest
    @CsvSource({
        "404, :path, /other",
        "403, origin, http://evil.example",
        "403, :authority, evil.example",
        "400, :authority, a b",
        "400, sec-websocket-version, 12",
        "400, sec-websocket-extensions, ;;",
        "400, content-length, 5"
    })
    void refusalsAreThoseOfHttp1(int status, String name, String value) throws Exception {
        Http2Peer.Stream stream = peer.send(peer.webSocket("/chat").set(name, value), false);
        assertThat(stream.next()).startsWith(":status: " + status);
        assertOthersGoOn();
    }

    @Test
    void plainRequestsAreAnswered() throws Exception {
        Http2Peer.Stream get = peer.send(peer.get("/a?b"), true);
        assertThat(get.next()).isEqualTo(":status: 200, content-length: 6, content-type: text/plain");
        assertThat(get.next()).isEqualTo("GET /a");
        assertThat(get.next()).isEqualTo("END_STREAM");
        Http2Peer.Stream head = peer.send(peer.get("/health").method("HEAD"), true);
        assertThat(head.next())
                .isEqualTo(":status: 200, cache-control: no-store, content-length: 16, content-type: text/plain");
        assertThat(head.next()).isEqualTo("END_STREAM");
        Http2Peer.Stream connect = peer.send(peer.get("/").method("CONNECT"), false);
        assertThat(connect.next()).startsWith(":status: 400");
    }

    @Test
    void crumbsOfCookiesAreOneCookie() throws Exception {
        Http2Peer.Stream get =
                peer.send(peer.get("/cookie").add("cookie", "a=1").add("cookie", "b=2"), true);
        assertThat(get.next()).startsWith(":status: 200");
        assertThat(get.next()).isEqualTo("[a=1; b=2]");
    }

    @Tag("H2-007")
    @Test
    void endOfStreamWithoutCloseIs1006() throws Exception {
        Http2Peer.Stream stream = opened();
        data(stream, "", true);
        assertThat(recorder.closed.get(60, TimeUnit.SECONDS).code()).isEqualTo(1006);
        assertThat(stream.next()).isEqualTo("END_STREAM");
    }

    @Tag("H2-007")
    @Test
    void resetIs1006() throws Exception {
        Http2Peer.Stream stream = opened();
        stream.channel.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL));
        assertThat(recorder.closed.get(60, TimeUnit.SECONDS).code()).isEqualTo(1006);
        assertThat(recorder.error.join()).hasMessageContaining("The peer reset the stream with CANCEL");
    }

    @Tag("H2-007")
    @Test
    void serverEndsTheStreamBehindItsCloseFrame() throws Exception {
        Http2Peer.Stream stream = opened();
        data(stream, "888200000000" + "03e8", false);
        assertThat(stream.next()).isEqualTo("\u0088\u0002\u0003\u00e8");
        assertThat(stream.next()).isEqualTo("END_STREAM");
        data(stream, "", true);
        assertThat(recorder.closed.get(60, TimeUnit.SECONDS))
                .extracting(CloseEvent::code, CloseEvent::wasClean)
                .containsExactly(1000, true);
    }

    @Tag("H2-007")
    @Test
    void lostConnectionIs1006ForEachStream() throws Exception {
        opened();
        // From the codec on, which would say GOAWAY.
        peer.channel.pipeline().context(Http2FrameCodec.class).close();
        assertThat(recorder.closed.get(60, TimeUnit.SECONDS).code()).isEqualTo(1006);
    }

    @Tag("WS-117")
    @Tag("H2-007")
    @Test
    void stoppingSaysGoAwayAnd1001AndBreaksOffWhoStays() throws Exception {
        Http2Peer.Stream stream = opened();
        server.shutdown(Duration.ZERO).toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertThat(stream.next()).isEqualTo("\u0088\u0002\u0003\u00e9");
        assertThat(stream.next()).isEqualTo("RST_STREAM CANCEL");
        assertThat(peer.goAway.get(60, TimeUnit.SECONDS)).isEqualTo(Http2Error.NO_ERROR.code());
        assertThat(server.channels().size()).isZero();
    }

    @Tag("WS-117")
    @ParameterizedTest
    @ValueSource(strings = {"/chat", "/health"})
    void whoConnectsWhileTheServerStopsIsAnsweredOnceAndClosed(String path) throws Exception {
        Http2Peer.Stream stays = opened();
        CompletionStage<Void> stopped = server.shutdown(Duration.ofHours(1));
        try (Http2Peer late = Http2Peer.connect(server)) {
            Http2Headers head = path.equals("/chat") ? late.webSocket(path) : late.get(path);
            assertThat(late.send(head, true).next()).startsWith(":status: 503");
            assertThat(late.goAway.get(60, TimeUnit.SECONDS)).isEqualTo(Http2Error.NO_ERROR.code());
            assertThat(late.channel.closeFuture().await(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(stopped.toCompletableFuture()).isNotDone();
        data(stays, "888200000000" + "03e8", true);
        stopped.toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void http1IsSpokenOnTheSamePort() throws Exception {
        try (RawClient plain = new RawClient(server.port())) {
            plain.send("POST /p HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(plain.rest()).startsWith("HTTP/1.1 200 ").endsWith("POST /p");
        }
        try (NettyClient webSockets = NettyClient.builder().threads(1).build()) {
            webSockets
                    .connect(server.url(), new Recorder())
                    .get(60, TimeUnit.SECONDS)
                    .send("Hello");
            assertThat(recorder.message()).isEqualTo("Hello");
        }
    }

    @Test
    void prefaceIsNoRequestWhereHttp2IsOff() throws Exception {
        try (NettyServer other = NettyServer.builder().port(0).start();
                RawClient client = new RawClient(other.port())) {
            client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 400 ");
        }
    }

    private Http2Peer.Stream opened() throws Exception {
        Http2Peer.Stream stream = peer.send(peer.webSocket("/chat"), false);
        assertThat(stream.next()).isEqualTo(":status: 200");
        return stream;
    }

    private void assertOthersGoOn() throws Exception {
        assertThat(peer.send(peer.get("/"), true).next()).startsWith(":status: 200");
    }

    private static void data(Http2Peer.Stream stream, String hex, boolean end) throws IOException {
        stream.channel.writeAndFlush(
                new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex)), end));
    }
}
