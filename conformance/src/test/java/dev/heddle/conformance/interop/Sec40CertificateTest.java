package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.command.ChildProcess;
import dev.heddle.conformance.command.HeddleConnect;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A client says nothing to a server that can not show that it is the one in the URL: {@code heddle connect}, which is NettyClient,
 * and SocketClient. Both run in processes of their own, where the names of the certificates are those of this machine.
 */
class Sec40CertificateTest {

    private static final String NAMES = "127.0.0.1 good.test www.good.test a.b.good.test\n";

    private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";

    @TempDir
    private static Path directory;

    /** What a server saw of a client: how its request begins, if there was any, and the name in its TLS greeting. */
    record Seen(String request, String serverName) {}

    static Stream<Arguments> certificates() throws Exception {
        X509Bundle authority = Certificates.authority();
        X509Bundle stranger = Certificates.authority("CN=Nobody's authority");
        Instant now = Instant.now();
        Duration day = Duration.ofDays(1);
        return Stream.of(
                Arguments.of("good", true, "good.test", named("good.test").buildIssuedBy(authority)),
                Arguments.of(
                        "wrong name", false, "good.test", named("other.test").buildIssuedBy(authority)),
                Arguments.of(
                        "wildcard", true, "www.good.test", named("*.good.test").buildIssuedBy(authority)),
                Arguments.of(
                        "wildcard, two levels",
                        false,
                        "a.b.good.test",
                        named("*.good.test").buildIssuedBy(authority)),
                Arguments.of(
                        "wildcard, no level",
                        false,
                        "good.test",
                        named("*.good.test").buildIssuedBy(authority)),
                Arguments.of("address", true, "127.0.0.1", Certificates.loopback()),
                Arguments.of(
                        "name for an address",
                        false,
                        "127.0.0.1",
                        named("127.0.0.1").buildIssuedBy(authority)),
                Arguments.of(
                        "common name only, which the JDK takes where there is no other name",
                        true,
                        "good.test",
                        Certificates.server("good.test").buildIssuedBy(authority)),
                Arguments.of(
                        "another common name",
                        false,
                        "good.test",
                        Certificates.server("other.test").buildIssuedBy(authority)),
                Arguments.of(
                        "expired",
                        false,
                        "good.test",
                        named("good.test")
                                .notBefore(now.minus(day.multipliedBy(9)))
                                .notAfter(now.minus(day))
                                .buildIssuedBy(authority)),
                Arguments.of(
                        "not yet valid",
                        false,
                        "good.test",
                        named("good.test")
                                .notBefore(now.plus(day))
                                .notAfter(now.plus(day.multipliedBy(9)))
                                .buildIssuedBy(authority)),
                Arguments.of(
                        "untrusted chain",
                        false,
                        "good.test",
                        named("good.test").buildIssuedBy(stranger)),
                Arguments.of(
                        "self-signed",
                        false,
                        "good.test",
                        named("good.test").setIsCertificateAuthority(true).buildSelfSigned()));
    }

    @Tag("WS-009")
    @Tag("WS-010")
    @Tag("SEC-40")
    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("certificates")
    void requestIsSentOnlyToAServerWithTheRightCertificate(
            String what, boolean right, String host, X509Bundle certificate) throws Exception {
        try (SSLServerSocket listening = listen(certificate)) {
            CompletableFuture<Seen> seen = CompletableFuture.supplyAsync(() -> serve(listening));
            ChildProcess.Result result = HeddleConnect.run(
                    "-Djdk.net.hosts.file=" + hosts(),
                    List.of(),
                    "--cacert",
                    authority().toString(),
                    url(host, listening));
            assertThat(Recorder.await(seen)).as(what).isEqualTo(new Seen(right ? "GET / " : "", serverName(host)));
            assertThat(result.status()).isEqualTo(1);
            assertThat(result.err())
                    .noneMatch(line -> line.startsWith("\tat "))
                    .last()
                    .asString()
                    .contains("1006");
            assertThat(result.out()).isEmpty();
        }
    }

    @Tag("WS-009")
    @Tag("WS-010")
    @Tag("SEC-40")
    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("certificates")
    void socketClientSendsItsRequestOnlyToAServerWithTheRightCertificate(
            String what, boolean right, String host, X509Bundle certificate) throws Exception {
        try (SSLServerSocket listening = listen(certificate);
                ChildProcess client = ChildProcess.start(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Djdk.net.hosts.file=" + hosts(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SocketConnect.class.getName(),
                        authority().toString(),
                        url(host, listening)))) {
            CompletableFuture<Seen> seen = CompletableFuture.supplyAsync(() -> serve(listening));
            assertThat(Recorder.await(seen)).as(what).isEqualTo(new Seen(right ? "GET / " : "", serverName(host)));
            ChildProcess.Result result = client.result();
            assertThat(result.out()).containsExactly("error", "close 1006", "not connected");
            assertThat(result.status()).isZero();
        }
    }

    private static Path hosts() throws IOException {
        return Certificates.write(directory, "hosts", NAMES);
    }

    private static Path authority() throws IOException {
        return Certificates.write(directory, "ca.pem", Certificates.authority().getCertificatePEM());
    }

    private static String url(String host, SSLServerSocket listening) {
        return "wss://" + host + ":" + listening.getLocalPort() + "/";
    }

    /** Returns what is in the TLS greeting, as an address is no name there. */
    static String serverName(String host) {
        return host.equals("127.0.0.1") ? "" : host;
    }

    /** Starts a server that shows a certificate. */
    static SSLServerSocket listen(X509Bundle certificate) throws Exception {
        return (SSLServerSocket) Certificates.showing(certificate)
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    /** Starts a certificate with one DNS name: in DER, as the builder takes no wildcards. */
    private static CertificateBuilder named(String name) {
        int length = name.length();
        byte[] names = ByteBuffer.allocate(length + 4)
                .put((byte) 0x30)
                .put((byte) (length + 2))
                .put((byte) 0x82)
                .put((byte) length)
                .put(name.getBytes(StandardCharsets.US_ASCII))
                .array();
        return Certificates.server("heddle").addExtensionOctetString(SUBJECT_ALTERNATIVE_NAME, false, names);
    }

    /** Takes one connection and ends it when the request has begun. */
    static Seen serve(SSLServerSocket listening) {
        try (SSLSocket socket = (SSLSocket) listening.accept()) {
            Greeting greeting = new Greeting();
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setSNIMatchers(List.of(greeting));
            socket.setSSLParameters(parameters);
            String request = "";
            try {
                request = new String(socket.getInputStream().readNBytes(6), StandardCharsets.US_ASCII);
            } catch (SSLException | SocketException refused) {
                // The client's alert, or its reset if that came first: no byte of its request either way.
                assertThat(request).isEmpty();
            }
            return new Seen(request, greeting.serverName);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the client's greeting says, also where the client breaks off behind it: then the session knows nothing. */
    private static final class Greeting extends SNIMatcher {

        private String serverName = "";

        Greeting() {
            super(StandardConstants.SNI_HOST_NAME);
        }

        @Override
        public boolean matches(SNIServerName name) {
            serverName = new String(name.getEncoded(), StandardCharsets.US_ASCII);
            return true;
        }
    }
}
