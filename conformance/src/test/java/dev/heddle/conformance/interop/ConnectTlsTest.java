package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.command.ChildProcess;
import dev.heddle.conformance.command.HeddleConnect;
import dev.heddle.netty.NettyServer;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code heddle connect} with TLS: whom it trusts, and who it says it is. */
class ConnectTlsTest {

    @TempDir
    private Path directory;

    @Test
    void serverThatWantsACertificateIsShownOne() throws Exception {
        X509Bundle client =
                Certificates.server("client").addExtendedKeyUsageClientAuth().buildIssuedBy(Certificates.authority());
        String authority = write("ca.pem", Certificates.authority().getCertificatePathPEM());
        String certificate = write("cert.pem", client.getCertificatePathPEM());
        String key = write("key.pem", client.getPrivateKeyPEM());
        try (NettyServer server = echo(Certificates.loopback(), ClientAuth.REQUIRE)) {
            String url = "wss://127.0.0.1:" + server.port() + "/";
            ChildProcess.Result with = HeddleConnect.run(
                    List.of("Hello"), "--cacert", authority, "--cert", certificate, "--key", key, url);
            assertThat(with.out()).containsExactly("Hello");
            assertThat(with.status()).isZero();
            ChildProcess.Result without = HeddleConnect.run(List.of("Hello"), "--cacert", authority, url);
            assertThat(without.out()).isEmpty();
            assertThat(without.status()).isEqualTo(1);
        }
    }

    @Test
    void certificateOfAnotherNameIsTakenOnlyWhenNothingIsChecked() throws Exception {
        X509Bundle other = Certificates.server("other")
                .addSanDnsName("other.test")
                .buildIssuedBy(Certificates.authority("CN=Unknown authority"));
        try (NettyServer server = echo(other, ClientAuth.NONE)) {
            String url = "wss://127.0.0.1:" + server.port() + "/";
            ChildProcess.Result insecure = HeddleConnect.run(List.of("Hello"), "--insecure", url);
            assertThat(insecure.out()).containsExactly("Hello");
            assertThat(insecure.err()).contains("heddle: --insecure: the server's certificate is not checked");
            ChildProcess.Result secure = HeddleConnect.run(List.of("Hello"), url);
            assertThat(secure.out()).isEmpty();
            assertThat(secure.status()).isEqualTo(1);
        }
    }

    private String write(String name, String pem) throws Exception {
        return Certificates.write(directory, name, pem).toString();
    }

    private static NettyServer echo(X509Bundle bundle, ClientAuth clients) throws Exception {
        return NettyServer.builder()
                .port(0)
                .tls(SslContextBuilder.forServer(bundle.toKeyManagerFactory())
                        .trustManager(Certificates.authority().getCertificate())
                        .clientAuth(clients)
                        .build())
                .listener(request -> new WebSocketListener() {
                    @Override
                    public void onText(WebSocket socket, String message) {
                        socket.send(message);
                    }
                })
                .start();
    }
}
