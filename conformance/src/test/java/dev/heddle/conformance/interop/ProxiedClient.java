package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.netty.NettyClient;
import dev.heddle.netty.NettyServer;
import dev.heddle.socket.SocketClient;
import dev.heddle.websocket.ClientBuilder;
import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.EventSources;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketClient;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.util.function.Consumer;

/** What carries a client behind a proxy, and what has to be true of it there. */
enum ProxiedClient {
    NETTY,
    SOCKET;

    private static final String LARGE = "x".repeat(256 << 10);

    /** Makes a client without a time limit but those that the test sets. */
    WebSocketClient client(String proxy, Consumer<ClientBuilder<?>> change) throws Exception {
        Consumer<ClientBuilder<?>> proxied = builder -> builder.proxy(proxy);
        return this == SOCKET ? socket(proxied.andThen(change)) : netty(proxied.andThen(change));
    }

    /** Makes the same for event streams, without a proxy. */
    EventSources eventSources(Consumer<ClientBuilder<?>> change) throws Exception {
        return this == SOCKET ? socket(change) : netty(change);
    }

    private static SocketClient socket(Consumer<ClientBuilder<?>> change) throws Exception {
        SocketClient.Builder builder = SocketClient.builder();
        setUp(builder, change);
        return builder.build();
    }

    private static NettyClient netty(Consumer<ClientBuilder<?>> change) throws Exception {
        NettyClient.Builder builder = NettyClient.builder().threads(1);
        setUp(builder, change);
        return builder.build();
    }

    private static void setUp(ClientBuilder<?> builder, Consumer<ClientBuilder<?>> change) throws Exception {
        builder.options(TestServer.unlimited().build());
        builder.tls(Certificates.trusting());
        change.accept(builder);
    }

    /** Returns what makes a server one with TLS, or leaves it as it is. */
    static Consumer<NettyServer.Builder> changeTo(boolean secure) throws Exception {
        SslContext tls = SslContextBuilder.forServer(Certificates.loopback().toKeyManagerFactory())
                .build();
        return builder -> {
            if (secure) {
                builder.tls(tls);
            }
        };
    }

    /** Checks that messages get to a server, and back, and that both hear of the end. */
    static void carries(WebSocketClient client, TestServer server) throws Exception {
        Recorder events = new Recorder();
        WebSocket socket = Recorder.await(client.connect(server.url(), events));
        Recorder accepted = server.accepted();
        socket.send("Grüße, 世界");
        socket.send(LARGE);
        assertThat(accepted.message()).isEqualTo("Grüße, 世界");
        assertThat(accepted.message()).isEqualTo(LARGE);
        accepted.socket().send(LARGE);
        assertThat(events.message()).isEqualTo(LARGE);
        socket.close();
        assertThat(Closed.of(events.close())).isEqualTo(new Closed(1000, "", true));
        assertThat(Closed.of(accepted.close())).isEqualTo(new Closed(1000, "", true));
        assertThat(events.errors()).isEmpty();
    }

    /** Begins to connect, for a test that looks at the events alone. */
    static Recorder connect(WebSocketClient client, String url) {
        Recorder events = new Recorder();
        assertThat(client.connect(url, events)).isNotNull();
        return events;
    }

    /** Checks that one failure was told, with these words and no secret. */
    static void assertFails(Recorder events, String... expected) throws Exception {
        CloseEvent close = events.close();
        assertThat(close.code()).isEqualTo(1006);
        assertThat(close.wasClean()).isFalse();
        assertThat(events.errors())
                .singleElement()
                .asString()
                .contains(expected)
                .doesNotContain("secret", "wrong", "token");
        assertThat(events.closes()).hasSize(1);
    }
}
