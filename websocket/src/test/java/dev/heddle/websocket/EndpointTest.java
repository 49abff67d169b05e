package dev.heddle.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.heddle.driver.Headers;
import dev.heddle.driver.Request;
import dev.heddle.driver.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an endpoint makes of requests, whatever serves it. */
class EndpointTest {

    private final List<String> asked = new ArrayList<>();

    private final Endpoint endpoint = Endpoint.builder()
            .path("/ws")
            .listener(request -> {
                asked.add(request.path());
                return new WebSocketListener() {};
            })
            .events("/events", request -> {
                asked.add(request.path());
                return new EventSourceListener() {};
            })
            .build();

    private static Request get(String path, String... headers) {
        Headers fields = Headers.empty().with("Host", "localhost");
        for (String header : headers) {
            int colon = header.indexOf(':');
            fields = fields.with(
                    header.substring(0, colon), header.substring(colon + 1).strip());
        }
        return Request.of("GET", path, fields);
    }

    private Route route(Request request) {
        return endpoint.route(request, request.path(), true);
    }

    private static int status(Route route) {
        return route instanceof Route.Refused refused ? refused.response().status() : 0;
    }

    @Test
    void webSocketAtItsPathIsTheApplicationsDecision() {
        Route route = route(get("/ws?room=1", "Upgrade: websocket", "Connection: Upgrade"));
        assertThat(route).isInstanceOf(Route.ToWebSocket.class);
        assertThat(((Route.ToWebSocket) route).decision().toCompletableFuture().join())
                .isInstanceOf(Decision.Accept.class);
        assertThat(asked).containsExactly("/ws");
    }

    @ParameterizedTest
    @CsvSource({
        "/other, Upgrade: websocket, 404",
        "/other, Upgrade: h2c; websocket, 0",
        "/other, Sec-WebSocket-Version: 13, 404",
        "/other, Sec-WebSocket-Key1: x, 404",
        "/ws, X: y, 0",
        "/other, Accept: text/event-stream, 0"
    })
    void whatIsSomewhereElseOrSomethingElseIsNotAsked(String path, String header, int status) {
        assertThat(status(route(get(path, header)))).isEqualTo(status);
        assertThat(asked).isEmpty();
    }

    @Tag("SEC-27")
    @ParameterizedTest
    @CsvSource({"/ws, Upgrade: websocket", "/events, Accept: text/event-stream"})
    void foreignPagesAreRefusedBeforeTheApplicationIsAsked(String path, String header) {
        assertThat(status(route(get(path, header, "Origin: http://evil.test")))).isEqualTo(403);
        assertThat(asked).isEmpty();
    }

    @Tag("SEC-28")
    @Test
    void whereNoPolicyForHostsIsSetALoopbackAddressHasItsOwnNamesOnly() {
        Request request = Request.of(
                "GET", "/ws", Headers.empty().with("Host", "evil.test").with("Upgrade", "websocket"));
        assertThat(status(endpoint.route(request, "/ws", true))).isEqualTo(403);
        assertThat(endpoint.route(request, "/ws", false)).isInstanceOf(Route.ToWebSocket.class);
        Endpoint named = Endpoint.builder()
                .endpoint(endpoint)
                .hosts(HostPolicy.anyHost())
                .build();
        assertThat(named.route(request, "/ws", true)).isInstanceOf(Route.ToWebSocket.class);
    }

    @Test
    void partOfATreeIsComparedWithThatPartOfThePath() {
        Request request = get("/app/live/ws", "Upgrade: websocket");
        assertThat(status(route(request))).isEqualTo(404);
        assertThat(endpoint.route(request, "/ws", true)).isInstanceOf(Route.ToWebSocket.class);
    }

    @Tag("SEC-44")
    @Test
    void whatTheApplicationThrowsIsRefusedWithoutAWordAboutIt() {
        Endpoint throwing = Endpoint.builder()
                .listener(request -> {
                    throw new IllegalStateException("secret");
                })
                .events("/events", request -> {
                    throw new IllegalStateException("secret");
                })
                .build();
        Endpoint failing = Endpoint.builder()
                .decider(request -> CompletableFuture.failedFuture(new IllegalStateException("secret")))
                .build();
        Request webSocket = get("/", "Upgrade: websocket");
        Route thrown = throwing.route(webSocket, "/", true);
        Route stream = throwing.route(get("/events", "Accept: text/event-stream"), "/events", true);
        Decision late = ((Route.ToWebSocket) failing.route(webSocket, "/", true))
                .decision()
                .toCompletableFuture()
                .join();
        assertThat(status(thrown)).isEqualTo(500);
        assertThat(status(stream)).isEqualTo(500);
        Response response = ((Decision.Refuse) late).response();
        assertThat(response.status()).isEqualTo(500);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).doesNotContain("secret");
    }

    @Test
    void whileAServerStopsAnEventStreamIsEmptyAndTheRestIsRefused() {
        Response webSocket = endpoint.stopping(get("/ws", "Upgrade: websocket"), "/ws");
        Response stream = endpoint.stopping(get("/events", "Accept: text/event-stream"), "/events");
        assertThat(webSocket.status()).isEqualTo(503);
        assertThat(endpoint.stopping(get("/"), "/").status()).isEqualTo(503);
        assertThat(stream.status()).isEqualTo(200);
        assertThat(stream.headers().first("Content-Type")).isEqualTo("text/event-stream");
        assertThat(new String(stream.body(), StandardCharsets.UTF_8)).isEqualTo("retry: 5000\n");
    }

    @Test
    void whoIsOneTooManyIsToldTheLimit() {
        Response webSocket = endpoint.full(get("/ws", "Upgrade: websocket"), "/ws", 7);
        Response stream = endpoint.full(get("/events", "Accept: text/event-stream"), "/events", 7);
        assertThat(webSocket.status()).isEqualTo(503);
        assertThat(new String(webSocket.body(), StandardCharsets.UTF_8))
                .isEqualTo("The server has as many connections as it may: 7 (maxConnections)");
        assertThat(stream.status()).isEqualTo(200);
    }

    @Test
    void concernsIsWhatWouldBeTakenOver() {
        assertThat(endpoint.concerns(get("/ws", "Upgrade: websocket"), "/ws")).isTrue();
        assertThat(endpoint.concerns(get("/events", "Accept: text/event-stream"), "/events"))
                .isTrue();
        assertThat(endpoint.concerns(get("/ws"), "/ws")).isFalse();
        assertThat(endpoint.concerns(get("/other", "Upgrade: websocket"), "/other"))
                .isFalse();
    }

    @Test
    void pathBeginsWithASlash() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.builder().path("ws"))
                .withMessage("Path must begin with a slash: ws");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws?a", "/ws#a"})
    void pathIsNothingElse(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.builder().path(path))
                .withMessage("Path must have no query and no fragment: " + path);
    }
}
