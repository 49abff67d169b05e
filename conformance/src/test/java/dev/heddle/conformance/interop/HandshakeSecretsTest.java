package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.heddle.driver.ClientDriver;
import dev.heddle.driver.Driver;
import dev.heddle.driver.DriverListener;
import dev.heddle.driver.DriverOptions;
import dev.heddle.driver.Headers;
import dev.heddle.driver.OutputQueue;
import dev.heddle.driver.ProtocolError;
import dev.heddle.driver.ProxyDriver;
import dev.heddle.driver.ProxyListener;
import dev.heddle.websocket.HandshakeException;
import dev.heddle.websocket.WebSocketClient;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a handshake that fails says holds none of the secrets that were in it. */
@Tag("API-012")
class HandshakeSecretsTest {

    private static final Headers SECRETS =
            Headers.empty().with("Cookie", "id=secret-cookie").with("X-Token", "secret-header");

    private static final String FIELDS = "WWW-Authenticate: Bearer\r\nSet-Cookie: secret-set\r\n";

    private final Recorder events = new Recorder();

    @ParameterizedTest
    @EnumSource
    void aRefusalTellsStatusHeadersAndBody(Sec42RedirectTest.Client kind) throws Exception {
        try (RedirectingServer server = RedirectingServer.start();
                WebSocketClient client = kind.with(0)) {
            String body = "5\r\nLog i\r\n2\r\nn!\r\n0\r\n\r\n";
            server.answer("/a", "401 Unauthorized\r\n" + FIELDS + "Transfer-Encoding: chunked\r\n\r\n" + body);
            HandshakeException refused = (HandshakeException) failure(client, secretUrl(server.authority()));
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().first("WWW-Authenticate")).isEqualTo("Bearer");
            assertThat(new String(refused.body(), StandardCharsets.US_ASCII)).isEqualTo("Log in!");
            assertThat(refused)
                    .hasMessage(
                            "Error during WebSocket handshake: Unexpected response code: 401 from " + server.url("/a"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRedirectTellsNothingOfItsLocation(Sec42RedirectTest.Client kind) throws Exception {
        try (RedirectingServer server = RedirectingServer.start();
                WebSocketClient client = kind.with(5)) {
            server.redirect("/a", 302, "/b?token=secret-location");
            server.redirect("/b", 302, "ftp://secret-user:secret-password@secret-host/secret-path");
            assertThat(failure(client, secretUrl(server.authority()))).hasMessageContaining(server.url("/b") + ",");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFailureOfTlsTellsOnlyTheUrl(Sec42RedirectTest.Client kind) throws Exception {
        try (RedirectingServer server = RedirectingServer.startTls();
                WebSocketClient client = kind.with(0, SSLContext.getDefault())) {
            assertThat(failure(client, secretUrl(server.authority()).replace("ws:", "wss:")))
                    .hasMessageContaining("Network error: " + server.url("/a"));
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aFailureOfAProxyTellsOnlyTheUrl() {
        ClientDriver driver = Driver.client(
                secretUrl("example.com"), DriverOptions.defaults(), new OutputQueue(), made -> new DriverListener() {});
        List<String> told = new ArrayList<>();
        ProxyDriver proxy = driver.proxy(
                "http://secret-user:secret-password@proxy.example/", new OutputQueue(), made -> new ProxyListener() {

                    @Override
                    public void onConnect() {}

                    @Override
                    public void onError(ProtocolError error) {
                        told.add(error.toString());
                    }
                });
        proxy.start();
        proxy.parse(ByteBuffer.wrap("HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=secret\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII)));
        assertThat(told).containsExactly("Can't establish a connection to the server at ws://example.com/a");
    }

    private static String secretUrl(String authority) {
        return "ws://user:secret-password@" + authority + "/a?token=secret-query";
    }

    /** Opens a WebSocket that fails; nothing that is told holds a secret, with all causes. */
    private Throwable failure(WebSocketClient client, String url) throws InterruptedException {
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(client.connect(url, SECRETS, events)::join)
                .satisfies(HandshakeSecretsTest::assertKeepsSecrets);
        assertKeepsSecrets(events.errors().get(0));
        assertThat(events.close().toString()).doesNotContain("secret");
        return events.errors().get(0);
    }

    private static void assertKeepsSecrets(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString().replace("HandshakeSecretsTest", "")).doesNotContain("secret");
    }
}
