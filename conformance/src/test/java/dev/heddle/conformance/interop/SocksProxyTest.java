package dev.heddle.conformance.interop;

import static dev.heddle.conformance.interop.ProxiedClient.assertFails;
import static dev.heddle.conformance.interop.ProxiedClient.carries;
import static dev.heddle.conformance.interop.ProxiedClient.changeTo;
import static dev.heddle.conformance.interop.ProxiedClient.connect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.command.ChildProcess;
import dev.heddle.eventsource.Event;
import dev.heddle.websocket.EventSourceClient;
import dev.heddle.websocket.EventSourceClientListener;
import dev.heddle.websocket.EventSources;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketClient;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Our clients through Debian's SOCKS5 servers. */
@Tag("SEC-43")
class SocksProxyTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "NETTY, microsocks, true, false",
        "NETTY, microsocks, true, true",
        "NETTY, microsocks, false, true",
        "NETTY, dante, false, false",
        "NETTY, dante, false, true",
        "SOCKET, microsocks, true, false",
        "SOCKET, microsocks, true, true",
        "SOCKET, microsocks, false, true",
        "SOCKET, dante, false, false",
        "SOCKET, dante, false, true"
    })
    void realProxyCarriesWebSockets(ProxiedClient kind, String program, boolean credentials, boolean secure)
            throws Exception {
        try (Intermediary proxy = start(program, credentials);
                TestServer server = TestServer.startDefault(Recorder::new, changeTo(secure));
                WebSocketClient client = client(kind, credentials ? Intermediary.CREDENTIALS : "", proxy)) {
            carries(client, server);
        }
    }

    /** The name is one that the test knows to lead to this machine: each family's loopback address, as the proxy likes. */
    @ParameterizedTest
    @CsvSource({"NETTY, microsocks", "NETTY, dante", "SOCKET, microsocks", "SOCKET, dante"})
    void realProxyLooksUpTheServersName(ProxiedClient kind, String program) throws Exception {
        try (Intermediary proxy = start(program, false);
                ServerSocket listening = new ServerSocket(0);
                WebSocketClient client = client(kind, "", proxy)) {
            listening.setSoTimeout((int) ChildProcess.PATIENCE.toMillis());
            String url = "ws://localhost:" + listening.getLocalPort() + "/chat";
            CompletableFuture<WebSocket> opening = client.connect(url, new Recorder());
            try (RawPeer server = new RawPeer(listening.accept())) {
                String request = server.readHead();
                assertThat(request).startsWith("GET /chat HTTP/1.1\r\nHost: localhost:" + listening.getLocalPort());
                server.send(UpgradeResponse.to(request));
                assertThat(Recorder.await(opening).url()).isEqualTo(url);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NETTY, name:wrong, The SOCKS5 proxy refused user name and password",
        "NETTY, '', takes none of the offered ways to authenticate",
        "SOCKET, name:wrong, The SOCKS5 proxy refused user name and password",
        "SOCKET, '', takes none of the offered ways to authenticate"
    })
    void realProxyRefusesWhoItDoesNotKnow(ProxiedClient kind, String userInfo, String expected) throws Exception {
        try (Intermediary proxy = start("microsocks", true);
                TestServer server = TestServer.start(options -> {});
                WebSocketClient client = client(kind, userInfo, proxy)) {
            Recorder events = connect(client, server.url());
            assertFails(events, "Proxy socks5://127.0.0.1:" + proxy.port(), expected);
            assertThat(server.hasAccepted()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void realProxySaysThatNobodyListens(ProxiedClient kind) throws Exception {
        int nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = free.getLocalPort();
        }
        try (Intermediary proxy = start("microsocks", false);
                WebSocketClient client = client(kind, "", proxy)) {
            Recorder events = connect(client, "ws://127.0.0.1:" + nobody + "/");
            assertFails(events, "Proxy socks5://127.0.0.1:" + proxy.port(), "connection refused");
        }
    }

    @Tag("ES-002")
    @ParameterizedTest
    @CsvSource({"NETTY, microsocks", "NETTY, dante", "SOCKET, microsocks", "SOCKET, dante"})
    void realProxyCarriesEventStreams(ProxiedClient kind, String program) throws Exception {
        CompletableFuture<Event> first = new CompletableFuture<>();
        EventSourceClientListener listener = new EventSourceClientListener() {
            @Override
            public void onEvent(EventSourceClient source, Event event) {
                first.complete(event);
            }

            @Override
            public void onError(EventSourceClient source, Throwable cause, boolean again) {
                first.completeExceptionally(cause);
            }
        };
        boolean credentials = program.equals("microsocks");
        try (Intermediary proxy = start(program, credentials);
                ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                EventSources client = kind.eventSources(
                        builder -> builder.proxy(url(credentials ? Intermediary.CREDENTIALS : "", proxy)))) {
            listening.setSoTimeout((int) ChildProcess.PATIENCE.toMillis());
            client.eventSource("http://127.0.0.1:" + listening.getLocalPort() + "/events", listener);
            try (RawPeer server = new RawPeer(listening.accept())) {
                assertThat(server.readHead()).startsWith("GET /events HTTP/1.1\r\n");
                server.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: here\n\n");
                assertThat(Recorder.await(first).data()).isEqualTo("here");
            }
        }
    }

    private Intermediary start(String program, boolean credentials) throws Exception {
        return program.equals("dante") ? Intermediary.dante(directory) : Intermediary.microsocks(credentials);
    }

    private static WebSocketClient client(ProxiedClient kind, String userInfo, Intermediary proxy) throws Exception {
        return kind.client(url(userInfo, proxy), builder -> {});
    }

    private static String url(String userInfo, Intermediary proxy) {
        return "socks5://" + userInfo + (userInfo.isEmpty() ? "" : "@") + "127.0.0.1:" + proxy.port();
    }
}
