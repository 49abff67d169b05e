package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.conformance.command.ChildProcess;
import dev.heddle.conformance.command.HeddleConnect;
import dev.heddle.conformance.command.HeddleServe;
import dev.heddle.netty.NettyClient;
import dev.heddle.websocket.WebSocket;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSockets over TLS, by the commands and by the classes. */
class TlsTest {

    @TempDir
    private static Path directory;

    private static X509Bundle bundle;
    private static String authority;
    private static String certificate;
    private static String key;

    @BeforeAll
    static void writeCertificates() throws Exception {
        bundle = Certificates.loopback();
        authority = Certificates.write(
                        directory, "ca.pem", Certificates.authority().getCertificatePEM())
                .toString();
        certificate = Certificates.write(directory, "cert.pem", bundle.getCertificatePathPEM())
                .toString();
        key = Certificates.write(directory, "key.pem", bundle.getPrivateKeyPEM())
                .toString();
    }

    @Tag("WS-127")
    @Test
    void connectTrustsTheAuthorityThatItIsGivenAndNoOther() throws Exception {
        try (HeddleServe server = HeddleServe.start("--tls", "--cert", certificate, "--key", key)) {
            assertThat(server.url()).startsWith("wss://");
            String large = "x".repeat(1 << 20);
            ChildProcess.Result trusted =
                    HeddleConnect.run(List.of("Hello", large), "--cacert", authority, server.url());
            assertThat(trusted.out()).containsExactly("Hello", large);
            assertThat(trusted.err()).containsExactly("Connected to " + server.url(), "Closed with 1000");
            assertThat(trusted.status()).isZero();

            ChildProcess.Result untrusted = HeddleConnect.run(List.of("Hello"), server.url());
            assertThat(untrusted.status()).isEqualTo(1);
            assertThat(untrusted.out()).isEmpty();
            assertThat(untrusted.err()).hasSize(2);
            assertThat(untrusted.err().get(0)).contains("PKIX").contains(server.url());
        }
    }

    @Tag("WS-127")
    @Test
    void wsClientGetsEachMessageBackOverTls() throws Exception {
        try (HeddleServe server = HeddleServe.start("--tls", "--cert", certificate, "--key", key);
                ChildProcess client = ChildProcess.start(Tools.node("echo-client.mjs", server.url(), authority))) {
            ChildProcess.Result result = client.result();
            assertThat(result.err()).isEmpty();
            assertThat(result.out())
                    .singleElement()
                    .asString()
                    .contains("62914560")
                    .contains("\"code\":3001");
            assertThat(result.status()).isZero();
        }
    }

    @Tag("WS-127")
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void eachVersionOfTlsCarriesMessagesAndTheClosingHandshake(String version) throws Exception {
        Recorder events = new Recorder();
        try (TestServer server = tlsServer(version);
                NettyClient client = NettyClient.builder()
                        .threads(1)
                        .tls(SslContextBuilder.forClient()
                                .trustManager(bundle.toTrustManagerFactory())
                                .protocols(version)
                                .build())
                        .build()) {
            WebSocket socket = Recorder.await(client.connect(server.url(), events));
            for (int size : new int[] {0, 1, 16 << 10, 1 << 20}) {
                byte[] bytes = new byte[size];
                new Random(size).nextBytes(bytes);
                assertThat(socket.send(ByteBuffer.wrap(bytes))).isTrue();
                assertThat(events.message()).isEqualTo(ByteBuffer.wrap(bytes));
            }
            socket.close(3001, "enough");
            Closed expected = new Closed(3001, "", true);
            assertThat(Closed.of(events.close())).isEqualTo(expected);
            server.assertOneClose(server.accepted(), new Closed(3001, "enough", true));
        }
        assertThat(events.errors()).isEmpty();
        assertThat(events.closes()).hasSize(1);
    }

    @Tag("WS-106")
    @Test
    void serverEndsTlsByItsCloseNotify() throws Exception {
        try (TestServer server = tlsServer("TLSv1.3");
                TlsPeer peer = TlsPeer.connect(server.port(), bundle.toTrustManagerFactory())) {
            peer.send(new UpgradeRequest().followedBy("\u0088\u0080\0\0\0\0").bytes());
            assertThat(Recorder.await(peer.closeNotified())).isTrue();
            assertThat(peer.received()).startsWith("HTTP/1.1 101 ").endsWith("\r\n\r\n\u0088\0");
        }
    }

    @Tag("WS-009")
    @Tag("SEC-40")
    @Test
    void plainClientIsNotAnsweredByATlsServer() throws Exception {
        try (TestServer server = tlsServer("TLSv1.3");
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send(new UpgradeRequest().bytes());
            peer.awaitEnd();
            assertThat(server.hasAccepted()).isFalse();
        }
    }

    @Tag("WS-009")
    @Test
    void tlsClientOfAPlainServerFailsOnce() throws Exception {
        Recorder events = new Recorder();
        try (TestServer server = TestServer.start(options -> {});
                NettyClient client = NettyClient.builder().threads(1).build()) {
            CompletableFuture<WebSocket> opening = client.connect(server.url().replace("ws:", "wss:"), events);
            assertThat(events.close().code()).isEqualTo(1006);
            assertThatThrownBy(opening::join).hasRootCauseInstanceOf(SSLException.class);
        }
        assertThat(events.errors()).hasSize(1);
        assertThat(events.closes()).hasSize(1);
    }

    private static TestServer tlsServer(String version) throws Exception {
        SslContext context = SslContextBuilder.forServer(bundle.toKeyManagerFactory())
                .protocols(version)
                .build();
        return TestServer.startDefault(
                () -> new Recorder() {
                    @Override
                    public void onBinary(WebSocket socket, ByteBuffer message) {
                        socket.send(message);
                    }
                },
                builder -> builder.tls(context));
    }
}
