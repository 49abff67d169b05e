package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerHandshakeTest {

    private static final String ACCEPTED = """
        HTTP/1.1 101 Switching Protocols\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
        \r
        """;

    @Tag("WS-041")
    @Test
    void goodRequestIsAnsweredWithTheseBytes() {
        DriverTester tester = DriverTester.fresh(Role.SERVER).feed(DriverTester.REQUEST);
        assertThat(tester.driver.start()).isTrue();
        assertThat(tester.sent()).isEqualTo(ACCEPTED);
        assertThat(tester.log()).first().isEqualTo("connect GET /chat");
        assertThat(tester.driver.state()).isEqualTo(State.OPEN);
        assertThat(tester.driver.version()).isEqualTo("hybi-13");
        assertThat(tester.driver.protocol()).isNull();
    }

    @Tag("WS-042")
    @Test
    void ownFieldsComeBehindTheStatusLineAndTheSubprotocolLast() {
        DriverTester tester =
                DriverTester.fresh(Role.SERVER, DriverTester.options().protocols(List.of("chat")));
        tester.driver.setHeader("X-Custom", "1");
        tester.feed(DriverTester.REQUEST.replace("Host:", "Sec-WebSocket-Protocol: chat\r\nHost:"));
        tester.driver.start();
        assertThat(tester.sent())
                .isEqualTo(ACCEPTED.replace("Upgrade: websocket", "X-Custom: 1\r\nUpgrade: websocket")
                        .replace("xOo=\r\n", "xOo=\r\nSec-WebSocket-Protocol: chat\r\n"));
        assertThat(tester.driver.protocol()).isEqualTo("chat");
    }

    @Tag("WS-035")
    @Tag("H1-014")
    @Test
    void refusalIsAWholeResponse() {
        DriverTester tester = DriverTester.fresh(Role.SERVER).feed(DriverTester.REQUEST.replace(": 13", ": 25"));
        assertThat(tester.driver.start()).isFalse();
        assertThat(tester.sent()).isEqualTo("""
            HTTP/1.1 426 Upgrade Required\r
            Content-Type: text/plain\r
            Sec-WebSocket-Version: 13\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Content-Length: 33\r
            \r
            Unsupported WebSocket version: 25\
            """);
        assertThat(tester.driver.start()).isFalse();
    }

    @Tag("WS-044")
    @Test
    void orderAndCaseOfFieldsAndUnknownOnesDoNotMatter() {
        long seed = 44;
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<String> lines =
                    new ArrayList<>(List.of(DriverTester.REQUEST.trim().split("\r\n")));
            String start = lines.remove(0);
            lines.replaceAll(line ->
                    randomCase(line.substring(0, line.indexOf(':')), random) + line.substring(line.indexOf(':')));
            for (int i = 0; i < 20; i++) {
                lines.add("X-" + i + ": " + i);
            }
            Collections.shuffle(lines, random);
            DriverTester tester = DriverTester.fresh(Role.SERVER);
            tester.feed(start + "\r\n" + String.join("\r\n", lines) + "\r\n\r\n");
            tester.driver.start();
            assertThat(tester.sent())
                    .as("seed %d round %d %s", seed, round, lines)
                    .isEqualTo(ACCEPTED);
        }
    }

    @Tag("WS-029")
    @ParameterizedTest
    @CsvSource({
        "/p?q, /p?q, /p",
        "http://h/p?q, /p?q, /p",
        "http://h, /, /",
        "http://h?q, /?q, /",
        "/a://b, /a://b, /a",
        "/?u=http://x/y, /?u=http://x/y, /"
    })
    void resourceIsThePathOfTheTarget(String target, String resource, String path) {
        Request request = Request.of("GET", target, Headers.empty());
        assertThat(request.resource()).isEqualTo(resource);
        if (!target.equals("/a://b")) {
            assertThat(request.path()).isEqualTo(path);
        }
    }

    @Tag("WS-026")
    @Tag("WS-048")
    @Tag("SEC-24")
    @Test
    void bytesBehindTheRequestWaitForTheDecision() {
        byte[] early = Wire.join(Wire.octets(DriverTester.REQUEST), Wire.bytes("81850000000048656c6c6f"));
        for (int cut = 0; cut <= early.length; cut++) {
            DriverTester tester = DriverTester.fresh(Role.SERVER);
            tester.feed(Memory.HEAP.copy(early, 0, cut)).feed(Memory.HEAP.copy(early, cut, early.length));
            tester.expect("connect GET /chat");
            assertThat(tester.driver.pendingBytes()).isEqualTo(11);
            assertThat(tester.driver.start()).isTrue();
            assertThat(tester.driver.pendingBytes()).isZero();
            assertThat(tester.log()).endsWith("open", "text 48656c6c6f");
        }
    }

    @Tag("WS-048")
    @Tag("SEC-24")
    @Test
    void bytesBehindARefusedRequestAreDropped() {
        DriverTester tester = DriverTester.fresh(Role.SERVER).feed(DriverTester.REQUEST);
        tester.frames("8105 48656c6c6f").log();
        assertThat(tester.asServer().refuse(Response.text(403, "No"))).isTrue();
        assertThat(tester.sent())
                .isEqualTo("HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nNo");
        tester.frames("8105 48656c6c6f");
        assertThat(tester.log()).last().isEqualTo("close 1006");
        assertThat(tester.driver.pendingBytes()).isZero();
        assertThat(tester.driver.wantsClose()).isTrue();
        assertThat(tester.driver.start()).isFalse();
        assertThat(tester.asServer().refuse(Response.text(403, "No"))).isFalse();
    }

    @Tag("WS-039")
    @Tag("WS-040")
    @Test
    void refusalHasTheStatusAndFieldsOfTheApplication() {
        DriverTester tester = DriverTester.fresh(Role.SERVER).feed(DriverTester.REQUEST);
        tester.asServer().refuse(Response.text(401, "é").with("WWW-Authenticate", "Basic realm=x"));
        assertThat(tester.sent())
                .isEqualTo("HTTP/1.1 401 Unauthorized\r\nContent-Type: text/plain\r\n"
                        + "WWW-Authenticate: Basic realm=x\r\nContent-Length: 2\r\n\r\n\u00c3\u00a9");
    }

    @Test
    void answerToHeadHasNoBodyButItsLength() {
        DriverTester tester = DriverTester.fresh(Role.SERVER).feed(DriverTester.REQUEST.replace("GET ", "HEAD "));
        tester.asServer().refuse(Response.text(200, "Hello"));
        assertThat(tester.sent()).isEqualTo("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\n");
    }

    @Test
    void answerWithoutContentHasNoLengthEither() {
        DriverTester tester = DriverTester.fresh(Role.SERVER).feed(DriverTester.REQUEST);
        tester.asServer().refuse(new Response(204, Headers.empty(), new byte[0]));
        assertThat(tester.sent()).isEqualTo("HTTP/1.1 204 No Content\r\n\r\n");
    }

    @Test
    void refusalCanNotContradictItsOwnLength() {
        for (String name : List.of("Content-Length", "content-length", "Transfer-Encoding")) {
            assertThatIllegalArgumentException().as(name).isThrownBy(() -> Response.text(400, "No")
                    .with(name, "5"));
        }
    }

    @Test
    void refusalBeforeTheRequestIsNone() {
        DriverTester tester = DriverTester.fresh(Role.SERVER);
        assertThat(tester.asServer().refuse(Response.text(403, "No"))).isFalse();
        assertThat(tester.sent()).isEmpty();
    }

    @Test
    void startBeforeTheRequestAnswersItWhenItComesAndCountsOnce() {
        DriverTester tester = DriverTester.fresh(Role.SERVER);
        assertThat(tester.driver.start()).isTrue();
        assertThat(tester.driver.start()).isFalse();
        assertThat(tester.sent()).isEmpty();
        tester.feed(DriverTester.REQUEST);
        assertThat(tester.sent()).isEqualTo(ACCEPTED);
        assertThat(tester.driver.start()).isFalse();
    }

    @Test
    void startAfterTheEndIsNone() {
        DriverTester tester = DriverTester.fresh(Role.SERVER);
        tester.driver.close(1001, "bye");
        assertThat(tester.driver.start()).isFalse();
        assertThat(tester.driver.setHeader("X", "y")).isFalse();
        tester.feed(DriverTester.REQUEST);
        tester.expect("close 1001 bye");
    }

    @Tag("SEC-25")
    @Test
    void pipelinedRequestsAreNotAnswered() {
        DriverTester tester = DriverTester.fresh(Role.SERVER);
        tester.driver.start();
        tester.feed(DriverTester.REQUEST.repeat(1000));
        assertThat(tester.sent()).startsWith(ACCEPTED).containsOnlyOnce("HTTP/1.1");
        assertThat(tester.driver.state()).isEqualTo(State.CLOSED);

        DriverTester waiting = DriverTester.fresh(Role.SERVER);
        waiting.feed(DriverTester.REQUEST.repeat(1000));
        assertThat(waiting.sent()).startsWith("HTTP/1.1 400 ").containsOnlyOnce("HTTP/1.1");
        assertThat(waiting.log()).last().asString().startsWith("close 1009");
    }

    @Tag("SEC-24")
    @Test
    void earlyBytesAreBounded() {
        DriverTester tester = DriverTester.fresh(
                Role.SERVER, DriverTester.options().limits(Limits.defaults().withMaxEarlyBytes(100)));
        tester.feed(DriverTester.REQUEST).feed(new byte[100]);
        assertThat(tester.driver.state()).isEqualTo(State.CONNECTING);
        tester.feed(new byte[1]);
        assertThat(tester.driver.state()).isEqualTo(State.CLOSED);
        assertThat(tester.driver.pendingBytes()).isZero();
    }

    @Test
    void requestOfAnHttpServerNeedsNoBytes() {
        DriverTester parsed = DriverTester.fresh(Role.SERVER).feed(DriverTester.REQUEST);
        TestOutput output = new TestOutput();
        List<String> events = new ArrayList<>();
        ServerDriver driver = Driver.http(
                parsed.asServer().request(), DriverOptions.defaults(), output, server -> new DriverListener() {
                    @Override
                    public void onConnect(Request request) {
                        events.add("connect");
                    }

                    @Override
                    public void onOpen() {
                        events.add("open");
                    }

                    @Override
                    public void onText(ByteBuffer data, boolean last) {
                        events.add(Wire.hex(data));
                    }
                });
        driver.parse(ByteBuffer.wrap(Wire.bytes("81850000000048656c6c6f")));
        assertThat(driver.start()).isTrue();
        assertThat(events).containsExactly("open", "48656c6c6f");
        assertThat(Wire.text(output.take())).isEqualTo(ACCEPTED);
    }

    @Test
    void driverThatWasMadeForARequestGivesItUpWhenItIsOpen() {
        DriverTester parsed = DriverTester.fresh(Role.SERVER).feed(DriverTester.REQUEST);
        Request request = parsed.asServer().request();
        ServerDriver driver =
                Driver.http(request, DriverOptions.defaults(), new TestOutput(), server -> new DriverListener() {});
        assertThat(driver.request()).isSameAs(request);
        assertThat(driver.start()).isTrue();
        assertThat(driver.request()).isNull();
        assertThat(driver.url()).isEqualTo("ws://example.com/chat");
    }

    @Test
    void driverThatParsedTheRequestKeepsIt() {
        DriverTester tester = DriverTester.fresh(Role.SERVER).feed(DriverTester.REQUEST);
        Request request = tester.asServer().request();
        assertThat(tester.driver.start()).isTrue();
        assertThat(tester.asServer().request()).isNotNull().isSameAs(request);
    }

    @Test
    void urlIsSecureOnlyByTlsOrATrustedProxy() {
        String forwarded = DriverTester.REQUEST.replace("Host:", "X-Forwarded-Proto: https\r\nHost:");
        DriverTester tester = DriverTester.fresh(Role.SERVER);
        assertThat(tester.driver.url()).isEmpty();
        assertThat(tester.feed(forwarded).driver.url()).isEqualTo("ws://example.com/chat");
        assertThat(DriverTester.fresh(Role.SERVER, DriverTester.options().trustForwarded(true))
                        .feed(forwarded)
                        .driver
                        .url())
                .isEqualTo("wss://example.com/chat");
    }

    private static String randomCase(String text, Random random) {
        StringBuilder mixed = new StringBuilder();
        text.chars()
                .forEach(c -> mixed.append(
                        (char) (random.nextBoolean() ? Character.toUpperCase(c) : Character.toLowerCase(c))));
        return mixed.toString();
    }
}
