package dev.heddle.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.servlet.Client.Frame;
import dev.heddle.websocket.Endpoint;
import dev.heddle.websocket.EventSource;
import dev.heddle.websocket.EventSourceListener;
import dev.heddle.websocket.HostPolicy;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where a servlet's WebSockets and event streams are. */
class MappingTest {

    private static final Endpoint LIVE = Endpoint.builder()
            .path("/ws")
            .listener(request -> new Echo())
            .events("/events", request -> new EventSourceListener() {
                @Override
                public void onOpen(EventSource source) {
                    source.send(request.target());
                    source.close();
                }
            })
            .build();

    @ParameterizedTest
    @EnumSource
    void endpointsPathsAreBelowTheServletsAndTheContexts(Container container) throws Exception {
        Application application = new Application(new HeddleServlet(LIVE), "/shop", "/live/*", null);
        try (Running running = container.start(application)) {
            assertEchoes(running, "/shop/live/ws?token=1");
            try (Client client = new Client(running)) {
                client.send(client.request("/shop/live/events?a=b", "Accept: text/event-stream", "Connection: close"));
                assertThat(client.readToEnd()).startsWith("HTTP/1.1 200 ").contains("data: /shop/live/events?a=b\n\n");
            }
            assertThat(answer(running, "/shop/live/other", true)).startsWith("HTTP/1.1 404 ");
            assertThat(answer(running, "/shop/live/ws", false)).startsWith("HTTP/1.1 404 ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void servletForEverythingTakesThePathAsItIs(Container container) throws Exception {
        try (Running running = container.start(Application.of(LIVE, "/"))) {
            assertEchoes(running, "/ws");
            assertThat(answer(running, "/other", true)).startsWith("HTTP/1.1 404 ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void plainRequestIsTheSubclasss(Container container) throws Exception {
        HeddleServlet servlet = new HeddleServlet(LIVE) {

            private static final long serialVersionUID = 1L;

            @Override
            protected void plain(HttpServletRequest request, HttpServletResponse response) throws IOException {
                response.getOutputStream().print("plain " + request.getPathInfo());
            }
        };
        try (Running running = container.start(Application.of(servlet, "/live/*"))) {
            assertThat(answer(running, "/live/page", false))
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith("plain /page");
        }
    }

    @ParameterizedTest
    @EnumSource
    void hostIsThisMachinesOwnAtALoopbackAddress(Container container) throws Exception {
        try (Running running = container.start(Application.of(LIVE, "/live/*"));
                Client client = new Client(running)) {
            client.send(client.handshake("/live/ws", "Connection: close")
                    .replace("Host: " + Container.HOST, "Host: rebound.test"));
            assertThat(client.readToEnd()).startsWith("HTTP/1.1 403 ");
        }
        Endpoint any = Endpoint.builder()
                .listener(request -> new Echo())
                .hosts(HostPolicy.anyHost())
                .build();
        try (Running running = container.start(Application.of(any, "/chat"));
                Client client = new Client(running)) {
            client.send(client.handshake("/chat").replace("Host: " + Container.HOST, "Host: proxied.test"));
            assertThat(client.head()).startsWith("HTTP/1.1 101 ");
        }
    }

    private static void assertEchoes(Running running, String target) throws IOException {
        try (Client client = new Client(running)) {
            client.open(target);
            client.send(Client.frame(1, "here"));
            assertThat(client.readFrame()).isEqualTo(new Frame(1, "here"));
        }
    }

    private static String answer(Running running, String target, boolean webSocket) throws IOException {
        try (Client client = new Client(running)) {
            client.send(webSocket ? client.handshake(target) : client.request(target, "Connection: close"));
            return client.readToEnd();
        }
    }
}
