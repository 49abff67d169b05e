package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.netty.NettyClient;
import dev.heddle.socket.SocketClient;
import dev.heddle.websocket.ClientBuilder;
import dev.heddle.websocket.WebSocketClient;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What an application says about a client's TLS: a certificate of its own, another name for SNI. */
class ClientTlsTest {

    private static final String NAME = "name.test";

    /** Who connects. */
    enum By {
        NETTY,
        SOCKET;

        WebSocketClient client(SSLContext tls, Consumer<ClientBuilder<?>> change) {
            if (this == SOCKET) {
                SocketClient.Builder builder = SocketClient.builder().tls(tls);
                change.accept(builder);
                return builder.build();
            }
            NettyClient.Builder builder = NettyClient.builder().threads(1).tls(tls);
            change.accept(builder);
            return builder.build();
        }
    }

    @Tag("WS-009")
    @ParameterizedTest
    @EnumSource
    void clientShowsItsCertificate(By by) throws Exception {
        X509Bundle own = new CertificateBuilder()
                .ecp256()
                .subject("CN=client")
                .addExtendedKeyUsageClientAuth()
                .buildIssuedBy(Certificates.authority());
        try (SSLServerSocket listening = (SSLServerSocket) Certificates.showingAndTrusting(Certificates.loopback())
                        .getServerSocketFactory()
                        .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
                WebSocketClient client = by.client(Certificates.showingAndTrusting(own), builder -> {})) {
            listening.setNeedClientAuth(true);
            CompletableFuture<String> shown = CompletableFuture.supplyAsync(() -> shown(listening));
            Recorder events = ProxiedClient.connect(client, url(listening));
            assertThat(Recorder.await(shown)).isEqualTo("GET / of CN=client");
            assertThat(events.close().code()).isEqualTo(1006);
        }
    }

    static Stream<Arguments> names() throws Exception {
        X509Bundle forSni = Certificates.server(NAME).addSanDnsName(NAME).buildIssuedBy(Certificates.authority());
        X509Bundle forOther =
                Certificates.server("other").addSanDnsName("other.test").buildIssuedBy(Certificates.authority());
        X509Bundle untrusted = Certificates.server(NAME)
                .addSanDnsName(NAME)
                .buildIssuedBy(Certificates.authority("CN=Nobody's authority"));
        X509Bundle forHost = Certificates.loopback();
        return Stream.of(By.values())
                .flatMap(by -> Stream.of(
                        Arguments.of(by, "the URL's host", true, forHost),
                        Arguments.of(by, "the name for SNI", true, forSni),
                        Arguments.of(by, "neither", false, forOther),
                        Arguments.of(by, "untrusted chain", false, untrusted)));
    }

    @Tag("SEC-40")
    @Tag("WS-009")
    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("names")
    void certificateIsForTheHostOrForTheNameThatIsSetForSni(By by, String what, boolean right, X509Bundle certificate)
            throws Exception {
        try (SSLServerSocket listening = Sec40CertificateTest.listen(certificate);
                WebSocketClient client = by.client(
                        Certificates.trusting(),
                        builder -> builder.tlsParameters(
                                parameters -> parameters.setServerNames(List.of(new SNIHostName(NAME)))))) {
            CompletableFuture<Sec40CertificateTest.Seen> seen =
                    CompletableFuture.supplyAsync(() -> Sec40CertificateTest.serve(listening));
            Recorder events = ProxiedClient.connect(client, url(listening));
            assertThat(Recorder.await(seen))
                    .as(what)
                    .isEqualTo(new Sec40CertificateTest.Seen(right ? "GET / " : "", NAME));
            assertThat(events.close().code()).isEqualTo(1006);
        }
    }

    private static String url(SSLServerSocket listening) {
        return "wss://127.0.0.1:" + listening.getLocalPort() + "/";
    }

    private static String shown(SSLServerSocket listening) {
        try (SSLSocket socket = (SSLSocket) listening.accept()) {
            String request = new String(socket.getInputStream().readNBytes(6), StandardCharsets.US_ASCII);
            return request + "of " + socket.getSession().getPeerPrincipal().getName();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
