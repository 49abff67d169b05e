package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.heddle.driver.Headers;
import dev.heddle.driver.Request;
import dev.heddle.driver.Response;
import dev.heddle.netty.NettyClient;
import dev.heddle.netty.NettyServer;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** HTTP/2 over TLS: who agrees on it by ALPN, and that a browser opens its WebSockets so. */
class Http2Test {

    private static final byte[] PAGE = """
        <!DOCTYPE html>
        <html lang="en"><head><title>Heddle</title><link rel="icon" href="data:,"></head><body></body></html>
        """.getBytes(StandardCharsets.UTF_8);

    /** Opens some sockets, sends a message on each, closes them all and tells what came. */
    private static final String CONVERSE = """
        const [url, count, done] = arguments;
        const converse = (number) => new Promise((resolve) => {
          const socket = new WebSocket(url);
          let received = "";
          socket.onopen = () => socket.send("Message " + number + "x".repeat(100000));
          socket.onmessage = (event) => { received = event.data; socket.close(3001, "enough"); };
          socket.onclose = (event) => resolve(received.length + " " + event.code + " " + event.wasClean);
        });
        Promise.all(Array.from({length: count}, (none, number) => converse(number)))
            .then((all) => done(all.join(", ")));
        """;

    private static X509Bundle bundle;
    private static SslContext tls;

    private final Queue<Request> plain = new ConcurrentLinkedQueue<>();
    private final Queue<Request> webSockets = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void issue() throws Exception {
        bundle = Certificates.loopback();
        tls = SslContextBuilder.forServer(bundle.toKeyManagerFactory()).build();
    }

    @Tag("H2-001")
    @Test
    void alpnHasHttp2OnlyWhereItIsOn() throws Exception {
        for (boolean on : new boolean[] {true, false}) {
            try (NettyServer server = server(tls, on)) {
                HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_2)
                        .sslContext(Certificates.trusting())
                        .build();
                URI url = URI.create("https://127.0.0.1:" + server.port() + "/");
                HttpResponse<byte[]> response =
                        client.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofByteArray());
                assertThat(response.version()).isEqualTo(on ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1);
                assertThat(response.body()).isEqualTo(PAGE);
            }
        }
    }

    @Test
    void whoSpeaksHttp1IsServedToo() throws Exception {
        try (NettyServer server = server(tls, true);
                NettyClient client =
                        NettyClient.builder().tls(Certificates.trusting()).build()) {
            Recorder.await(client.connect(server.url(), new WebSocketListener() {}));
            assertThat(webSockets).extracting(Request::version).containsExactly("HTTP/1.1");
        }
    }

    @Test
    void contextWhoseAlpnHasNoHttp2IsRefused() throws Exception {
        SslContext other = SslContextBuilder.forServer(bundle.toKeyManagerFactory())
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        "http/1.1"))
                .build();
        assertThatIllegalStateException()
                .isThrownBy(() -> server(other, true))
                .withMessage("HTTP/2 needs a TLS context whose ALPN offers h2, not [http/1.1]");
    }

    @Tag("H2-004")
    @Tag("H2-005")
    @Tag("H2-006")
    @Test
    void browserOpensItsWebSocketsByExtendedConnect() throws Exception {
        try (NettyServer server = server(tls, true);
                TestPage page = TestPage.openIgnoringCertificates(server.url())) {
            assertThat(page.run(CONVERSE, server.url(), 20))
                    .isEqualTo(IntStream.range(0, 20)
                            .mapToObj(number -> 100_000 + ("Message " + number).length() + " 3001 true")
                            .collect(Collectors.joining(", ")));
            assertThat(plain).isNotEmpty().allMatch(request -> request.version().equals("HTTP/2"));
            assertThat(webSockets).hasSize(20).allSatisfy(request -> {
                assertThat(request)
                        .extracting(Request::method, Request::version, Request::protocol, Request::secure)
                        .containsExactly("CONNECT", "HTTP/2", "websocket", true);
                assertThat(request.headers().first("Origin")).isEqualTo("https://127.0.0.1:" + server.port());
            });
        }
    }

    private NettyServer server(SslContext context, boolean http2) throws Exception {
        return NettyServer.builder()
                .port(0)
                .tls(context)
                .http2(http2)
                .path("/chat")
                .http(request -> {
                    plain.add(request);
                    return new Response(200, Headers.empty().with("Content-Type", "text/html"), PAGE);
                })
                .listener(request -> {
                    webSockets.add(request);
                    return new WebSocketListener() {

                        @Override
                        public void onText(WebSocket socket, String message) {
                            socket.send(message);
                        }
                    };
                })
                .start();
    }
}
