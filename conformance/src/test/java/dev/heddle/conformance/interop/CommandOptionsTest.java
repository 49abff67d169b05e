package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.command.ChildProcess;
import dev.heddle.conformance.command.HeddleConnect;
import dev.heddle.conformance.command.HeddleServe;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code heddle serve} and {@code heddle connect} with each other, by every way that their options offer. */
class CommandOptionsTest {

    @TempDir
    private static Path directory;

    private static String authority;
    private static List<String> secure;

    @BeforeAll
    static void writeCertificates() throws Exception {
        X509Bundle bundle = Certificates.loopback();
        authority = Certificates.write(
                        directory, "ca.pem", Certificates.authority().getCertificatePEM())
                .toString();
        Path certificate = Certificates.write(directory, "cert.pem", bundle.getCertificatePathPEM());
        Path key = Certificates.write(directory, "key.pem", bundle.getPrivateKeyPEM());
        secure = List.of("--tls", "--cert", certificate.toString(), "--key", key.toString());
    }

    @Test
    void linesComeBackOverTheJdksSockets() throws Exception {
        try (HeddleServe server = HeddleServe.start("--transport", "socket")) {
            echoes(server.url());
        }
    }

    @Test
    void linesComeBackOverTheJdksSocketsAndTls() throws Exception {
        try (HeddleServe server = HeddleServe.start(and(secure, "--transport", "socket"))) {
            echoes(server.url(), "--cacert", authority);
        }
    }

    @Test
    void linesComeBackOverHttp2() throws Exception {
        try (HeddleServe server = HeddleServe.start("--http2")) {
            echoes(server.url(), "--http2");
        }
    }

    @Test
    void linesComeBackOverHttp2AndTls() throws Exception {
        try (HeddleServe server = HeddleServe.start(and(secure, "--http2"))) {
            echoes(server.url(), "--http2", "--cacert", authority);
        }
    }

    @Test
    void linesComeBackThroughAProxy() throws Exception {
        try (HeddleServe server = HeddleServe.start();
                Relay proxy = Relay.start(server.port(), null)) {
            echoes(server.url(), "--proxy", proxy.url());
            assertThat(proxy.asked()).singleElement().asString().startsWith("CONNECT 127.0.0.1:" + server.port() + " ");
        }
    }

    @Test
    void linesComeBackThroughTheEnvironmentsProxy() throws Exception {
        try (HeddleServe server = HeddleServe.start();
                Relay proxy = Relay.start(server.port(), null)) {
            ChildProcess.Result result = HeddleConnect.runWith(
                    List.of("http_proxy=" + proxy.url(), "no_proxy=near.test"),
                    List.of("Hello"),
                    "--proxy",
                    "env",
                    server.url());
            assertThat(result.out()).containsExactly("Hello");
            assertThat(proxy.asked()).singleElement().asString().startsWith("CONNECT 127.0.0.1:" + server.port() + " ");
        }
    }

    @Test
    void eventsOfTheJdksSocketsArePrinted() throws Exception {
        try (HeddleServe server = HeddleServe.start("--events", "--transport", "socket");
                ChildProcess client = HeddleConnect.start("", events(server))) {
            assertThat(client.awaitOut(line -> true)).startsWith("1\t");
        }
    }

    @Test
    void eventsArePrintedOverTls() throws Exception {
        try (HeddleServe server = HeddleServe.start(and(secure, "--events"));
                ChildProcess client = HeddleConnect.start("", "--cacert", authority, events(server))) {
            assertThat(client.awaitOut(line -> true)).startsWith("1\t");
        }
    }

    private static void echoes(String url, String... options) throws Exception {
        ChildProcess.Result result = HeddleConnect.run(List.of("Hello", "ä"), and(List.of(options), url));
        assertThat(result.out()).containsExactly("Hello", "ä");
        assertThat(result.err()).last().isEqualTo("Closed with 1000");
        assertThat(result.status()).isZero();
    }

    private static String events(HeddleServe server) {
        return server.url().replaceFirst("^ws", "http") + "events";
    }

    private static String[] and(List<String> options, String... more) {
        return Stream.concat(options.stream(), Arrays.stream(more)).toArray(String[]::new);
    }
}
