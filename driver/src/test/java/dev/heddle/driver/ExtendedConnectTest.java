package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The handshake over HTTP/2, both sides. Source: RFC 8441 §4, §5. */
class ExtendedConnectTest {

    private static final Headers FIELDS =
            Headers.empty().with("host", "example.com").with("sec-websocket-version", "13");

    private final OutputQueue output = new OutputQueue();
    private final List<String> events = new ArrayList<>();
    private final List<String> responses = new ArrayList<>();

    private final DriverListener listener = new DriverListener() {

        @Override
        public void onOpen() {
            events.add("open");
        }

        @Override
        public void onText(ByteBuffer data, boolean last) {
            events.add(StandardCharsets.UTF_8.decode(data).toString());
        }

        @Override
        public void onError(ProtocolError error) {
            events.add(error.message());
        }

        @Override
        public void onClose(int code, String reason) {
            events.add("close " + code);
        }
    };

    // The server's side

    @Tag("H2-004")
    @Tag("H2-006")
    @Test
    void acceptanceIs200WithoutTheFieldsOfAnUpgrade() {
        ServerDriver driver = server(
                Request.extendedConnect(
                        "websocket", "/chat", FIELDS.with("sec-websocket-protocol", "soap, chat"), true),
                DriverTester.options().protocols(List.of("chat")));
        assertThat(driver.setHeader("Set-Cookie", "a=1")).isTrue();
        assertThat(start(driver)).isTrue();
        assertThat(responses).containsExactly("200 Set-Cookie: a=1, Sec-WebSocket-Protocol: chat");
        assertThat(driver.state()).isEqualTo(State.OPEN);
        assertThat(driver.url()).isEqualTo("wss://example.com/chat");
        assertThat(written()).isEmpty();
        driver.text("Hello");
        assertThat(written()).isEqualTo("810548656c6c6f");
    }

    @Tag("H2-004")
    @Test
    void keyIsIgnored() {
        ServerDriver driver = server(connect(FIELDS.with("sec-websocket-key", "not a key")), DriverTester.options());
        assertThat(start(driver)).isTrue();
        assertThat(responses).containsExactly("200 ");
    }

    @Tag("H2-004")
    @ParameterizedTest
    @ValueSource(strings = {"connection", "Upgrade", "keep-alive", "proxy-connection", "transfer-encoding"})
    void fieldOfAConnectionIsMalformed(String name) {
        ServerDriver driver = server(connect(FIELDS.with(name, "websocket")), DriverTester.options());
        assertThat(start(driver)).isFalse();
        assertThat(responses)
                .containsExactly(
                        "400 Content-Type: text/plain: Malformed HTTP/2 head: it must not have the header " + name);
        assertThat(driver.wantsClose()).isTrue();
    }

    @Tag("H2-004")
    @Test
    void anotherVersionIsRefusedWithTheOneThatIsSpoken() {
        Headers fields = Headers.empty().with("host", "example.com").with("sec-websocket-version", "8");
        assertThat(start(server(connect(fields), DriverTester.options()))).isFalse();
        assertThat(responses)
                .containsExactly(
                        "400 Content-Type: text/plain, Sec-WebSocket-Version: 13: Unsupported WebSocket version: 8");
    }

    @Test
    void aRequestWithoutAVersionIsNoDraft() {
        Request request = connect(Headers.empty().with("host", "example.com"));
        assertThat(start(server(request, DriverTester.options().allowDrafts(true))))
                .isFalse();
        assertThat(responses).singleElement().asString().startsWith("400 ");
    }

    @Tag("H2-009")
    @Test
    void unknownProtocolIsRefusedWith501() {
        Request request = Request.extendedConnect("foo", "/", FIELDS, true);
        assertThat(start(server(request, DriverTester.options()))).isFalse();
        assertThat(responses)
                .containsExactly("501 Content-Type: text/plain: Unknown protocol in extended CONNECT: \"foo\"");
    }

