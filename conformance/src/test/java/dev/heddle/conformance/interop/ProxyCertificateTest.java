package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.netty.NettyClient;
import dev.heddle.websocket.WebSocket;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Through a proxy too, the client says nothing to a server that can not show that it is the one in the URL, nor to a proxy that can
 * not show that it is the proxy; without a proxy, {@link CertificateTest} has the same certificates.
 */
@Tag("SEC-40")
class ProxyCertificateTest {

    static Stream<Arguments> certificates() throws Exception {
        List<Arguments> all = new ArrayList<>();
        for (Arguments certificate : CertificateTest.certificates().toList()) {
            for (boolean secure : new boolean[] {false, true}) {
                Object[] of = certificate.get();
                all.add(Arguments.of(secure ? "TLS proxy" : "proxy", secure, of[0], of[1], of[2], of[3]));
            }
        }
        return all.stream();
    }

    @Tag("WS-010")
    @ParameterizedTest(name = "{0}, {2}: {3}")
    @MethodSource("certificates")
    void requestIsSentOnlyToAServerWithTheRightCertificate(
            String way, boolean secure, String what, boolean right, String host, X509Bundle certificate)
            throws Exception {
        try (SSLServerSocket listening = listen(certificate);
                Relay proxy = Relay.start(
                        listening.getLocalPort(), secure ? Certificates.showing(Certificates.loopback()) : null);
                NettyClient client = NettyClient.builder()
                        .threads(1)
                        .tls(Certificates.trusting())
                        .proxy(proxy.url())
                        .build()) {
            CompletableFuture<CertificateTest.Seen> seen =
                    CompletableFuture.supplyAsync(() -> CertificateTest.serve(listening));
            Recorder events = new Recorder();
            assertThat(client.connect("wss://" + host + "/", events)).isNotNull();
            assertThat(Recorder.await(seen))
                    .as("%s by %s", what, way)
                    .isEqualTo(new CertificateTest.Seen(right ? "GET / " : "", host.equals("127.0.0.1") ? "" : host));
            assertThat(events.close().code()).isEqualTo(1006);
            assertThat(events.errors()).hasSize(1);
            assertThat(proxy.asked()).singleElement().asString().startsWith("CONNECT " + host + ":443 HTTP/1.1\r\n");
        }
    }

    static Stream<Arguments> proxies() throws Exception {
        X509Bundle stranger = Certificates.authority("CN=Nobody's authority");
        return Stream.of(
                Arguments.of(
                        "the server's name",
                        Certificates.server("good.test")
                                .addSanDnsName("good.test")
                                .buildIssuedBy(Certificates.authority())),
                Arguments.of(
                        "untrusted chain",
                        Certificates.server("loopback")
                                .addSanIpAddress("127.0.0.1")
                                .buildIssuedBy(stranger)));
    }

    @Tag("SEC-43")
    @ParameterizedTest(name = "{0}")
    @MethodSource("proxies")
    void proxyWithoutTheRightCertificateIsAskedForNothing(String what, X509Bundle certificate) throws Exception {
        try (TestServer server = TestServer.start(options -> {});
                Relay proxy = Relay.start(server.port(), Certificates.showing(certificate));
                NettyClient client = NettyClient.builder()
                        .threads(1)
                        .tls(Certificates.trusting())
                        .proxy(proxy.url())
                        .build()) {
            Recorder events = new Recorder();
            assertThat(client.connect("ws://localhost/", events)).isNotNull();
            assertThat(events.close().code()).as(what).isEqualTo(1006);
            assertThat(events.errors())
                    .singleElement()
                    .asString()
                    .contains("Proxy " + proxy.url() + ": javax.net.ssl.SSLHandshakeException");
            assertThat(proxy.asked()).isEmpty();
            assertThat(server.hasAccepted()).isFalse();
        }
    }

    @Test
    void proxyIsTrustedByWhatIsSetForIt() throws Exception {
        X509Bundle own = Certificates.authority("CN=The proxy's authority");
        X509Bundle certificate =
                Certificates.server("loopback").addSanIpAddress("127.0.0.1").buildIssuedBy(own);
        try (TestServer server = TestServer.start(options -> {});
                Relay proxy = Relay.start(server.port(), Certificates.showing(certificate));
                NettyClient client = NettyClient.builder()
                        .threads(1)
                        .tls(Certificates.trusting())
                        .proxyTls(Certificates.trusting(own))
                        .tlsParameters(parameters -> parameters.setProtocols(new String[] {"for the servers alone"}))
                        .proxy(proxy.url())
                        .build()) {
            Recorder events = new Recorder();
            WebSocket socket = Recorder.await(client.connect("ws://localhost/", events));
            socket.send("Hello");
            assertThat(server.accepted().message()).isEqualTo("Hello");
        }
    }

    private static SSLServerSocket listen(X509Bundle certificate) throws Exception {
        SSLContext context = Certificates.showing(certificate);
        return (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }
}
