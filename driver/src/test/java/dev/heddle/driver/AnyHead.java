package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** What must hold of a driver that is not open yet, whatever bytes it gets: {@link AnyInput}, and what is said here. */
final class AnyHead {

    private static final String END = "\r\n\r\n";

    private AnyHead() {}

    static void check(Role role, byte[] input) throws ViolationException {
        switch (role) {
            case SERVER -> checkRequest(input);
            case CLIENT -> checkResponse(input);
        }
    }

    private static void checkRequest(byte[] input) throws ViolationException {
        AnyInput.Outcome outcome = checkStarts(Role.SERVER, input);
        Request request = outcome.tester().asServer().request();
        if (request != null) {
            String startLine = request.method() + " " + request.target() + " " + request.version();
            assertThat(lines(startLine, request.headers())).isEqualTo(plainLines(Wire.text(input)));
            HttpHead again = parseWhole(new HttpWriter(startLine).fields(request.headers()));
            assertThat(again.request(false)).isEqualTo(request);
        }
        checkAnswer(outcome);
    }

    private static void checkResponse(byte[] input) throws ViolationException {
        AnyInput.Outcome outcome = checkStarts(Role.CLIENT, input);
        ClientDriver driver = outcome.tester().asClient();
        if (driver.statusCode() != 0) {
            List<String> plain = plainLines(withoutInterim(Wire.text(input)));
            String startLine = plain.get(0);
            assertThat(startLine.substring(9, 12)).isEqualTo(Integer.toString(driver.statusCode()));
            assertThat(lines(startLine, driver.headers())).isEqualTo(plain);
            HttpHead again = parseWhole(new HttpWriter(startLine).fields(driver.headers()));
            assertThat(again.responseStatus()).isEqualTo(driver.statusCode());
            assertThat(again.headers()).isEqualTo(driver.headers());
        }
        assertThat(driver.awaitsBody()).isFalse();
        assertThat(outcome.body().length).isLessThanOrEqualTo(Math.min(input.length, ResponseBody.LIMIT));
        if (outcome.opened()) {
            assertThat(outcome.body()).isEmpty();
            assertThat(driver.statusCode()).isEqualTo(101);
            assertThat(driver.headers().all("Sec-WebSocket-Accept"))
                    .containsExactly(HandshakeKey.accept(outcome.tester().sentKey()));
        } else {
            // A client says nothing behind its request.
            assertThat(outcome.tester().sent()).endsWith(END).containsOnlyOnce(END);
        }
    }

    /** It makes no difference when the owner starts, unless more came before than a driver holds. */
    private static AnyInput.Outcome checkStarts(Role role, byte[] input) {
        AnyInput.Outcome early = AnyInput.check(input, () -> {
            DriverTester tester = DriverTester.fresh(role, AnyInput.options());
            tester.driver.start();
            return tester;
        });
        AnyInput.Outcome late = AnyInput.check(input, () -> DriverTester.fresh(role, AnyInput.options()));
        if (!late.error().endsWith(Violation.EARLY_BYTES.text())) {
            assertThat(late.log()).isEqualTo(early.log());
        }
        return early;
    }

    /** A server accepts a good request, and refuses a bad one with one complete response. */
    static void checkAnswer(AnyInput.Outcome outcome) throws ViolationException {
        ByteBuffer sent = ByteBuffer.wrap(Wire.octets(outcome.tester().sent()));
        if (!sent.hasRemaining()) {
            assertThat(outcome.log()).containsExactly("close 1006");
            return;
        }
        HttpHead answer = new HttpHead(Limits.defaults());
        assertThat(answer.parse(sent)).isTrue();
        if (outcome.opened()) {
            assertThat(answer.responseStatus()).isEqualTo(101);
            Request request = outcome.tester().asServer().request();
            checkGood(request);
            assertThat(answer.headers().first("Sec-WebSocket-Accept"))
                    .isEqualTo(HandshakeKey.accept(request.headers().first("Sec-WebSocket-Key")));
        } else {
            assertThat(answer.responseStatus()).isBetween(400, 505);
            Request request = outcome.tester().asServer().request();
            if (request != null && request.method().equals("HEAD")) {
                // RFC 9110 §9.3.2: the answer says how long a body it would have.
                assertThat(sent.hasRemaining()).isFalse();
                assertThat(answer.headers().all("Content-Length")).hasSize(1);
            } else {
                assertThat(answer.headers().all("Content-Length")).containsExactly(Integer.toString(sent.remaining()));
                assertThat(outcome.error()).endsWith(" " + StandardCharsets.UTF_8.decode(sent));
            }
        }
    }

    private static void checkGood(Request request) {
        Headers headers = request.headers();
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.version()).startsWith("HTTP/1.").isNotEqualTo("HTTP/1.0");
        assertThat(headers.all("Host")).hasSize(1);
        assertThat(headers.joined("Connection")).containsIgnoringCase("upgrade");
        assertThat(headers.joined("Upgrade")).containsIgnoringCase("websocket");
        assertThat(headers.all("Sec-WebSocket-Version")).containsExactly("13");
        assertThat(headers.all("Sec-WebSocket-Key"))
                .singleElement()
                .satisfies(key -> assertThat(Base64.getDecoder().decode(key)).hasSize(16));
        assertThat(headers.contains("Transfer-Encoding")).isFalse();
        assertThat(headers.all("Content-Length")).allMatch("0"::equals);
    }

    private static HttpHead parseWhole(HttpWriter writer) throws ViolationException {
        ByteBuffer written = ByteBuffer.wrap(writer.end());
        HttpHead head = new HttpHead(Limits.defaults());
        assertThat(head.parse(written)).isTrue();
        assertThat(written.hasRemaining()).isFalse();
        return head;
    }

    private static List<String> lines(String startLine, Headers headers) {
        return List.of(
                Wire.text(new HttpWriter(startLine).fields(headers).end()).split("\r\n"));
    }

    /** Reads the lines of the first head in the plainest way, each field with one space behind the colon. */
    private static List<String> plainLines(String text) {
        String head = text.replaceFirst("^(\r\n)+", "");
        return Arrays.stream(head.substring(0, head.indexOf(END)).split("\r\n", -1))
                .map(line -> line.replaceFirst("(?s)^([^ :]+):[ \t]*(.*?)[ \t]*\\z", "$1: $2"))
                .toList();
    }

    /** Removes the heads in front of the final one. */
    private static String withoutInterim(String text) {
        String rest = text.replaceFirst("^(\r\n)+", "");
        boolean interim = rest.startsWith("1", 9) && !rest.startsWith("101", 9);
        return interim ? withoutInterim(rest.substring(rest.indexOf(END) + END.length())) : rest;
    }
}
