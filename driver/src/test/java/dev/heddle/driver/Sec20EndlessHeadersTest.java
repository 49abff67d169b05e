package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A head stops at its limits while it is still arriving: a client's request, a server's response, a proxy's answer. */
@Tag("SEC-20")
@Tag("H1-012")
@Tag("H1-013")
class Sec20EndlessHeadersTest {

    private enum Sender {
        CLIENT("GET / HTTP/1.1\r\n"),
        SERVER("HTTP/1.1 101 S\r\n"),
        PROXY("HTTP/1.1 200 C\r\n");

        private final String startLine;

        Sender(String startLine) {
            this.startLine = startLine;
        }
    }

    /** What reads the head, with the errors that it told. */
    private static final class Receiver implements DriverListener, ProxyListener {

        private final Sender sender;
        private final TestOutput output = new TestOutput();
        private final List<ProtocolError> errors = new ArrayList<>();
        private final Consumer<ByteBuffer> parse;
        private final BooleanSupplier wantsClose;

        Receiver(Sender sender, Limits limits) {
            this.sender = sender;
            DriverOptions options = DriverTester.options().limits(limits).build();
            if (sender == Sender.CLIENT) {
                ServerDriver driver = Driver.server(options, output, made -> this);
                parse = driver::parse;
                wantsClose = driver::wantsClose;
                driver.start();
                return;
            }
            ClientDriver driver = Driver.client("ws://example.com/", options, output, made -> this);
            if (sender == Sender.SERVER) {
                parse = driver::parse;
                wantsClose = driver::wantsClose;
                driver.start();
            } else {
                ProxyDriver proxy = driver.proxy(ProxyTester.URL, output, made -> this);
                parse = proxy::parse;
                wantsClose = proxy::wantsClose;
                proxy.start();
            }
            output.take();
        }

        Receiver feed(String octets) {
            parse.accept(ByteBuffer.wrap(Wire.octets(octets)));
            return this;
        }

        void expectNoError() {
            assertThat(errors).isEmpty();
            assertThat(wantsClose.getAsBoolean()).isFalse();
            assertThat(output.take()).isEmpty();
        }

        /** Expects one error, and from a server one response of that status; others have nothing to say. */
        void expectLimit(Violation violation, String limit, String status) {
            assertThat(errors).singleElement().satisfies(error -> {
                assertThat(error.violation()).isEqualTo(violation);
                assertThat(error.limit()).isEqualTo(limit);
            });
            assertThat(wantsClose.getAsBoolean()).isTrue();
            String answer = Wire.text(output.take());
            if (sender == Sender.CLIENT) {
                assertThat(answer).startsWith("HTTP/1.1 " + status + " ").containsOnlyOnce("HTTP/1.1");
            } else {
                assertThat(answer).isEmpty();
            }
        }

        @Override
        public void onConnect() {
            throw new AssertionError("There is no answer yet");
        }

        @Override
        public void onError(ProtocolError error) {
            errors.add(error);
        }
    }

    /** Different from each other, so that none can stand in for another. */
    private static final Limits LIMITS = Limits.defaults().withHead(100, 200, 3000, 20);

    @ParameterizedTest
    @EnumSource
    void linesAreCountedAsReceivedThoughTheirNamesAreEqual(Sender sender) {
        for (String line : List.of("X: y\r\n", "Cookie: a\r\n", "X:\r\n")) {
            Receiver receiver = new Receiver(sender, LIMITS).feed(sender.startLine + line.repeat(20));
            receiver.expectNoError();
            receiver.feed(line).expectLimit(Violation.TOO_MANY_FIELDS, "maxFieldLines is 20", "431");
        }
    }

    @ParameterizedTest
    @EnumSource
    void hundredEqualLinesAreTakenAndOneMoreIsNot(Sender sender) {
        Receiver receiver = new Receiver(sender, Limits.defaults()).feed(sender.startLine + "X: y\r\n".repeat(100));
        receiver.expectNoError();
        receiver.feed("X: y\r\n").expectLimit(Violation.TOO_MANY_FIELDS, "maxFieldLines is 100", "431");
    }

    @ParameterizedTest
    @EnumSource
    void startLineStopsAtItsLimit(Sender sender) {
        Receiver receiver = new Receiver(sender, LIMITS).feed("x".repeat(100));
        receiver.expectNoError();
        receiver.feed("x").expectLimit(Violation.START_LINE_TOO_LONG, "maxStartLine is 100", "414");
    }

    @ParameterizedTest
    @EnumSource
    void fieldLineStopsAtItsLimit(Sender sender) {
        for (String first : List.of("X", "X: ", " ")) {
            Receiver receiver = new Receiver(sender, LIMITS).feed(sender.startLine);
            receiver.feed(first + "y".repeat(200 - first.length())).expectNoError();
            receiver.feed("y").expectLimit(Violation.FIELD_TOO_LONG, "maxFieldLine is 200", "431");
        }
    }

    @ParameterizedTest
    @EnumSource
    void headStopsAtItsLimit(Sender sender) {
        String line = "X: " + "y".repeat(195) + "\r\n";
        String head = sender.startLine + line.repeat(15);
        Receiver receiver = new Receiver(sender, LIMITS).feed(head.substring(0, 3000));
        receiver.expectNoError();
        receiver.feed("y").expectLimit(Violation.HEAD_TOO_LARGE, "maxHead is 3000", "431");
    }

    @ParameterizedTest
    @EnumSource
    void endlessHeadCostsLittleMemoryAndIsOneError(Sender sender) {
        for (String endless : List.of("X: y\r\n", "X", " ", "X: " + "y".repeat(5000) + "\r\n", "\r\n")) {
            for (String start : List.of(sender.startLine + "A: b\r\n", "")) {
                if (start.isEmpty() || !endless.equals("\r\n")) {
                    checkEndless(new Receiver(sender, Limits.defaults()).feed(start), endless);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVER", "PROXY"})
    void endlessInterimResponsesAreOneError(Sender sender) {
        String interim = "HTTP/1.1 103 E\r\nX: " + "y".repeat(500) + "\r\n\r\n";
        Receiver receiver = new Receiver(sender, Limits.defaults()).feed(interim.repeat(10));
        receiver.expectNoError();
        checkEndless(receiver, interim);
        assertThat(receiver.errors.get(0).violation()).isEqualTo(Violation.TOO_MANY_INTERIM_RESPONSES);
    }

    private static void checkEndless(Receiver receiver, String endless) {
        ByteBuffer part = ByteBuffer.wrap(Wire.octets(endless));
        long before = Allocation.bytes();
        for (int fed = 0; fed < 200_000; fed += part.capacity()) {
            receiver.parse.accept(part.rewind());
        }
        assertThat(Allocation.bytes() - before).as(endless).isLessThan(1024 * 1024);
        assertThat(receiver.errors).as(endless).hasSize(1);
        assertThat(receiver.wantsClose.getAsBoolean()).isTrue();
        assertThat(Wire.text(receiver.output.take()).split("HTTP/1.1", -1)).hasSizeLessThan(3);
    }
}
