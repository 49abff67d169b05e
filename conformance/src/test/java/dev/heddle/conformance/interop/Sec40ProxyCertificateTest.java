package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.eventsource.Event;
import dev.heddle.netty.NettyClient;
import dev.heddle.websocket.EventSourceClient;
import dev.heddle.websocket.EventSourceClientListener;
import dev.heddle.websocket.EventSources;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketClient;
import io.netty.pkitesting.X509Bundle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Through a proxy too, the client says nothing to a server that can not show that it is the one in the URL, nor to a proxy that can
 * not show that it is the proxy; without a proxy, {@link Sec40CertificateTest} has the same certificates.
 */
@Tag("SEC-40")
class Sec40ProxyCertificateTest {

    static Stream<Arguments> certificates() throws Exception {
        List<Arguments> all = new ArrayList<>();
        for (Arguments certificate : Sec40CertificateTest.certificates().toList()) {
            for (boolean secure : new boolean[] {false, true}) {
                for (ProxiedClient by : ProxiedClient.values()) {
                    Object[] of = certificate.get();
                    all.add(Arguments.of(by, secure ? "TLS proxy" : "proxy", secure, of[0], of[1], of[2], of[3]));
                }
            }
        }
        return all.stream();
    }

    @Tag("WS-010")
    @ParameterizedTest(name = "{0} by {1}, {3}: {4}")
    @MethodSource("certificates")
    void requestIsSentOnlyToAServerWithTheRightCertificate(
            ProxiedClient by,
            String way,
            boolean secure,
            String what,
            boolean right,
            String host,
            X509Bundle certificate)
            throws Exception {
        try (SSLServerSocket listening = Sec40CertificateTest.listen(certificate);
                Relay proxy = Relay.start(
                        listening.getLocalPort(), secure ? Certificates.showing(Certificates.loopback()) : null);
                WebSocketClient client = by.client(proxy.url(), builder -> {})) {
            CompletableFuture<Sec40CertificateTest.Seen> seen =
                    CompletableFuture.supplyAsync(() -> Sec40CertificateTest.serve(listening));
            Recorder events = ProxiedClient.connect(client, "wss://" + host + "/");
            assertThat(Recorder.await(seen))
                    .as("%s by %s", what, way)
                    .isEqualTo(new Sec40CertificateTest.Seen(
                            right ? "GET / " : "", Sec40CertificateTest.serverName(host)));
            assertThat(events.close().code()).isEqualTo(1006);
            assertThat(events.errors()).hasSize(1);
            assertThat(proxy.asked()).singleElement().asString().startsWith("CONNECT " + host + ":443 HTTP/1.1\r\n");
        }
    }

    @ParameterizedTest(name = "{0} by {1}, {3}: {4}")
    @MethodSource("certificates")
    void eventStreamIsAskedForOnlyOfAServerWithTheRightCertificate(
            ProxiedClient by,
            String way,
            boolean secure,
            String what,
            boolean right,
            String host,
            X509Bundle certificate)
            throws Exception {
        CompletableFuture<Throwable> error = new CompletableFuture<>();
        try (SSLServerSocket listening = Sec40CertificateTest.listen(certificate);
                Relay proxy = Relay.start(
                        listening.getLocalPort(), secure ? Certificates.showing(Certificates.loopback()) : null);
                EventSources client = by.eventSources(builder -> builder.proxy(proxy.url()))) {
            CompletableFuture<Sec40CertificateTest.Seen> seen =
                    CompletableFuture.supplyAsync(() -> Sec40CertificateTest.serve(listening));
            client.eventSource("https://" + host + "/", new EventSourceClientListener() {
                @Override
                public void onEvent(EventSourceClient source, Event event) {
                    error.completeExceptionally(new AssertionError("An event: " + event));
                }

                @Override
                public void onError(EventSourceClient source, Throwable cause, boolean again) {
                    error.complete(cause);
                    source.close();
                }
            });
            assertThat(Recorder.await(seen))
                    .as("%s by %s", what, way)
                    .isEqualTo(new Sec40CertificateTest.Seen(
                            right ? "GET / " : "", Sec40CertificateTest.serverName(host)));
            assertThat(Recorder.await(error) instanceof SSLException).isNotEqualTo(right);
            assertThat(proxy.asked()).singleElement().asString().startsWith("CONNECT " + host + ":443 HTTP/1.1\r\n");
        }
    }

    static Stream<Arguments> proxies() throws Exception {
        X509Bundle another =
                Certificates.server("good.test").addSanDnsName("good.test").buildIssuedBy(Certificates.authority());
        X509Bundle untrusted = Certificates.server("loopback")
                .addSanIpAddress("127.0.0.1")
                .buildIssuedBy(Certificates.authority("CN=Nobody's authority"));
        return Stream.of(ProxiedClient.values())
                .flatMap(by -> Stream.of(
                        Arguments.of(by, "the server's name", another),
                        Arguments.of(by, "untrusted chain", untrusted)));
    }

    @Tag("SEC-43")
    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("proxies")
    void proxyWithoutTheRightCertificateIsAskedForNothing(ProxiedClient by, String what, X509Bundle certificate)
            throws Exception {
        try (TestServer server = TestServer.start(options -> {});
                Relay proxy = Relay.start(server.port(), Certificates.showing(certificate));
                WebSocketClient client = by.client(proxy.url(), builder -> {})) {
            Recorder events = ProxiedClient.connect(client, "ws://localhost/");
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
}
