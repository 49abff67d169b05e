package dev.heddle.conformance.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a command line is said in one line, with status 2. */
class UsageTest {

    private static final String QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    @Test
    void versionIsThatOfTheBuild() throws Exception {
        ChildProcess.Result result = run("--version");
        assertThat(result.status()).isZero();
        assertThat(result.out().get(0)).matches("heddle \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
        assertThat(result.out().get(1)).contains("Java " + Runtime.version().feature());
        assertThat(result.err()).isEmpty();
    }

    static Stream<Arguments> wrongUse() {
        return Stream.of(
                wrong("Missing required subcommand"),
                wrong("'frobnicate'", "frobnicate"),
                wrong("'--nope'", "serve", "--nope"),
                wrong("'--port': 'many' is not an int", "serve", "--port", "many"),
                wrong("70000", "serve", "--port", "70000"),
                wrong("-1", "serve", "--port", "-1"),
                wrong("--port", "serve", "--port"),
                wrong("--threads", "serve", "--threads", "two"),
                wrong("at least 1", "serve", "--threads", "0"),
                wrong("-5", "serve", "--max-message", "-5"),
                wrong("--max-message", "serve", "--max-message", "3000000000"),
                wrong("slash", "serve", "--path", "chat"),
                wrong("exclude", "serve", "--echo", "--broadcast"),
                wrong("--cert is missing", "serve", "--tls"),
                wrong(
                        "Cannot read --cert /nowhere/cert.pem",
                        "serve",
                        "--cert",
                        "/nowhere/cert.pem",
                        "--key",
                        "/nowhere"),
                wrong("URL", "connect"),
                wrong("http", "connect", "http://127.0.0.1/"),
                wrong("ws://127.0.0.1/#part", "connect", "ws://127.0.0.1/#part"),
                wrong("65536", "connect", "ws://127.0.0.1:65536/"),
                wrong("not a URL", "connect", "not a URL"),
                wrong("NAME: VALUE", "connect", "--header", "no-colon", "ws://127.0.0.1/"),
                wrong("b\\u000aad", "connect", "--header", "X: b\nad", "ws://127.0.0.1/"),
                wrong("Upgrade", "connect", "--header", "Upgrade: other", "ws://127.0.0.1/"),
                wrong("a b", "connect", "--subprotocol", "a b", "ws://127.0.0.1/"),
                wrong(
                        "--close must be 1000, or 3000 to 4999, not 1001",
                        "connect",
                        "--close",
                        "1001",
                        "ws://127.0.0.1/"),
                wrong("--ping", "connect", "--ping", "often", "ws://127.0.0.1/"),
                wrong("-1", "connect", "--ping", "-1", "ws://127.0.0.1/"),
                wrong("Cannot read --cacert", "connect", "--cacert", "/nowhere/ca.pem", "wss://127.0.0.1/"));
    }

    @ParameterizedTest
    @MethodSource
    void wrongUse(String said, List<String> arguments) throws Exception {
        assertComplaint(said, run(arguments.toArray(String[]::new)));
    }

    @Test
    void portInUseIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertComplaint("127.0.0.1:" + port, run("serve", "--port", port));
        }
    }

    @Test
    void certificateThatIsNoneIsNamed(@TempDir Path directory) throws Exception {
        Path garbage = Files.writeString(directory.resolve("garbage.pem"), "This is no certificate.");
        String file = garbage.toString();
        assertComplaint(file, run("serve", "--port", "0", "--cert", file, "--key", file));
        assertComplaint(file, run("connect", "--cacert", file, "wss://127.0.0.1/"));
        assertComplaint("Cannot read", run("serve", "--port", "0", "--cert", directory.toString(), "--key", file));
    }

    private static Arguments wrong(String said, String... arguments) {
        return Arguments.of(said, List.of(arguments));
    }

    private static ChildProcess.Result run(String... arguments) throws IOException, InterruptedException {
        try (ChildProcess process = ChildProcess.heddle(QUICK, arguments)) {
            process.endInput();
            return process.result();
        }
    }

    private static void assertComplaint(String said, ChildProcess.Result result) {
        assertThat(result.err()).hasSize(1);
        assertThat(result.err().get(0))
                .startsWith("heddle")
                .contains(said)
                .doesNotContain("Exception")
                .matches("[\\x20-\\x7e]*");
        assertThat(result.out()).isEmpty();
        assertThat(result.status()).isEqualTo(2);
    }
}
