package dev.heddle.conformance.interop;

import static dev.heddle.conformance.interop.ProxiedClient.assertFails;
import static dev.heddle.conformance.interop.ProxiedClient.carries;
import static dev.heddle.conformance.interop.ProxiedClient.changeTo;
import static dev.heddle.conformance.interop.ProxiedClient.connect;
import static dev.heddle.conformance.interop.TestServer.SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.heddle.netty.NettyClient;
import dev.heddle.websocket.ClientBuilder;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketClient;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our clients through proxies: Debian's, and such as say what the test wants. */
@Tag("SEC-43")
@ParameterizedClass
@EnumSource
class ClientProxyTest {

    private static final String ORIGIN = "ws://origin.example/chat";
    private static final String CONNECTED = "HTTP/1.1 200 OK\r\n\r\n";

    @Parameter
    private ProxiedClient kind;

    @TempDir
    private Path directory;

    private ServerSocket listening;

    @BeforeEach
    void listen() throws Exception {
        listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        listening.setSoTimeout(60_000);
    }

    @AfterEach
    void stopListening() throws Exception {
        listening.close();
    }

    // Debian's

    @Tag("H1-018")
    @Tag("WS-007")
    @ParameterizedTest
    @CsvSource({
        "squid, true, false",
        "squid, true, true",
        "squid, false, true",
        "tinyproxy, true, false",
        "tinyproxy, true, true",
        "tinyproxy, false, true"
    })
    void realProxyCarriesWebSockets(String program, boolean credentials, boolean secure) throws Exception {
        try (Intermediary proxy = start(program, credentials);
                TestServer server = TestServer.startDefault(Recorder::new, changeTo(secure));
                WebSocketClient client = client("http://" + (credentials ? Intermediary.CREDENTIALS + "@" : "")
                        + "127.0.0.1:" + proxy.port())) {
            carries(client, server);
        }
    }

    @Tag("H1-018")
    @ParameterizedTest
    @CsvSource({"squid, 407", "tinyproxy, 401"})
    void realProxyRefusesWrongCredentials(String program, int status) throws Exception {
        try (Intermediary proxy = start(program, true);
                TestServer server = TestServer.start(options -> {});
                WebSocketClient client = client("http://name:wrong@127.0.0.1:" + proxy.port())) {
            Recorder events = connect(client, server.url());
            assertFails(events, "Proxy http://127.0.0.1:" + proxy.port(), "(status " + status + ")");
            assertThat(server.hasAccepted()).isFalse();
        }
    }

    // TLS to the proxy

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tlsToTheProxyCarriesWebSockets(boolean secure) throws Exception {
        try (TestServer server = TestServer.startDefault(Recorder::new, changeTo(secure));
                Relay proxy = Relay.start(server.port(), Certificates.showing(Certificates.loopback()));
                WebSocketClient client = client(proxy.url())) {
            carries(client, server);
        }
    }

    // Scripted ones

    @Tag("WS-007")
    @Tag("H1-017")
    @Test
    void tunnelIsAskedForBeforeAnythingElse() throws Exception {
        try (WebSocketClient client = client(url("http", "us%20er:secret@"), builder -> {
            builder.proxyHeader("X-A", "b");
            builder.header("X-C", "d");
        })) {
            CompletableFuture<WebSocket> opening = client.connect(ORIGIN, new Recorder());
            try (RawPeer proxy = accept()) {
                assertThat(proxy.readHead())
                        .startsWith("CONNECT origin.example:80 HTTP/1.1\r\nHost: origin.example:80\r\n")
                        .contains("\r\nProxy-Authorization: Basic "
                                + Base64.getEncoder().encodeToString("us er:secret".getBytes(StandardCharsets.US_ASCII))
                                + "\r\n")
                        .contains("\r\nX-A: b\r\n")
                        .doesNotContain("X-C", "Sec-WebSocket");
                proxy.send(CONNECTED);
                String request = proxy.readHead();
                assertThat(request)
                        .startsWith("GET /chat HTTP/1.1\r\nHost: origin.example\r\n")
                        .contains("\r\nX-C: d\r\n")
                        .doesNotContain("X-A", "Proxy-Authorization");
                proxy.send(UpgradeResponse.to(request));
                assertThat(Recorder.await(opening).url()).isEqualTo(ORIGIN);
            }
        }
    }

