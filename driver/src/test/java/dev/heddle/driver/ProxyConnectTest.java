package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyConnectTest {

    @Tag("H1-021")
    @Test
    void serverIsNotTheOneForTheProxysCredentials() {
        DriverTester client = DriverTester.fresh(Role.CLIENT);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client.driver.setHeader("proxy-authorization", "Basic bmFtZTpzZWNyZXQ="))
                .withMessage("Header proxy-authorization is for a proxy, not for the server");
    }

    @Tag("H1-017")
    @Test
    void requestHasTheseBytes() {
        ProxyTester tester =
                ProxyTester.fresh("wss://www.example.com/socket?q", "http://username:password@proxy.example.com");
        assertThat(tester.proxy.setHeader("User-Agent", "java")).isTrue();
        assertThat(tester.proxy.start()).isTrue();
        assertThat(tester.sent()).isEqualTo("""
                        CONNECT www.example.com:443 HTTP/1.1\r
                        Host: www.example.com:443\r
                        Connection: keep-alive\r
                        Proxy-Connection: keep-alive\r
                        Proxy-Authorization: Basic dXNlcm5hbWU6cGFzc3dvcmQ=\r
                        User-Agent: java\r
                        \r
                        """);
        assertThat(tester.proxy.url()).isEqualTo("http://proxy.example.com");
    }

    @Tag("H1-017")
    @ParameterizedTest
    @CsvSource({
        "wss://h/, h:443",
        "ws://h, h:80",
        "ws://h:443/, h:443",
        "wss://h:80/p?q, h:80",
        "wss://h:8443/, h:8443",
        "wss://[::1]/, [::1]:443",
        "ws://[2001:db8::1]:8080/, [2001:db8::1]:8080",
        "ws://user:password@a_b.example/, a_b.example:80"
    })
    void targetHasThePortAndAnAddressItsBrackets(String server, String target) {
        ProxyTester tester = ProxyTester.fresh(server, ProxyTester.URL);
        tester.proxy.start();
        assertThat(tester.sent()).startsWith("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n");
    }

    @Test
    void requestIsSentOnceAndClosesTheHead() {
        ProxyTester tester = ProxyTester.fresh();
        assertThat(tester.proxy.state()).isEqualTo(State.BEGINNING);
        assertThat(tester.sent()).isEmpty();
        assertThat(tester.proxy.start()).isTrue();
        assertThat(tester.proxy.state()).isEqualTo(State.CONNECTING);
        assertThat(tester.sent()).endsWith("\r\n\r\n").doesNotContain("Proxy-Authorization");
        assertThat(tester.proxy.start()).isFalse();
        assertThat(tester.proxy.setHeader("X", "y")).isFalse();
        assertThat(tester.sent()).isEmpty();
        tester.expect();
    }

    @Test
    void ownProxyAuthorizationStandsInForTheUserInfo() {
        ProxyTester tester = ProxyTester.fresh("ws://h/", "http://user:password@proxy.example");
        tester.proxy.setHeader("proxy-authorization", "Bearer abc");
        tester.proxy.start();
        assertThat(tester.sent())
                .contains("\r\nproxy-authorization: Bearer abc\r\n")
                .doesNotContain("Basic");
    }

    @Test
    void firstHeaderOfANameCounts() {
        ProxyTester tester = ProxyTester.fresh();
        assertThat(tester.proxy.setHeader("X", "1")).isTrue();
        assertThat(tester.proxy.setHeader("x", "2")).isTrue();
        tester.proxy.start();
        assertThat(tester.sent()).endsWith("\r\nX: 1\r\n\r\n");
    }

    @Tag("H1-021")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "connection",
                "Proxy-Connection",
                "proxy-connection",
                "Content-Length",
                "Transfer-Encoding",
                "Upgrade",
                "Sec-WebSocket-Key",
                "Sec-WebSocket-Protocol",
                "Authorization",
                "AUTHORIZATION",
                "Cookie"
            })
    void headerThatIsNotForTheProxyIsRefused(String name) {
        ProxyTester tester = ProxyTester.fresh();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tester.proxy.setHeader(name, "x"))
                .withMessageContaining(name);
        tester.proxy.start();
        assertThat(tester.sent()).doesNotContain(": x\r\n");
    }

    @Tag("H1-021")
    @Test
    void neitherSideLearnsTheHeadersOfTheOther() {
        ProxyTester tester = ProxyTester.fresh(
                "ws://origin-user:origin-password@example.com/secret?token", "http://proxy-user:pw@proxy.example");
        tester.client.setHeader("Cookie", "session=1");
        tester.client.setHeader("Origin", "http://page.example");
        tester.proxy.setHeader("X-For-Proxy", "1");
        tester.proxy.start();
        assertThat(names(tester.sent()))
                .containsExactly("Host", "Connection", "Proxy-Connection", "Proxy-Authorization", "X-For-Proxy");
        assertThat(tester.sentToServer()).isEmpty();
        tester.feed(ProxyTester.CONNECTED);
        tester.client.start();
        String handshake = tester.sentToServer();
        assertThat(names(handshake))
                .containsExactly(
                        "Host",
                        "Upgrade",
                        "Connection",
                        "Sec-WebSocket-Key",
                        "Sec-WebSocket-Version",
                        "Authorization",
                        "Cookie",
                        "Origin");
        assertThat(handshake).contains("Authorization: " + BasicCredentials.of("origin-user:origin-password"));
        assertThat(tester.sent()).isEmpty();
    }

    @Tag("H1-021")
    @ParameterizedTest
    @ValueSource(ints = {401, 407})
    void refusalReleasesNoCredentials(int status) {
        ProxyTester tester = ProxyTester.fresh("ws://user:password@h/", "http://proxy.example");
        tester.proxy.start();
        assertThat(tester.sent()).doesNotContain("uthorization");
        tester.feed("HTTP/1.1 " + status + " x\r\nWWW-Authenticate: Basic\r\nProxy-Authenticate: Basic\r\n\r\n");
        assertThat(tester.sent()).isEmpty();
        assertThat(tester.sentToServer()).isEmpty();
        assertThat(tester.log()).hasSize(1);
    }

    @Tag("H1-018")
    @Tag("H1-019")
    @Tag("H1-020")
    @ParameterizedTest
    @ValueSource(strings = {"", "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n"})
    void bytesBehindTheAnswerAreTheServers(String field) {
        String answer = ProxyTester.CONNECTED.replace("Via:", field + "Via:");
        byte[] bytes = Wire.join(Wire.octets(answer + DriverTester.RESPONSE), Wire.bytes("810548656c6c6f"));
        for (int cut = 0; cut <= bytes.length; cut++) {
            DriverTester tester = DriverTester.fresh(Role.CLIENT);
            ProxyDriver proxy = throughOneConnection(tester);
            proxy.start();
            assertThat(tester.sent()).startsWith("CONNECT ").doesNotContain("GET ");
            tester.log();
            for (ByteBuffer part :
                    List.of(Memory.HEAP.copy(bytes, 0, cut), Memory.DIRECT.copy(bytes, cut, bytes.length))) {
                proxy.parse(part);
                tester.feed(part);
            }
            List<String> log = tester.log();
            assertThat(log).hasSize(3);
            assertThat(log.get(0)).startsWith("> " + Wire.hex("GET /chat HTTP/1.1\r\n"));
            assertThat(log.subList(1, 3)).containsExactly("open", "text 48656c6c6f");
        }
    }

    @Test
    void refusalIsTheEndOfTheClientToo() {
        DriverTester tester = DriverTester.fresh(Role.CLIENT);
        ProxyDriver proxy = throughOneConnection(tester);
        proxy.start();
        tester.log();
        ByteBuffer bytes = Wire.buffer("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nNo");
        proxy.parse(bytes);
        tester.feed(bytes);
        tester.expect("close 1006");
        assertThat(proxy.wantsClose()).isTrue();
    }

    @Test
    void openTunnelTakesNothing() {
        ProxyTester tester = ProxyTester.asked().feed(ProxyTester.CONNECTED);
        tester.expect("connect");
        ByteBuffer bytes = ByteBuffer.wrap(Wire.octets(ProxyTester.CONNECTED)).asReadOnlyBuffer();
        tester.proxy.parse(bytes);
        assertThat(bytes.position()).isZero();
        tester.proxy.end();
        assertThat(tester.proxy.start()).isFalse();
        assertThat(tester.proxy.setHeader("X", "y")).isFalse();
        tester.expect();
        assertThat(tester.proxy.state()).isEqualTo(State.OPEN);
        assertThat(tester.proxy.wantsClose()).isFalse();
    }

    @Test
    void bytesInFrontOfTheRequestAreAnError() {
        ProxyTester tester = ProxyTester.fresh();
        tester.proxy.parse(ByteBuffer.allocate(0));
        tester.expect();
        tester.feed(ProxyTester.CONNECTED);
        tester.expectFailure("The proxy answered before it was asked");
        assertThat(tester.proxy.start()).isFalse();
        assertThat(tester.sent()).isEmpty();
    }

    @Test
    void endInFrontOfTheRequestIsAnError() {
        ProxyTester tester = ProxyTester.fresh();
        tester.proxy.end();
        tester.proxy.end();
        tester.expectFailure("The connection ended");
        assertThat(tester.proxy.start()).isFalse();
    }

    @Test
    void serversUrlShowsNoUserInfo() {
        ProxyTester tester = ProxyTester.fresh("wss://user:secret@h:444/p", ProxyTester.URL);
        tester.proxy.start();
        tester.feed("HTTP/1.1 502 Bad Gateway\r\n\r\n");
        tester.expect("error 1006 Can't establish a connection to the server at wss://h:444/p");
    }

    private static ProxyDriver throughOneConnection(DriverTester tester) {
        return tester.asClient().proxy(ProxyTester.URL, tester.output, driver -> new ProxyListener() {
            @Override
            public void onConnect() {
                tester.driver.start();
            }

            @Override
            public void onError(ProtocolError error) {
                tester.driver.end();
            }
        });
    }

    /** Returns the names of a head's fields. */
    private static List<String> names(String head) {
        return head.lines()
                .skip(1)
                .filter(line -> !line.isEmpty())
                .map(line -> line.substring(0, line.indexOf(':')))
                .toList();
    }
}
