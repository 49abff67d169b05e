package dev.heddle.conformance.interop;

import static dev.heddle.conformance.interop.ProxiedClient.assertFails;
import static dev.heddle.conformance.interop.ProxiedClient.carries;
import static dev.heddle.conformance.interop.ProxiedClient.changeTo;
import static dev.heddle.conformance.interop.ProxiedClient.connect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.netty.Http2Mode;
import dev.heddle.netty.NettyClient;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketOptions;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSockets over HTTP/2 through proxies: a connection has one tunnel, whoever carries it. */
@Tag("SEC-43")
class Http2ProxyTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "microsocks, true, false",
        "microsocks, false, true",
        "dante, false, false",
        "dante, false, true",
        "squid, true, false",
        "squid, false, true",
        "tinyproxy, true, false",
        "tinyproxy, false, true"
    })
    void realProxyCarriesWebSockets(String program, boolean credentials, boolean secure) throws Exception {
        Queue<String> versions = new ConcurrentLinkedQueue<>();
        try (Intermediary proxy = start(program, credentials);
                TestServer server = server(secure, versions);
                NettyClient client = client(url(program, credentials ? Intermediary.CREDENTIALS + "@" : "", proxy))) {
            carries(client, server);
            assertThat(versions).containsOnly("HTTP/2");
        }
    }

    @Test
    void manyShareATunnel() throws Exception {
        for (boolean secure : new boolean[] {false, true}) {
            Queue<String> versions = new ConcurrentLinkedQueue<>();
            try (TestServer server = server(secure, versions);
                    Relay proxy = Relay.start(server.port(), Certificates.showing(Certificates.loopback()));
                    NettyClient client = client(proxy.url())) {
                List<Recorder> all = Stream.generate(Recorder::new).limit(10).toList();
                for (Recorder events : all) {
                    WebSocket socket = Recorder.await(client.connect(server.url(), events));
                    socket.send("Hello");
                    assertThat(server.accepted().message()).isEqualTo("Hello");
                }
                assertThat(versions).containsOnly("HTTP/2");
                assertThat(proxy.asked()).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"microsocks", "squid"})
    void realProxyRefusesWhoItDoesNotKnow(String program) throws Exception {
        try (Intermediary proxy = start(program, true);
                TestServer server = server(false, new ConcurrentLinkedQueue<>());
                NettyClient client = client(url(program, "name:wrong@", proxy))) {
            Recorder events = connect(client, server.url());
            assertFails(events, "Proxy " + url(program, "", proxy));
            assertThat(server.hasAccepted()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Http2Mode.class,
            names = {"OFF", "PRIOR_KNOWLEDGE"})
    void proxyThatCanNotBeReachedIsNamed(Http2Mode mode) throws Exception {
        NettyClient.Builder builder = NettyClient.builder()
                .threads(1)
                .tls(Certificates.trusting())
                .http2(mode)
                // Of all ports the one that nobody listens at.
                .proxy("http://name:secret@127.0.0.1:1");
        try (NettyClient client = builder.build()) {
            for (String url : new String[] {"ws://server.test/", "wss://server.test/"}) {
                Recorder events = connect(client, url);
                assertFails(events, "Proxy http://127.0.0.1:1: ");
            }
        }
    }

    @Test
    void proxyThatNeverAnswersIsNamed() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                NettyClient client = NettyClient.builder()
                        .threads(1)
                        .http2(Http2Mode.PRIOR_KNOWLEDGE)
                        .options(WebSocketOptions.builder()
                                .handshakeTimeout(Duration.ofMillis(50))
                                .build())
                        .proxy("http://127.0.0.1:" + silent.getLocalPort())
                        .build()) {
            Recorder events = connect(client, "ws://server.test/");
            assertFails(
                    events,
                    "Proxy http://127.0.0.1:" + silent.getLocalPort()
                            + ": No tunnel within PT0.05S (handshakeTimeout)");
        }
    }

    private Intermediary start(String program, boolean credentials) throws Exception {
        return switch (program) {
            case "microsocks" -> Intermediary.microsocks(credentials);
            case "dante" -> Intermediary.dante(directory);
            case "squid" -> Intermediary.squid(directory, credentials);
            default -> Intermediary.tinyproxy(directory, credentials);
        };
    }

    private static String url(String program, String userInfo, Intermediary proxy) {
        boolean socks = program.equals("microsocks") || program.equals("dante");
        return (socks ? "socks5://" : "http://") + userInfo + "127.0.0.1:" + proxy.port();
    }

    private static TestServer server(boolean secure, Queue<String> versions) throws Exception {
        return TestServer.startDefault(Recorder::new, changeTo(secure).andThen(builder -> builder.http2(true)
                .origins(request -> versions.add(request.version()))));
    }

    private static NettyClient client(String proxy) throws Exception {
        return NettyClient.builder()
                .threads(1)
                .options(TestServer.unlimited().build())
                .tls(Certificates.trusting())
                .http2(Http2Mode.PRIOR_KNOWLEDGE)
                .proxy(proxy)
                .build();
    }
}
