package dev.heddle.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.eventsource.Event;
import dev.heddle.testkit.contract.DialContract;
import dev.heddle.testkit.contract.EventSourceClientContract;
import dev.heddle.testkit.contract.Lookup;
import dev.heddle.websocket.ClientBuilder;
import dev.heddle.websocket.EventSourceClient;
import dev.heddle.websocket.EventSourceClientListener;
import dev.heddle.websocket.EventSourceListener;
import dev.heddle.websocket.EventSources;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Event streams of a client over real connections. */
class NettyEventSourceClientTest extends EventSourceClientContract {

    @Override
    protected EventSources client(Lookup lookup, Consumer<ClientBuilder<?>> change) {
        NettyClient.Builder builder = NettyClient.builder().threads(1).resolver(lookup::of);
        change.accept(builder);
        return builder.build();
    }

    @Override
    protected DialContract.Served serve(EventSourceListener listener) throws Exception {
        NettyServer server = NettyServer.builder()
                .port(0)
                .host("127.0.0.1")
                .events("/events", request -> listener)
                .start();
        return new DialContract.Served(server.port(), server::close);
    }

    /** Another client finds it out when it is built. */
    @Tag("SEC-40")
    @Tag("SEC-44")
    @Test
    void tlsToTheProxyThatTheApplicationSetsUpWronglyIsTold() throws Exception {
        SSLContext notInitialized = SSLContext.getInstance("TLS");
        CompletableFuture<Throwable> told = new CompletableFuture<>();
        EventSourceClientListener listener = new EventSourceClientListener() {

            @Override
            public void onEvent(EventSourceClient source, Event event) {
                told.completeExceptionally(new AssertionError(event));
            }

            @Override
            public void onError(EventSourceClient source, Throwable cause, boolean again) {
                told.complete(cause);
            }
        };
        try (ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                NettyClient client = NettyClient.builder()
                        .threads(1)
                        .proxy("https://127.0.0.1:" + proxy.getLocalPort())
                        .proxyTls(notInitialized)
                        .build()) {
            client.eventSource("http://server.example/", listener);
            try (Socket taken = proxy.accept()) {
                assertThat(told.join()).hasMessageContaining("not initialized");
                // And the connection is not left behind.
                assertThat(taken.getInputStream().read()).isEqualTo(-1);
            }
        }
    }
}
