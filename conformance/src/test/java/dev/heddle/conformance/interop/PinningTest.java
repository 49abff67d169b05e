package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.examples.Pinning;
import dev.heddle.netty.NettyClient;
import dev.heddle.netty.NettyServer;
import dev.heddle.socket.SocketClient;
import dev.heddle.websocket.ReadyState;
import dev.heddle.websocket.WebSocketClient;
import dev.heddle.websocket.WebSocketListener;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.X509Bundle;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The example of pinning, on both clients: a pin is asked for on top of the certificate and the name. */
class PinningTest {

    private static final WebSocketListener LISTENER = new WebSocketListener() {};

    static Stream<Function<SSLContext, WebSocketClient>> clients() {
        return Stream.of(
                tls -> NettyClient.builder().tls(tls).build(),
                tls -> SocketClient.builder().tls(tls).build());
    }

    @ParameterizedTest
    @MethodSource("clients")
    void onlyTheServerWithThePinnedKeyIsSpokenTo(Function<SSLContext, WebSocketClient> newClient) throws Exception {
        X509Bundle bundle =
                Certificates.server("loopback").addSanIpAddress("127.0.0.1").buildIssuedBy(Certificates.authority());
        try (NettyServer server = NettyServer.builder()
                .port(0)
                .tls(SslContextBuilder.forServer(bundle.toKeyManagerFactory()).build())
                .start()) {
            String pin = Pinning.pinOf(bundle.getCertificate());
            String url = "wss://127.0.0.1:" + server.port() + "/";
            try (WebSocketClient client = newClient.apply(Pinning.context(trusted(), Set.of("another", pin)))) {
                assertThat(client.connect(url, LISTENER).join().readyState()).isEqualTo(ReadyState.OPEN);
                // The key is right, the name is not.
                assertThatThrownBy(client.connect(url.replace("127.0.0.1", "localhost"), LISTENER)::join)
                        .hasRootCauseInstanceOf(CertificateException.class);
            }
            try (WebSocketClient client = newClient.apply(Pinning.context(trusted(), Set.of("another")))) {
                assertThatThrownBy(client.connect(url, LISTENER)::join)
                        .hasRootCauseInstanceOf(CertificateException.class)
                        .hasRootCauseMessage("The server's key is not one of the 1 that are pinned");
            }
        }
    }

    private static KeyStore trusted() throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("authority", Certificates.authority().getCertificate());
        return store;
    }
}