    @Test
    void aGetOverHttp2IsNoWebSocketWhateverItsFieldsSay() {
        Headers fields = FIELDS.with("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
        Request request = new Request("GET", "/", "HTTP/2", fields, true);
        assertThat(request.isWebSocket()).isFalse();
        assertThat(start(server(request, DriverTester.options()))).isFalse();
        assertThat(responses).containsExactly("400 Content-Type: text/plain: Not a WebSocket request");
    }

    @Test
    void responseCanOnlyBeTakenAsValues() {
        ServerDriver driver = server(connect(FIELDS), DriverTester.options());
        assertThatIllegalStateException().isThrownBy(driver::start).withMessageContaining("ResponseSink");
        assertThatIllegalStateException().isThrownBy(() -> driver.refuse(Response.text(403, "No")));
        assertThat(start(driver)).isTrue();
        assertThat(driver.start()).isFalse();
    }

    @Test
    void whoFailsBeforeItIsAskedWritesNothing() {
        ServerDriver driver = server(connect(FIELDS), DriverTester.options());
        assertThat(driver.fail(1011, "")).isTrue();
        assertThat(written()).isEmpty();
        assertThat(driver.wantsClose()).isTrue();
    }

    @Tag("H2-007")
    @Test
    void clientMasksHereToo() {
        ServerDriver driver = server(connect(FIELDS), DriverTester.options());
        start(driver);
        driver.parse(ByteBuffer.wrap(HexFormat.of().parseHex("810548656c6c6f")));
        assertThat(events).contains("open", "Received unmasked frame but masking is required", "close 1002");
    }

    // The client's side

    @Tag("H2-003")
    @Tag("H2-004")
    @Tag("H2-005")
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void requestIsAnExtendedConnect(boolean secure) {
        ClientDriver driver = Driver.client(
                (secure ? "wss" : "ws") + "://user:pass@example.com:8443/chat?a=b",
                DriverTester.options().protocols(List.of("soap", "chat")).build(),
                output,
                made -> listener);
        driver.setHeader("X-Custom", "1");
        driver.setHeader("Keep-Alive", "5");
        assertThat(driver.start(request -> {
                    assertThat(request)
                            .extracting(Request::method, Request::protocol, Request::target, Request::secure)
                            .containsExactly("CONNECT", "websocket", "/chat?a=b", secure);
                    assertThat(text(request.headers()))
                            .isEqualTo(
                                    "Host: example.com:8443, Sec-WebSocket-Version: 13, Sec-WebSocket-Protocol: soap,"
                                            + " chat, Authorization: Basic dXNlcjpwYXNz, X-Custom: 1");
                    events.add("request");
                }))
                .isTrue();
        assertThat(events).containsExactly("request");
        assertThat(written()).isEmpty();
        assertThat(driver.state()).isEqualTo(State.CONNECTING);
        assertThat(driver.start()).isFalse();
    }

    @Tag("H2-006")
    @ParameterizedTest
    @ValueSource(ints = {200, 204, 299})
    void eachStatusOf2xxOpens(int status) {
        ClientDriver driver = client();
        // What came early waits for the response.
        driver.parse(ByteBuffer.wrap(HexFormat.of().parseHex("810548656c6c6f")));
        assertThat(events).isEmpty();
        driver.respond(status, Headers.empty());
        assertThat(events).containsExactly("open", "Hello");
        assertThat(driver.statusCode()).isEqualTo(status);
        driver.text("Hello");
        assertThat(written()).as("masked").startsWith("8185");
    }

    @Tag("H2-006")
    @ParameterizedTest
    @ValueSource(ints = {101, 199, 300, 403, 500})
    void everyOtherStatusFails(int status) {
        ClientDriver driver = client();
        driver.respond(status, Headers.empty().with("retry-after", "5"));
        assertThat(events)
                .containsExactly("Error during WebSocket handshake: Unexpected response code: " + status, "close 1002");
        assertThat(driver.headers().first("Retry-After")).isEqualTo("5");
        assertThat(driver.wantsClose()).isTrue();
        driver.respond(200, Headers.empty());
        assertThat(events).hasSize(2);
    }

    @Test
    void subprotocolThatWasNotAskedForFails() {
        client().respond(200, Headers.empty().with("sec-websocket-protocol", "other"));
        assertThat(events).contains("Error during WebSocket handshake: Sec-WebSocket-Protocol mismatch");
    }

    @Test
    void responseThatIsNotWaitedForMeansNothing() {
        ClientDriver driver =
                Driver.client("ws://example.com", DriverTester.options().build(), output, made -> listener);
        driver.respond(200, Headers.empty());
        driver.start();
        driver.respond(200, Headers.empty());
        assertThat(driver.state()).isEqualTo(State.CONNECTING);
        assertThat(events).isEmpty();
    }

    private ClientDriver client() {
        ClientDriver driver =
                Driver.client("ws://example.com", DriverTester.options().build(), output, made -> listener);
        driver.start(request -> {});
        return driver;
    }

    private ServerDriver server(Request request, DriverOptions.Builder options) {
        return Driver.http(request, options.build(), output, made -> listener);
    }

    private static Request connect(Headers fields) {
        return Request.extendedConnect("websocket", "/", fields, false);
    }

    private boolean start(ServerDriver driver) {
        return driver.start((status, headers, body) -> responses.add(status + " " + text(headers)
                + (body.length == 0 ? "" : ": " + new String(body, StandardCharsets.UTF_8))));
    }

    private static String text(Headers headers) {
        return String.join(
                ", ",
                headers.fields().stream()
                        .map(field -> field.name() + ": " + field.value())
                        .toList());
    }

    private String written() {
        ByteBuffer all = ByteBuffer.allocate(1024);
        output.transmit(all);
        return HexFormat.of().formatHex(all.array(), 0, all.position());
    }
}
