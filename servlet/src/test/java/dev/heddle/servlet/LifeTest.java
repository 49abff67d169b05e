package dev.heddle.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.servlet.Client.Frame;
import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.Endpoint;
import dev.heddle.websocket.EventSourceListener;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketOptions;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections between filters, other threads, time and the end of the application. */
class LifeTest {

    /** A filter that adds a field and wraps what passes it. */
    static final class Wrapping implements Filter {

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            HttpServletResponse http = (HttpServletResponse) response;
            http.addHeader("X-Filtered", "yes");
            chain.doFilter(
                    new HttpServletRequestWrapper((HttpServletRequest) request), new HttpServletResponseWrapper(http));
        }
    }

    @ParameterizedTest
    @EnumSource
    void filterInFrontMayAddFieldsAndWrap(Container container) throws Exception {
        Endpoint endpoint = Endpoint.builder().listener(request -> new Echo()).build();
        Application application = new Application(new HeddleServlet(endpoint), "", "/chat", new Wrapping());
        try (Running running = container.start(application);
                Client client = new Client(running)) {
            assertThat(client.open("/chat")).contains("\r\nX-Filtered: yes\r\n");
            client.send(Client.frame(1, "filtered"));
            assertThat(client.readFrame()).isEqualTo(new Frame(1, "filtered"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void undeployClosesWebSocketsWith1001AndEndsStreams(Container container) throws Exception {
        Endpoint endpoint = Endpoint.builder()
                .listener(request -> new Echo())
                .events("/events", request -> new EventSourceListener() {})
                .path("/ws")
                .build();
        try (Running running = container.start(Application.of(endpoint, "/live/*"));
                Client client = new Client(running);
                Client reader = new Client(running)) {
            client.open("/live/ws");
            reader.send(reader.request("/live/events", "Accept: text/event-stream", "Connection: close"));
            assertThat(reader.head()).startsWith("HTTP/1.1 200 ");
            running.undeploy();
            assertThat(client.readFrame()).isEqualTo(Frame.close(1001));
            client.send(Client.frame(8, Frame.close(1001).text()));
            assertThat(client.readToEnd()).isEmpty();
            assertThat(reader.readToEnd()).contains("retry: ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void otherThreadsSendAndClose(Container container) throws Exception {
        CompletableFuture<WebSocket> opened = new CompletableFuture<>();
        Endpoint endpoint = Endpoint.builder()
                .listener(request -> new Echo() {
                    @Override
                    public void onOpen(WebSocket socket) {
                        opened.complete(socket);
                    }
                })
                .build();
        try (Running running = container.start(Application.of(endpoint, "/chat"));
                Client client = new Client(running)) {
            client.open("/chat");
            WebSocket socket = opened.get(1, TimeUnit.MINUTES);
            for (int i = 0; i < 1000; i++) {
                assertThat(socket.send("message " + i)).isTrue();
            }
            assertThat(socket.close()).isTrue();
            for (int i = 0; i < 1000; i++) {
                assertThat(client.readFrame()).isEqualTo(new Frame(1, "message " + i));
            }
            assertThat(client.readFrame()).isEqualTo(Frame.close(1000));
            client.send(Client.frame(8, Frame.close(1000).text()));
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void peerThatDoesNotAnswerIsBrokenOffByAnotherThread(Container container) throws Exception {
        CompletableFuture<CloseEvent> closed = new CompletableFuture<>();
        Endpoint endpoint = Endpoint.builder()
                .options(WebSocketOptions.builder()
                        .closeTimeout(Duration.ofMillis(1))
                        .build())
                .listener(request -> new Echo() {
                    @Override
                    public void onOpen(WebSocket socket) {
                        socket.close();
                    }

                    @Override
                    public void onClose(WebSocket socket, CloseEvent event) {
                        closed.complete(event);
                    }
                })
                .build();
        HeddleServlet servlet = new HeddleServlet(endpoint);
        try (Running running = container.start(Application.of(servlet, "/chat"));
                Client client = new Client(running)) {
            client.send(client.handshake("/chat"));
            client.readToEnd();
            assertThat(closed.get(1, TimeUnit.MINUTES).wasClean()).isFalse();
            assertThat(servlet.connections()).isZero();
        }
    }
}
