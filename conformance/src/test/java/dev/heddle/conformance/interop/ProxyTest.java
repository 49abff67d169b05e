package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.command.HeddleServe;
import dev.heddle.driver.DriverOptions;
import dev.heddle.examples.ProxyClient;
import dev.heddle.examples.TcpServer;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our client's driver through real proxies, on plain sockets: the example of it. */
class ProxyTest {

    private static final String LARGE = "x".repeat(256 << 10);

    @TempDir
    private Path directory;

    @Tag("H1-018")
    @Tag("WS-007")
    @ParameterizedTest
    @CsvSource({"squid, true", "squid, false", "tinyproxy, true", "tinyproxy, false"})
    void tunnelCarriesPlainWebSockets(String program, boolean credentials) throws Exception {
        try (Intermediary proxy = start(program, credentials);
                Background server = Background.serve(new TcpServer(0, DriverOptions.defaults()))) {
            String url = "ws://127.0.0.1:" + server.port() + "/chat";
            assertThat(run(url, proxy, credentials ? Intermediary.CREDENTIALS + "@" : ""))
                    .containsExactly("Grüße, 世界", LARGE, "Closed: 1000");
        }
    }

    @Tag("H1-018")
    @ParameterizedTest
    @CsvSource({"squid, true", "squid, false", "tinyproxy, true", "tinyproxy, false"})
    void tunnelCarriesTls(String program, boolean credentials) throws Exception {
        X509Bundle bundle = Certificates.loopback();
        Path certificate = Certificates.write(directory, "cert.pem", bundle.getCertificatePathPEM());
        Path key = Certificates.write(directory, "key.pem", bundle.getPrivateKeyPEM());
        try (Intermediary proxy = start(program, credentials);
                HeddleServe server =
                        HeddleServe.start("--tls", "--cert", certificate.toString(), "--key", key.toString())) {
            assertThat(run(server.url(), proxy, credentials ? Intermediary.CREDENTIALS + "@" : ""))
                    .containsExactly("Grüße, 世界", LARGE, "Closed: 1000");
        }
    }

    @Tag("H1-018")
    @Tag("SEC-43")
    @ParameterizedTest
    @CsvSource({"squid, 407", "tinyproxy, 401"})
    void wrongCredentialsAreOneClearError(String program, int status) throws Exception {
        try (Intermediary proxy = start(program, true);
                Background server = Background.serve(new TcpServer(0, DriverOptions.defaults()))) {
            String url = "ws://127.0.0.1:" + server.port() + "/chat";
            assertThat(run(url, proxy, "name:wrong@"))
                    .containsExactly(
                            "Error: Can't establish a connection to the server at " + url + " (status " + status + ")");
        }
    }

    @Tag("WS-007")
    @Tag("H1-017")
    @Test
    void tunnelIsAskedForBeforeAnythingElse() throws Exception {
        try (ServerSocket stub = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<String> said = new ArrayList<>();
            CompletableFuture<Void> client = CompletableFuture.runAsync(() -> {
                try {
                    ProxyClient.run(
                            "ws://origin.example/chat",
                            "http://127.0.0.1:" + stub.getLocalPort(),
                            SSLContext.getDefault(),
                            List.of("Hello"),
                            said::add);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            try (RawPeer peer = new RawPeer(stub.accept())) {
                assertThat(peer.readHead())
                        .startsWith("CONNECT origin.example:80 HTTP/1.1\r\nHost: origin.example:80\r\n")
                        .doesNotContain("Sec-WebSocket");
                peer.send("HTTP/1.1 200 OK\r\n\r\n");
                assertThat(peer.readHead()).startsWith("GET /chat HTTP/1.1\r\nHost: origin.example\r\n");
            }
            client.join();
            assertThat(said).contains("Closed: 1006");
        }
    }

    private Intermediary start(String program, boolean credentials) throws Exception {
        return program.equals("squid")
                ? Intermediary.squid(directory, credentials)
                : Intermediary.tinyproxy(directory, credentials);
    }

    private static List<String> run(String url, Intermediary proxy, String userInfo) throws Exception {
        List<String> said = new ArrayList<>();
        ProxyClient.run(
                url,
                "http://" + userInfo + "127.0.0.1:" + proxy.port(),
                Certificates.trusting(),
                List.of("Grüße, 世界", LARGE),
                said::add);
        return said;
    }
}