    @Test
    void bytesBehindTheAnswerAreTheServers() throws Exception {
        try (WebSocketClient client = client(url("http", ""))) {
            Recorder events = connect(client, ORIGIN);
            try (RawPeer proxy = accept()) {
                proxy.readHead();
                proxy.send(CONNECTED + "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
                proxy.awaitEnd();
            }
            assertThat(events.close().code()).isNotEqualTo(1000);
            assertThat(events.errors()).singleElement().asString().contains("Unexpected response code: 503");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 407 Proxy Authentication Required%Proxy-Authenticate: Basic%% | (status 407)",
                "HTTP/1.1 502 Bad Gateway%Content-Length: 3%%abc | (status 502)",
                "HTTP/1.1 302 Found%Location: http://elsewhere.example/%% | (status 302)",
                "SSH-2.0-OpenSSH_9.2%%% | Malformed HTTP start line",
                "HTTP/1.1 200 OK%Bad field: x%% | Malformed HTTP field name"
            })
    void whatElseTheProxySaysIsOneFailure(String answer, String expected) throws Exception {
        try (WebSocketClient client = client(url("http", "name:secret@"))) {
            Recorder events = connect(client, ORIGIN + "?token=secret");
            try (RawPeer proxy = accept()) {
                proxy.readHead();
                proxy.send(answer.strip().replace("%", "\r\n"));
                proxy.awaitEnd();
            }
            assertFails(events, "Proxy " + url("http", ""), expected);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void proxyThatEndsTheConnectionIsOneFailure(boolean reset) throws Exception {
        try (WebSocketClient client = client(url("http", "name:secret@"))) {
            Recorder events = connect(client, ORIGIN);
            try (RawPeer proxy = accept()) {
                proxy.readHead();
                if (reset) {
                    proxy.reset();
                }
            }
            assertFails(events, "Proxy " + url("http", ""), reset ? "reset" : "The connection ended");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https", "socks5"})
    void timeOfTheHandshakeCoversWhatTheProxyIsAsked(String scheme) throws Exception {
        try (WebSocketClient client = client(
                url(scheme, ""),
                builder -> builder.options(
                        TestServer.unlimited().handshakeTimeout(SHORT).build()))) {
            Recorder events = connect(client, ORIGIN);
            try (RawPeer proxy = accept()) {
                proxy.awaitEnd();
            }
            assertThat(events.close().code()).isEqualTo(1006);
            // TLS has the same time, and may be the first to notice.
            assertThat(events.errors())
                    .singleElement()
                    .asString()
                    .contains(scheme.equals("https") ? "handshake" : "handshakeTimeout");
        }
    }

    @Test
    void cancellingBreaksTheWayThroughTheProxyOff() throws Exception {
        try (WebSocketClient client = client(url("http", ""))) {
            Recorder events = new Recorder();
            CompletableFuture<WebSocket> opening = client.connect(ORIGIN, events);
            try (RawPeer proxy = accept()) {
                proxy.readHead();
                assertThat(opening.cancel(true)).isTrue();
                proxy.awaitEnd();
            }
            assertFails(events, "closed before the connection was established");
        }
    }

    @Test
    void proxyThatNobodyListensOnIsOneFailure() throws Exception {
        String url = url("http", "");
        listening.close();
        try (WebSocketClient client = client(url)) {
            Recorder events = connect(client, ORIGIN);
            assertFails(events, "Proxy " + url, "refused");
        }
    }

    // SOCKS5

    @Test
    void socksProxyIsToldTheServersName() throws Exception {
        try (WebSocketClient client = client(
                url("socks5", "name:secret@"), builder -> builder.proxyHeader("X-A", "for HTTP proxies alone"))) {
            CompletableFuture<WebSocket> opening = client.connect(ORIGIN, new Recorder());
            try (RawPeer proxy = accept()) {
                assertThat(proxy.readHex(4)).isEqualTo("05020002");
                proxy.sendHex("0502");
                assertThat(proxy.readHex(13)).isEqualTo("01046e616d6506736563726574");
                proxy.sendHex("0100");
                assertThat(proxy.readHex(21)).isEqualTo("050100030e6f726967696e2e6578616d706c650050");
                proxy.sendHex("0500000100000000 0000");
                String request = proxy.readHead();
                assertThat(request).startsWith("GET /chat HTTP/1.1\r\nHost: origin.example\r\n");
                proxy.send(UpgradeResponse.to(request));
                assertThat(Recorder.await(opening).url()).isEqualTo(ORIGIN);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "05ff, takes none of the offered ways to authenticate",
        "050201ff, The SOCKS5 proxy refused user name and password",
        "05000505, connection refused",
        "485454502f31, The proxy does not speak SOCKS5",
        "0500, The connection ended"
    })
    void whatElseASocksProxySaysIsOneFailure(String answer, String expected) throws Exception {
        try (WebSocketClient client = client(url("socks5", "name:secret@"))) {
            Recorder events = connect(client, ORIGIN + "?token=secret");
            try (RawPeer proxy = accept()) {
                proxy.readHex(4);
                proxy.sendHex(answer);
                proxy.shutdownOutput();
                proxy.awaitEnd();
            }
            assertFails(events, "Proxy " + url("socks5", ""), expected);
        }
    }

    // Options

    @Test
    void urlOfNoProxyIsRefusedWithoutItsUserInfo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NettyClient.builder().proxy("ftp://name:secret@proxy.example"))
                .withMessage("proxy.example is not a valid proxy URL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Cookie", "Authorization", "Host", "Proxy-Connection", "No name"})
    void headerThatIsNotForAProxyIsRefusedAtOnce(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NettyClient.builder().proxyHeader(name, "x"))
                .withMessageContaining(name);
    }

    private Intermediary start(String program, boolean credentials) throws Exception {
        return program.equals("squid")
                ? Intermediary.squid(directory, credentials)
                : Intermediary.tinyproxy(directory, credentials);
    }

    private RawPeer accept() throws Exception {
        return new RawPeer(listening.accept());
    }

    private String url(String scheme, String userInfo) {
        return scheme + "://" + userInfo + "127.0.0.1:" + listening.getLocalPort();
    }

    private WebSocketClient client(String proxy) throws Exception {
        return client(proxy, builder -> {});
    }

    private WebSocketClient client(String proxy, Consumer<ClientBuilder<?>> change) throws Exception {
        return kind.client(proxy, change);
    }
}
