package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * What must hold of every driver, whatever its peer sends and however that is cut: nothing is thrown, the same bytes cause
 * the same events and output, at most one error and exactly one close event come at the end, and what is kept stays within
 * the limits. The fuzz tests ask this of each protocol.
 */
final class AnyInput {

    /** Small enough that a fuzzer reaches each of them. */
    static final Limits LIMITS = Limits.defaults()
            .withMaxLength(1000)
            .withMaxFragments(16)
            .withHead(200, 300, 1000, 16)
            .withMaxEarlyBytes(100);

    private static final int LONGEST_PIECE = 40;

    /** Gives the next piece of what is left. */
    private interface Cut {
        ByteBuffer next(byte[] input, int done);
    }

    /** What a driver did. */
    record Outcome(DriverTester tester, List<String> log) {

        boolean opened() {
            return log.contains("open");
        }

        /** Returns code and text of the error event, or an empty text if there was none. */
        String error() {
            return log.stream()
                    .filter(entry -> entry.startsWith("error "))
                    .map(entry -> entry.substring(6))
                    .findFirst()
                    .orElse("");
        }

        /** Returns the body of a response that refuses. */
        byte[] body() {
            return tester.driver instanceof ClientDriver client ? client.body() : new byte[0];
        }

        /** Returns code and text of the close event. */
        String close() {
            return log.get(log.size() - 1).substring(6);
        }

        /** Returns the messages, pings and pongs. */
        List<String> messages() {
            return log.stream()
                    .filter(entry -> List.of("text", "binary", "ping", "pong").contains(type(entry)))
                    .toList();
        }
    }

    private AnyInput() {}

    static DriverOptions.Builder options() {
        return DriverTester.options().limits(LIMITS).protocols(List.of("chat", "superchat"));
    }

    /**
     * Feeds bytes to drivers whole, one by one and in pieces, each time starts the driver if it was not and ends the
     * connection, and checks what the drivers did.
     *
     * @param fresh makes a driver, each time in the same state
     * @return what the driver did that got the bytes whole
     */
    static Outcome check(byte[] input, Supplier<DriverTester> fresh) {
        Outcome whole = feed(fresh.get(), input, (bytes, done) -> Memory.HEAP.copy(bytes));
        Outcome single = feed(fresh.get(), input, (bytes, done) -> Memory.HEAP_SLICE.copy(bytes, done, done + 1));
        assertThat(single.log()).as("byte by byte").isEqualTo(whole.log());
        // The places come from the input, so that a finding is its bytes and nothing else.
        Random random = new Random(Arrays.hashCode(input));
        Outcome pieces = feed(fresh.get(), input, (bytes, done) -> {
            int longest = Math.min(bytes.length - done, LONGEST_PIECE);
            return Memory.any(random).copy(bytes, done, done + 1 + random.nextInt(longest));
        });
        assertThat(pieces.log()).as("in pieces").isEqualTo(whole.log());
        assertThat(single.body()).as("byte by byte").isEqualTo(whole.body());
        assertThat(pieces.body()).as("in pieces").isEqualTo(whole.body());
        return whole;
    }

    private static Outcome feed(DriverTester tester, byte[] input, Cut cut) {
        for (int done = 0; done < input.length; ) {
            ByteBuffer piece = cut.next(input, done);
            done += piece.remaining();
            tester.feed(piece);
            checkMemory(tester.driver);
        }
        tester.driver.start();
        checkMemory(tester.driver);
        tester.driver.end();
        Outcome outcome = new Outcome(tester, tester.log());
        checkEnd(outcome);
        checkDead(tester, input);
        return outcome;
    }

    /** Nothing waits but what came too early. */
    private static void checkMemory(Driver driver) {
        boolean early = driver.state() == State.BEGINNING || driver.state() == State.CONNECTING;
        int most = early ? LIMITS.maxEarlyBytes() : 0;
        // By hand, as this is asked behind every byte.
        if (driver.pendingBytes() > most || driver.bufferedAmount() > 0) {
            throw new AssertionError("Driver keeps " + driver.pendingBytes() + " received bytes, at most " + most
                    + " expected, and " + driver.bufferedAmount() + " to send");
        }
    }

    /** What a driver whose connection has ended must have said, and that it has kept nothing. */
    static void checkEnd(Outcome outcome) {
        List<String> log = outcome.log();
        assertThat(outcome.tester().driver.state()).isEqualTo(State.CLOSED);
        assertThat(outcome.tester().driver.pendingBytes()).isZero();
        assertThat(log).filteredOn(entry -> entry.startsWith("close ")).hasSize(1);
        assertThat(log).last().asString().startsWith("close ");
        assertThat(log).filteredOn(entry -> entry.equals("open")).hasSizeLessThan(2);
        assertThat(log).filteredOn(entry -> entry.startsWith("error ")).hasSizeLessThan(2);
        if (!outcome.error().isEmpty()) {
            assertThat(log.get(log.size() - 2)).isEqualTo("error " + outcome.close());
        }
        for (String message : outcome.messages()) {
            String type = type(message);
            checkMessage(
                    type,
                    HexFormat.of().parseHex(message.substring(type.length()).trim()));
        }
    }

    private static String type(String entry) {
        return entry.split(" ", -1)[0];
    }

    private static void checkMessage(String type, byte[] payload) {
        switch (type) {
            case "text" -> {
                assertThat(payload.length).isLessThanOrEqualTo(LIMITS.maxLength());
                assertThat(isUtf8(payload)).as("text is UTF-8").isTrue();
            }
            case "binary" -> assertThat(payload.length).isLessThanOrEqualTo(LIMITS.maxLength());
            default -> assertThat(payload.length).isLessThanOrEqualTo(125);
        }
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** A closed driver takes bytes without a word, and no commands. */
    private static void checkDead(DriverTester tester, byte[] input) {
        tester.feed(input);
        tester.driver.end();
        assertThat(tester.driver.start()).isFalse();
        assertThat(tester.driver.text("x")).isFalse();
        assertThat(tester.driver.close()).isFalse();
        assertThat(tester.driver.pendingBytes()).isZero();
        assertThat(tester.log()).isEmpty();
    }
}
