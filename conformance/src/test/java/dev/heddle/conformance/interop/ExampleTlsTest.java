package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.conformance.command.HeddleServe;
import dev.heddle.examples.Client;
import dev.heddle.examples.ProxyClient;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS in the examples of clients: to the origin, to a proxy, and inside a proxy's tunnel. */
class ExampleTlsTest {

    @TempDir
    private Path directory;

    private final List<String> said = new ArrayList<>();

    @Tag("WS-009")
    @Test
    void clientSpeaksTlsWithASecureUrl() throws Exception {
        X509Bundle bundle = Certificates.loopback();
        Path certificate = Certificates.write(directory, "cert.pem", bundle.getCertificatePathPEM());
        Path key = Certificates.write(directory, "key.pem", bundle.getPrivateKeyPEM());
        try (HeddleServe server =
                HeddleServe.start("--tls", "--cert", certificate.toString(), "--key", key.toString())) {
            Client.run(server.url(), Certificates.trusting(), List.of("Hello"), said::add);
        }
        assertThat(said).containsExactly("Hello", "Closed: 1000");
    }

    @Tag("WS-009")
    @Test
    void clientSpeaksOnlyToTheServerThatItsUrlNames() throws Exception {
        try (ServerSocket server = listen(named127001())) {
            CompletableFuture<String> request = inBackground(() -> request(server));
            String url = "wss://localhost:" + server.getLocalPort() + "/";
            assertThatThrownBy(() -> Client.run(url, Certificates.trusting(), List.of("Hello"), said::add))
                    .isInstanceOf(SSLException.class);
            assertThat(Recorder.await(request)).isEmpty();
        }
    }

    /** The certificate is for the host by which the client reached the proxy. */
    @Tag("H1-018")
    @Tag("WS-009")
    @ParameterizedTest
    @ValueSource(strings = {"squid", "tinyproxy"})
    void certificateInATunnelMustBeForTheOriginsName(String program) throws Exception {
        try (Intermediary proxy = program.equals("squid")
                        ? Intermediary.squid(directory, false)
                        : Intermediary.tinyproxy(directory, false);
                ServerSocket server = listen(named127001())) {
            CompletableFuture<String> request = inBackground(() -> request(server));
            String url = "wss://localhost:" + server.getLocalPort() + "/";
            assertThatThrownBy(() -> run(url, "http://127.0.0.1:" + proxy.port()))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("localhost");
            assertThat(Recorder.await(request)).isEmpty();
            assertThat(said).isEmpty();
        }
    }

    @Tag("SEC-40")
    @Test
    void whatCameThroughATunnelInFrontOfTlsIsNotTheOrigins() throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> rest = inBackground(() -> {
                try (RawPeer peer = new RawPeer(proxy.accept())) {
                    peer.readHead();
                    peer.send("HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 101 Switching Protocols\r\n\r\n");
                    return peer.readToEnd();
                }
            });
            assertThatThrownBy(() -> run("wss://origin.test/", "http://127.0.0.1:" + proxy.getLocalPort()))
                    .isInstanceOf(SSLException.class)
                    .hasMessage("Received bytes in front of TLS");
            assertThat(Recorder.await(rest)).isEmpty();
            assertThat(said).isEmpty();
        }
    }

    @Tag("H1-017")
    @Test
    void secureProxyIsAskedByTls() throws Exception {
        try (ServerSocket proxy = listen(named127001())) {
            CompletableFuture<String> asked = inBackground(() -> {
                try (RawPeer peer = new RawPeer(proxy.accept())) {
                    String connect = peer.readHead();
                    peer.send("HTTP/1.1 200 OK\r\n\r\n");
                    return connect + peer.readHead();
                }
            });
            run("ws://origin.test/chat", "https://127.0.0.1:" + proxy.getLocalPort());
            assertThat(Recorder.await(asked))
                    .startsWith("CONNECT origin.test:80 HTTP/1.1\r\n")
                    .contains("\r\n\r\nGET /chat HTTP/1.1\r\n");
        }
    }

    @Tag("SEC-40")
    @Test
    void secureProxyMustBeTheOneThatItsUrlNames() throws Exception {
        try (ServerSocket proxy = listen(named127001())) {
            CompletableFuture<String> request = inBackground(() -> request(proxy));
            String proxyUrl = "https://name:secret@localhost:" + proxy.getLocalPort();
            assertThatThrownBy(() -> run("ws://origin.test/", proxyUrl)).isInstanceOf(SSLException.class);
            assertThat(Recorder.await(request)).isEmpty();
        }
    }

    private void run(String url, String proxyUrl) throws Exception {
        ProxyClient.run(url, proxyUrl, Certificates.trusting(), List.of("Hello"), said::add);
    }

    private static X509Bundle named127001() throws Exception {
        return Certificates.server("address").addSanIpAddress("127.0.0.1").buildIssuedBy(Certificates.authority());
    }

    private static ServerSocket listen(X509Bundle certificate) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(certificate.toKeyManagerFactory().getKeyManagers(), null, null);
        return context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    /** Takes one connection and returns how its request begins, if there is one. */
    private static String request(ServerSocket listening) throws IOException {
        try (Socket socket = listening.accept()) {
            return new String(socket.getInputStream().readNBytes(6), StandardCharsets.ISO_8859_1);
        } catch (SSLException | SocketException refused) {
            // The client's alert, or its reset if that came first: no byte of its request either way.
            return "";
        }
    }

    private static CompletableFuture<String> inBackground(Callable<String> task) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return task.call();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
