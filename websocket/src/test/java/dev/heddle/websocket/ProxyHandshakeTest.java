package dev.heddle.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.ProxyUrl;
import dev.heddle.driver.State;
import dev.heddle.driver.WebSocketUrl;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProxyHandshakeTest {

    @Test
    void headersAreForAnHttpProxy() {
        ProxyHandshake handshake = handshake("http://proxy.example:3128");
        assertThat(handshake.driver().start()).isTrue();
        assertThat(output(handshake))
                .startsWith("CONNECT server.example:80 HTTP/1.1\r\n")
                .contains("\r\nX-Way: in\r\n");
        assertThat(output(handshake)).isEmpty();
        assertThat(handshake.failure()).isNull();
    }

    @Test
    void socksHasNoHeaders() {
        ProxyHandshake handshake = handshake("socks5://proxy.example:1080");
        assertThat(handshake.driver().start()).isTrue();
        assertThat(output(handshake)).isEqualTo("\u0005\u0001\u0000");
    }

    @Test
    void failureIsToldOnceAndNamesTheProxyWithoutItsSecret() {
        ProxyHandshake handshake = handshake("http://name:secret@proxy.example:3128");
        handshake.driver().start();
        handshake.driver().parse(StandardCharsets.US_ASCII.encode("HTTP/1.1 403 Forbidden\r\n\r\n"));
        assertThat(handshake.driver().state()).isEqualTo(State.CLOSED);
        assertThat(handshake.failure())
                .hasMessageStartingWith("Proxy http://proxy.example:3128")
                .hasMessageEndingWith(" (status 403)")
                .hasMessageNotContaining("secret");
        assertThat(handshake.failure()).isNull();
    }

    private static ProxyHandshake handshake(String proxy) {
        return new ProxyHandshake(
                WebSocketUrl.parse("ws://server.example/"), ProxyUrl.parse(proxy), new Builder().toOptions());
    }

    private static String output(ProxyHandshake handshake) {
        return StandardCharsets.ISO_8859_1.decode(handshake.output()).toString();
    }

    private static final class Builder extends ClientBuilder<Builder> {

        private Builder() {
            proxyHeader("X-Way", "in");
        }

        @Override
        protected Builder self() {
            return this;
        }
    }
}
