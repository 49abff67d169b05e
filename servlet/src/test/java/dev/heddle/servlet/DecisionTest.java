package dev.heddle.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.Headers;
import dev.heddle.driver.Response;
import dev.heddle.servlet.Client.Frame;
import dev.heddle.websocket.Decision;
import dev.heddle.websocket.Endpoint;
import dev.heddle.websocket.WebSocketOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the application decides, at once and late. */
class DecisionTest {

    private static final Decision ACCEPT = Decision.accept(
            new Echo(), Headers.empty().with("Set-Cookie", "a=1").with("Set-Cookie", "b=2"));

    private static final Decision REFUSE = Decision.refuse(new Response(
            401, Headers.empty().with("WWW-Authenticate", "Bearer"), "Who are you?".getBytes(StandardCharsets.UTF_8)));

    private final CompletableFuture<Decision> decision = new CompletableFuture<>();
    private final CountDownLatch asked = new CountDownLatch(1);

    private Endpoint endpoint(Consumer<WebSocketOptions.Builder> change) {
        WebSocketOptions.Builder options =
                WebSocketOptions.builder().driver(driver -> driver.protocols(List.of("chat")));
        change.accept(options);
        return Endpoint.builder()
                .options(options.build())
                .decider(request -> {
                    asked.countDown();
                    return decision;
                })
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void responseHasSubprotocolAndTheApplicationsFields(Container container) throws Exception {
        decision.complete(ACCEPT);
        try (Running running = container.start(Application.of(endpoint(options -> {}), "/chat"));
                Client client = new Client(running)) {
            String head = client.open("/chat", "Sec-WebSocket-Protocol: other, chat");
            assertThat(head)
                    .contains("\r\nSet-Cookie: a=1\r\n", "\r\nSet-Cookie: b=2\r\n")
                    .containsIgnoringCase("\r\nSec-WebSocket-Protocol: chat\r\n")
                    .containsOnlyOnce("\r\nConnection: ")
                    .containsIgnoringCase("\r\nConnection: Upgrade")
                    .containsOnlyOnce("\r\nUpgrade: ")
                    .containsIgnoringCase("\r\nUpgrade: websocket\r\n")
                    .doesNotContainIgnoringCase("Transfer-Encoding", "Content-Length");
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusalHasItsStatusFieldsAndBody(Container container) throws Exception {
        decision.complete(REFUSE);
        HeddleServlet servlet = new HeddleServlet(endpoint(options -> {}));
        try (Running running = container.start(Application.of(servlet, "/chat"));
                Client client = new Client(running)) {
            client.send(client.handshake("/chat"));
            assertRefused(client);
            assertThat(servlet.connections()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void decisionBehindTheEndOfTheServletIsA503(Container container) throws Exception {
        HeddleServlet servlet = new HeddleServlet(endpoint(options -> {}));
        try (Running running = container.start(Application.of(servlet, "/chat"));
                Client client = new Client(running)) {
            client.send(client.handshake("/chat"));
            asked.await();
            servlet.destroy();
            decision.complete(ACCEPT);
            assertThat(client.head()).startsWith("HTTP/1.1 503 ");
            assertThat(servlet.connections()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrongWithTheHandshakeIsTheDriversToRefuse(Container container) throws Exception {
        decision.complete(ACCEPT);
        HeddleServlet servlet = new HeddleServlet(endpoint(options -> {}));
        try (Running running = container.start(Application.of(servlet, "/chat"));
                Client client = new Client(running)) {
            client.send(client.handshake("/chat").replace("Version: 13", "Version: 8"));
            assertThat(client.readToEnd())
                    .startsWith("HTTP/1.1 426 ")
                    .containsIgnoringCase("\r\nSec-WebSocket-Version: 13\r\n")
                    .endsWith("Unsupported WebSocket version: 8");
            assertThat(servlet.connections()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void draftIsRefusedWhateverTheOptionsSay(Container container) throws Exception {
        decision.complete(ACCEPT);
        Endpoint drafts = endpoint(options -> options.driver(driver -> driver.allowDrafts(true)));
        try (Running running = container.start(Application.of(drafts, "/chat"));
                Client client = new Client(running)) {
            client.send(client.request("/chat", "Upgrade: WebSocket", "Connection: Upgrade"));
            assertThat(client.readToEnd()).startsWith("HTTP/1.1 426 ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void lateAcceptanceOpensAndWhatCameBeforeIsNotLost(Container container) throws Exception {
        try (Running running = container.start(Application.of(endpoint(options -> {}), "/chat"));
                Client client = new Client(running)) {
            client.send(client.handshake("/chat") + Client.frame(1, "early"));
            assertThat(asked.await(1, TimeUnit.MINUTES)).isTrue();
            decision.complete(ACCEPT);
            assertThat(client.head()).startsWith("HTTP/1.1 101 ").contains("\r\nSet-Cookie: b=2\r\n");
            assertThat(client.readFrame()).isEqualTo(new Frame(1, "early"));
            client.send(Client.frame(1, "late"));
            assertThat(client.readFrame()).isEqualTo(new Frame(1, "late"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void lateRefusalIsWritten(Container container) throws Exception {
        try (Running running = container.start(Application.of(endpoint(options -> {}), "/chat"));
                Client client = new Client(running)) {
            client.send(client.handshake("/chat"));
            assertThat(asked.await(1, TimeUnit.MINUTES)).isTrue();
            decision.complete(REFUSE);
            assertRefused(client);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotDecidedInTimeIsRefused(Container container) throws Exception {
        Endpoint hasty = endpoint(options -> options.handshakeTimeout(Duration.ofMillis(1)));
        try (Running running = container.start(Application.of(hasty, "/chat"));
                Client client = new Client(running)) {
            client.send(client.handshake("/chat"));
            assertThat(client.readToEnd()).startsWith("HTTP/1.1 503 ").endsWith("PT0.001S (handshakeTimeout)");
        }
    }

    private static void assertRefused(Client client) {
        assertThat(client.readToEnd())
                .startsWith("HTTP/1.1 401 ")
                .containsIgnoringCase("\r\nWWW-Authenticate: Bearer\r\n")
                .containsIgnoringCase("\r\nContent-Length: 12\r\n")
                .endsWith("\r\n\r\nWho are you?");
    }
}
