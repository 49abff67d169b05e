package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No text of the application's becomes a line of a head that it did not ask for. */
@Tag("SEC-26")
@Tag("H1-022")
class Sec26HeaderInjectionTest {

    /** What would end a line, and what becomes that where a character is cut to a byte: U+010A to 0A, U+0D0A to 0A. */
    private static final List<String> EVIL = Stream.concat(
                    Stream.of("\r\n", "\r\nX: y", "\u010a", "\u0d0a", "\u010d", "\u2028"),
                    // TAB may stand in a value.
                    IntStream.range(0, 128)
                            .filter(c -> Character.isISOControl(c) && c != '\t')
                            .mapToObj(Character::toString))
            .toList();

    private record Slot(String name, Consumer<String> use) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Slot slot(String name, Consumer<String> use) {
        return new Slot(name, use);
    }

    static Stream<Arguments> slots() {
        DriverTester server = DriverTester.fresh(Role.SERVER).feed(DriverTester.REQUEST);
        DriverTester client = DriverTester.fresh(Role.CLIENT);
        ProxyTester proxy = ProxyTester.fresh();
        Stream<Slot> slots = Stream.of(
                slot("server's header name", evil -> server.driver.setHeader("X" + evil, "v")),
                slot("server's header value", evil -> server.driver.setHeader("X", "v" + evil)),
                slot("server's header value in front", evil -> server.driver.setHeader("X", evil + "v")),
                slot("client's header name", evil -> client.driver.setHeader("X" + evil, "v")),
                slot("client's header value", evil -> client.driver.setHeader("X", "v" + evil + "w")),
                slot("repeated header's value", evil -> {
                    client.driver.setHeader("Y", "v");
                    client.driver.setHeader("Y", evil);
                }),
                slot("subprotocol", evil -> DriverOptions.builder().protocols(List.of("a" + evil))),
                slot("URL's scheme", evil -> client("ws" + evil + "://h/")),
                slot("URL's user", evil -> client("ws://u" + evil + ":p@h/")),
                slot("URL's password", evil -> client("ws://u:p" + evil + "@h/")),
                slot("URL's host", evil -> client("ws://h" + evil + "/")),
                slot("URL's address", evil -> client("ws://[::1" + evil + "]/")),
                slot("URL's port", evil -> client("ws://h:8" + evil + "0/")),
                slot("URL's path", evil -> client("ws://h/p" + evil)),
                slot("URL's query", evil -> client("ws://h/p?q" + evil)),
                slot("proxy's header name", evil -> proxy.proxy.setHeader("X" + evil, "v")),
                slot("proxy's header value", evil -> proxy.proxy.setHeader("X", "v" + evil)),
                slot("proxy's credentials", evil -> proxy.proxy.setHeader("Proxy-Authorization", "Basic " + evil)),
                slot("proxy URL's scheme", evil -> proxy("http" + evil + "://h/")),
                slot("proxy URL's user", evil -> proxy("http://u" + evil + ":p@h/")),
                slot("proxy URL's password", evil -> proxy("http://u:p" + evil + "@h/")),
                slot("proxy URL's host", evil -> proxy("http://h" + evil + "/")),
                slot("proxy URL's address", evil -> proxy("http://[::1" + evil + "]/")),
                slot("proxy URL's port", evil -> proxy("http://h:8" + evil + "0/")),
                slot("proxy URL's path", evil -> proxy("http://h/" + evil)),
                slot(
                        "host that a proxy is asked for",
                        evil -> ProxyTester.fresh("ws://h" + evil + "/", ProxyTester.URL)),
                slot("refusal's header name", evil -> Response.text(400, "No").with("X" + evil, "v")),
                slot("refusal's header value", evil -> Response.text(400, "No").with("X", "v" + evil)),
                slot("field's name", evil -> new Headers.Field("X" + evil, "v")),
                slot("field's value", evil -> new Headers.Field("X", "v" + evil)));
        return slots.flatMap(slot -> EVIL.stream().map(evil -> Arguments.of(slot, evil)));
    }

    @ParameterizedTest
    @MethodSource("slots")
    void controlsAreRefusedBeforeAByteIsWritten(Slot slot, String evil) {
        assertThatIllegalArgumentException().isThrownBy(() -> slot.use().accept(evil));
    }

    @Test
    void refusedHeaderLeavesTheHandshakeAsItWas() {
        DriverTester tester = DriverTester.fresh(Role.CLIENT);
        for (String evil : EVIL) {
            assertThatIllegalArgumentException().isThrownBy(() -> tester.driver.setHeader("X", evil));
        }
        assertThat(tester.sent()).isEmpty();
        tester.driver.start();
        assertThat(tester.sent()).doesNotContain("X:");
    }

    @Test
    void refusedHeaderLeavesTheProxysRequestAsItWas() {
        ProxyTester tester = ProxyTester.fresh();
        for (String evil : EVIL) {
            assertThatIllegalArgumentException().isThrownBy(() -> tester.proxy.setHeader("X", evil));
        }
        assertThat(tester.sent()).isEmpty();
        tester.proxy.start();
        assertThat(tester.sent()).doesNotContain("X:");
    }

    /** They would end in Base64, where they break no line, but RFC 7617 §2 has no place for them. */
    @Test
    void escapedControlsOfUserInfoAreRefused() {
        for (String escape : List.of("%00", "%0a", "%0D", "%0d%0aX:%20y", "%09", "%1f", "%7F")) {
            for (String userInfo : List.of("u" + escape, "u" + escape + ":p", "u:" + escape, "u:p" + escape + "q")) {
                assertThatIllegalArgumentException().isThrownBy(() -> client("ws://" + userInfo + "@h/"));
                assertThatIllegalArgumentException().isThrownBy(() -> proxy("http://" + userInfo + "@h/"));
            }
        }
    }

    @Test
    void nameThatTheHandshakeSetsIsRefused() {
        for (Role role : Role.values()) {
            DriverTester tester = DriverTester.fresh(role);
            for (String name : List.of(
                    "Host",
                    "upgrade",
                    "CONNECTION",
                    "Content-Length",
                    "Transfer-Encoding",
                    "Sec-WebSocket-Key",
                    "Sec-WebSocket-Version",
                    "Sec-WebSocket-Accept",
                    "Sec-WebSocket-Protocol",
                    "sec-websocket-extensions")) {
                assertThatIllegalArgumentException().isThrownBy(() -> tester.driver.setHeader(name, "x"));
            }
        }
    }

    @Test
    void peersHeaderComesBackInNoHead() {
        DriverTester tester = DriverTester.fresh(Role.SERVER);
        tester.driver.start();
        tester.feed(DriverTester.REQUEST.replace(": 13", ": \u00e9<script>"));
        String head = tester.sent().substring(0, tester.sent().indexOf("\r\n\r\n"));
        assertThat(head).doesNotContain("script");
    }

    private static void client(String url) {
        DriverTester.client(url, DriverTester.options());
    }

    private static void proxy(String url) {
        ProxyTester.fresh("ws://h/", url);
    }
}
