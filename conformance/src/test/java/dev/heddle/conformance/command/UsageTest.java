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
import org.junit.jupiter.params.provider.ValueSource;

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
                wrong(
                        "--deflate-options: maxWindowBits must be 8 to 15, not 7",
                        "serve",
                        "--deflate-options",
                        "maxWindowBits=7"),
                wrong("level must be -1 to 9, not 10", "serve", "--deflate", "--deflate-options", "level=10"),
                wrong("threshold must be at least 0, not -1", "serve", "--deflate-options=threshold=-1"),
                wrong("memLevel can not be set", "serve", "--deflate-options", "level=1; memLevel=9"),
                wrong("--deflate-options", "serve", "--deflate-options"),
                wrong("there are level, strategy,", "serve", "--deflate-options", "windowBits=9"),
                wrong("le\\u001bvel", "serve", "--deflate-options", "le\u001bvel=9"),
                wrong("URL", "connect"),
                wrong(
                        "--deflate-options: requestMaxWindowBits must be 8 to 15, not 16",
                        "connect",
                        "--deflate-options",
                        "requestMaxWindowBits=16",
                        "ws://127.0.0.1/"),
                wrong(
                        "strategy must be default or filtered or huffmanOnly, not rle",
                        "connect",
                        "--deflate-options",
                        "strategy=rle",
                        "ws://127.0.0.1/"),
                wrong(
                        "noContextTakeover must be true or false, not 1",
                        "connect",
                        "--deflate-options",
                        "noContextTakeover=1",
                        "ws://127.0.0.1/"),
                wrong("ftp://127.0.0.1/", "connect", "ftp://127.0.0.1/"),
                wrong("http://127.0.0.1:65536/", "connect", "http://127.0.0.1:65536/"),
                wrong("ws://127.0.0.1/#part", "connect", "ws://127.0.0.1/#part"),
                wrong("65536", "connect", "ws://127.0.0.1:65536/"),
                wrong("not a URL", "connect", "not a URL"),
                wrong("NAME: VALUE", "connect", "--header", "no-colon", "ws://127.0.0.1/"),
                wrong("X holds U+000A at 1", "connect", "--header", "X: b\nad", "ws://127.0.0.1/"),
                wrong("Upgrade", "connect", "--header", "Upgrade: other", "ws://127.0.0.1/"),
                wrong("a b", "connect", "--subprotocol", "a b", "ws://127.0.0.1/"),
                wrong(
                        "--close must be 1000, or 3000 to 4999, not 1001",
                        "connect",
                        "--close",
                        "1001",
                        "ws://127.0.0.1/"),
                wrong("--ping", "connect", "--ping", "often", "ws://127.0.0.1/"),
                wrong("--ping must be at least 0, not -1", "connect", "--ping", "-1", "ws://127.0.0.1/"),
                wrong("99999", "connect", "--reconnect", "ws://127.0.0.1:99999/"),
                wrong("--http2 is for --transport netty", "serve", "--transport", "socket", "--http2"),
                wrong("--http2 is for ws: and wss:", "connect", "--http2", "http://127.0.0.1/"),
                wrong("--ping is for ws: and wss:", "connect", "--ping", "1", "https://127.0.0.1/"),
                wrong("--deflate is for ws: and wss:", "connect", "--deflate", "http://127.0.0.1/"),
                wrong("is not a valid proxy URL", "connect", "--proxy", "ftp://proxy", "ws://127.0.0.1/"),
                wrong("--cert and --key go together", "connect", "--cert", "cert.pem", "wss://127.0.0.1/"),
                wrong("use one of them", "connect", "--insecure", "--cacert", "ca.pem", "wss://127.0.0.1/"),
                wrong("Cannot read --cert", "connect", "--cert", "/nowhere/c", "--key", "/k", "wss://127.0.0.1/"),
                wrong("Cannot read --cacert", "connect", "--cacert", "/nowhere/ca.pem", "wss://127.0.0.1/"));
    }

    @ParameterizedTest
    @MethodSource
    void wrongUse(String said, List<String> arguments) throws Exception {
        assertComplaint(said, run(arguments.toArray(String[]::new)));
    }

    /** Also on a terminal that has no more than ASCII. */
    @ParameterizedTest
    @ValueSource(strings = {"serve", "connect"})
    void helpTellsTheRangesOfCompression(String command) throws Exception {
        ChildProcess.Result result = run(command, "--help");
        assertThat(result.status()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).allMatch(line -> line.matches("[\\x20-\\x7e]*"));
        assertThat(String.join(" ", result.out()).replaceAll(" +", " "))
                .contains(
                        " --deflate ",
                        "--deflate-options=",
                        " level=-1 to 9;",
                        " strategy=default, filtered or huffmanOnly;",
                        " noContextTakeover;",
                        " maxWindowBits=8 to 15;",
                        " requestNoContextTakeover;",
                        " requestMaxWindowBits=8 to 15;",
                        " threshold=BYTES;",
                        " maxIdleCodecs=N.");
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
