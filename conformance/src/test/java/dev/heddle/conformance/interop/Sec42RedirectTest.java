package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.heddle.driver.Headers;
import dev.heddle.netty.NettyClient;
import dev.heddle.socket.SocketClient;
import dev.heddle.websocket.ClientBuilder;
import dev.heddle.websocket.HandshakeException;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketClient;
import dev.heddle.websocket.WebSocketOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Redirects of every kind, what each server saw of them, and what the application hears. */
@Tag("SEC-42")
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Sec42RedirectTest {

    private static final String ENOUGH = ", a redirect that is not followed: ";

    /** The clients that there are. */
    enum Client {
        NETTY {
            @Override
            WebSocketClient with(int redirects, SSLContext trust) {
                return set(NettyClient.builder().threads(1), redirects, trust).build();
            }
        },
        SOCKET {
            @Override
            WebSocketClient with(int redirects, SSLContext trust) {
                return set(SocketClient.builder(), redirects, trust).build();
            }
        };

        abstract WebSocketClient with(int redirects, SSLContext trust);

        WebSocketClient with(int redirects) throws Exception {
            return with(redirects, Certificates.trusting());
        }

        private static <B extends ClientBuilder<B>> B set(B builder, int redirects, SSLContext trust) {
            // No time limit: what waits for nothing is done at once, or never.
            return builder.followRedirects(redirects)
                    .options(WebSocketOptions.builder()
                            .handshakeTimeout(Duration.ZERO)
                            .build())
                    .tls(trust)
                    .header("Authorization", "Bearer builder-secret")
                    .header("X-Kept", "kept");
        }
    }

    private final Recorder events = new Recorder();

    @ParameterizedTest
    @CsvSource({
        "NETTY, 301", "NETTY, 302", "NETTY, 303", "NETTY, 307", "NETTY, 308",
        "SOCKET, 301", "SOCKET, 302", "SOCKET, 303", "SOCKET, 307", "SOCKET, 308"
    })
    void anotherPathOfTheOriginGetsEverything(Client kind, int status) throws Exception {
        try (RedirectingServer server = RedirectingServer.start();
                WebSocketClient client = kind.with(5)) {
            server.redirect("/a", status, server.url("/end?x"));
            WebSocket socket = client.connect(server.url("/a"), Headers.empty().with("Cookie", "cookie-secret"), events)
                    .join();
            assertThat(socket.url()).isEqualTo(server.url("/end?x"));
            assertThat(events.socket()).isSameAs(socket);
            assertThat(events.errors()).isEmpty();
            assertThat(server.requests()).hasSize(2).allSatisfy(request -> assertThat(request)
                    .contains("\r\nAuthorization: Bearer builder-secret\r\n", "\r\nCookie: cookie-secret\r\n")
                    .contains("\r\nX-Kept: kept\r\n"));
            assertThat(server.requests().get(1)).startsWith("GET /end?x HTTP/1.1\r\n");
            assertThat(socket.close()).isTrue();
        }
        assertThat(events.close()).isNotNull();
        assertThat(events.closes()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void bodyOfARedirectIsNotWaitedFor(Client kind) throws Exception {
        try (RedirectingServer server = RedirectingServer.start();
                WebSocketClient client = kind.with(1)) {
            String elsewhere = "302 Elsewhere\r\nLocation: /%s\r\n" + RedirectingServer.LACKING;
            server.answer("/a", elsewhere.formatted("end"));
            assertThat(client.connect(server.url("/a"), events).join().url()).isEqualTo(server.url("/end"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anotherOriginGetsNoCredentials(Client kind) throws Exception {
        try (RedirectingServer first = RedirectingServer.start();
                RedirectingServer second = RedirectingServer.start();
                WebSocketClient client = kind.with(5)) {
            first.redirect("/a", 302, second.url("/b"));
            second.redirect("/b", 302, first.url("/end"));
            Headers own = Headers.empty().with("Cookie", "secret");
            client.connect(first.url("/a"), own, events).join();
            assertThat(first.requests().get(0)).contains("Authorization: Bearer", "Cookie: ", "X-Kept: ");
            // Not even where the way leads back: who sent it there could choose the path.
            assertThat(List.of(second.requests().get(0), first.requests().get(1)))
                    .allSatisfy(request -> assertThat(request)
                            .contains("\r\nX-Kept: kept\r\n")
                            .doesNotContain("uthorization")
                            .doesNotContain("Cookie"));
            assertThat(second.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void userInfoOfTheUrlStaysWithItsOrigin(Client kind) throws Exception {
        SSLContext trust = Certificates.trusting();
        try (RedirectingServer first = RedirectingServer.start();
                RedirectingServer second = RedirectingServer.start();
                WebSocketClient client = kind == Client.NETTY
                        ? NettyClient.builder()
                                .threads(1)
                                .followRedirects(5)
                                .tls(trust)
                                .build()
                        : SocketClient.builder().followRedirects(5).tls(trust).build()) {
            first.redirect("/a", 302, "b").redirect("/b", 302, second.url("/end"));
            client.connect("ws://user:pass@" + first.authority() + "/a", events).join();
            assertThat(first.requests()).hasSize(2).allMatch(request -> request.contains("Authorization: Basic "));
            assertThat(second.requests()).singleElement().asString().doesNotContain("Authorization");
        }
    }

    @ParameterizedTest
    @CsvSource({"NETTY, wss", "NETTY, https", "SOCKET, wss", "SOCKET, https"})
    void theWayUpToTlsIsFollowed(Client kind, String scheme) throws Exception {
        try (RedirectingServer plain = RedirectingServer.start();
                RedirectingServer tls = RedirectingServer.startTls();
                WebSocketClient client = kind.with(5)) {
            plain.redirect("/a", 301, scheme + "://" + tls.authority() + "/end");
            assertThat(client.connect(plain.url("/a"), events).join().url()).isEqualTo(tls.url("/end"));
            assertThat(tls.requests()).singleElement().asString().doesNotContain("Authorization");
        }
    }

    @ParameterizedTest
    @CsvSource({"NETTY, ws", "NETTY, http", "SOCKET, ws", "SOCKET, http"})
    void theWayDownFromTlsIsNot(Client kind, String scheme) throws Exception {
        try (RedirectingServer plain = RedirectingServer.start();
                RedirectingServer tls = RedirectingServer.startTls();
                WebSocketClient client = kind.with(5)) {
            tls.redirect("/a", 301, scheme + "://" + plain.authority() + "/end");
            assertFails(client, tls.url("/a"), 301, ENOUGH + "its Location must not leave wss:");
            assertThat(plain.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRelativeLocationIsResolved(Client kind) throws Exception {
        try (RedirectingServer server = RedirectingServer.start();
                WebSocketClient client = kind.with(5)) {
            server.redirect("/a/b", 307, "../c/./d#here").redirect("/c/d", 308, "//" + server.authority() + "/end");
            assertThat(client.connect(server.url("/a/b"), events).join().url()).isEqualTo(server.url("/end"));
        }
    }

    @ParameterizedTest
    @CsvSource({"NETTY, 1", "NETTY, 5", "SOCKET, 1", "SOCKET, 5"})
    void aLoopEndsAtTheLimit(Client kind, int most) throws Exception {
        try (RedirectingServer server = RedirectingServer.start();
                WebSocketClient client = kind.with(most)) {
            server.redirect("/a", 302, "/a");
            assertFails(
                    client,
                    server.url("/a"),
                    302,
                    ENOUGH + "there were " + most + " before it (followRedirects is " + most + ")");
            assertThat(server.requests()).hasSize(most + 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aChainAsLongAsTheLimitIsFollowed(Client kind) throws Exception {
        try (RedirectingServer server = RedirectingServer.start();
                WebSocketClient client = kind.with(5)) {
            for (int i = 1; i < 5; i++) {
                server.redirect("/" + i, 302, "/" + (i + 1));
            }
            server.redirect("/5", 302, "/end");
            assertThat(client.connect(server.url("/1"), events).join().url()).isEqualTo(server.url("/end"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NETTY, '', there must be one Location header",
        "SOCKET, '', there must be one Location header",
        "NETTY, Location: ws://%, its Location is not a valid URL",
        "SOCKET, Location: ws://%, its Location is not a valid URL",
        "NETTY, Location: ws://user:secret@127.0.0.1/, its Location must have no user info",
        "SOCKET, Location: ws://user:secret@127.0.0.1/, its Location must have no user info"
    })
    void aBadLocationIsAFailure(Client kind, String field, String why) throws Exception {
        try (RedirectingServer server = RedirectingServer.start();
                WebSocketClient client = kind.with(5)) {
            server.answer("/a", "302 Found\r\nContent-Length: 0\r\n" + field + (field.isEmpty() ? "\r\n" : "\r\n\r\n"));
            assertFails(client, server.url("/a"), 302, ENOUGH + why);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"NETTY, 300", "NETTY, 304", "SOCKET, 300", "SOCKET, 304"})
    void otherStatusesAreNoRedirects(Client kind, int status) throws Exception {
        try (RedirectingServer server = RedirectingServer.start();
                WebSocketClient client = kind.with(5)) {
            server.redirect("/a", status, "/end");
            assertFails(client, server.url("/a"), status, "Unexpected response code: " + status);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("WS-019")
    void withoutTheOptionNothingIsFollowed(Client kind) throws Exception {
        try (RedirectingServer server = RedirectingServer.start();
                WebSocketClient client = kind.with(0)) {
            server.redirect("/a", 302, "/end");
            assertFails(client, server.url("/a"), 302, "Unexpected response code: 302 from " + server.url("/a"));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoGivesUpOnALaterHopEndsIt(Client kind) throws Exception {
        try (RedirectingServer first = RedirectingServer.start();
                RedirectingServer mute = RedirectingServer.start();
                WebSocketClient client = kind.with(5)) {
            first.redirect("/a", 302, mute.url("/mute"));
            mute.answer("/mute", "");
            CompletableFuture<WebSocket> opening = client.connect(first.url("/a"), events);
            mute.awaitRequest();
            assertThat(opening.cancel(false)).isTrue();
            assertThatExceptionOfType(CancellationException.class).isThrownBy(opening::join);
            assertThat(events.close().code()).isEqualTo(1006);
            assertThat(events.errors())
                    .singleElement()
                    .asString()
                    .contains("closed before the connection was established");
            assertThat(events.wasOpen()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anUnreachableTargetIsToldAsSuch(Client kind) throws Exception {
        RedirectingServer gone = RedirectingServer.start();
        gone.close();
        try (RedirectingServer server = RedirectingServer.start();
                WebSocketClient client = kind.with(5)) {
            server.redirect("/a", 302, gone.url("/b"));
            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(client.connect(server.url("/a"), events)::join)
                    .withMessageContaining("Network error: " + gone.url("/b"));
            assertThat(events.close().code()).isEqualTo(1006);
            assertThat(events.errors()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"NETTY, -1", "NETTY, 6", "SOCKET, -1", "SOCKET, 6"})
    void theLimitHasARange(Client kind, int most) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> kind.with(most))
                .withMessage("followRedirects must be 0 to 5, not " + most);
    }

    /** The future and the listener are told the same, once, and it is about the last attempt. */
    private void assertFails(WebSocketClient client, String url, int status, String message) throws Exception {
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(client.connect(url, events)::join)
                .satisfies(thrown ->
                        assertThat(thrown.getCause()).isSameAs(events.errors().get(0)));
        assertThat(events.errors()).singleElement().isInstanceOfSatisfying(HandshakeException.class, refused -> {
            assertThat(refused.statusCode()).isEqualTo(status);
            assertThat(refused)
                    .hasMessageContaining(message)
                    .hasMessageNotContaining("secret")
                    .hasMessageContaining("Unexpected response code: " + status + " from ");
        });
        assertThat(events.close().cause()).isSameAs(events.errors().get(0));
        assertThat(events.closes()).hasSize(1);
        assertThat(events.wasOpen()).isFalse();
    }
}
