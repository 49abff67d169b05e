package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a peer sends, nothing is thrown, and it ends in one of the ways that are documented. */
@Tag("SEC-22")
@Tag("WS-128")
class Sec22TotalParserTest {

    @ParameterizedTest
    @EnumSource
    void mutatedHeadsWithRandomCuts(Role role) {
        long seed = 22;
        Random random = new Random(seed);
        String good = role == Role.SERVER ? DriverTester.REQUEST : DriverTester.RESPONSE;
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = mutate(Wire.octets(good), random);
            DriverTester tester = DriverTester.fresh(role);
            if (random.nextInt(10) > 0) {
                tester.driver.start();
            }
            feedInPieces(tester, bytes, random);
            tester.driver.start();
            tester.driver.end();
            checkEvents(tester, "seed " + seed + " round " + round + " " + Wire.hex(bytes));
        }
    }

    @ParameterizedTest
    @EnumSource
    void randomBytesBehindTheHandshake(Role role) {
        long seed = 128;
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[1 + random.nextInt(60)];
            random.nextBytes(bytes);
            DriverTester whole = DriverTester.open(role).feed(bytes);
            DriverTester pieces = DriverTester.open(role);
            feedInPieces(pieces, bytes, random);
            String context = "seed " + seed + " round " + round + " " + Wire.hex(bytes);
            assertThat(pieces.log()).as(context).isEqualTo(copyOf(whole, context));
        }
    }

    @Tag("WS-104")
    @ParameterizedTest
    @EnumSource
    void mutatedFramesWithRandomCuts(Role role) {
        long seed = 129;
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = {};
            for (int i = random.nextInt(5); i >= 0; i--) {
                byte[] payload = new byte[random.nextInt(random.nextInt(20) == 0 ? 300 : 12)];
                if (random.nextInt(3) == 0) {
                    random.nextBytes(payload);
                }
                int opcode = List.of(0, 1, 2, 8, 9, 10, 1, 2).get(random.nextInt(8));
                bytes = Wire.join(bytes, Wire.frame(role, random.nextInt(4) > 0, opcode, payload));
            }
            bytes = random.nextBoolean() ? bytes : mutate(bytes, random);
            DriverTester whole = DriverTester.open(role).feed(bytes);
            DriverTester pieces = DriverTester.open(role);
            feedInPieces(pieces, bytes, random);
            String context = "seed " + seed + " round " + round + " " + Wire.hex(bytes);
            assertThat(pieces.log()).as(context).isEqualTo(copyOf(whole, context));
        }
    }

    @Tag("SEC-20")
    @Tag("H1-012")
    @Tag("H1-013")
    @ParameterizedTest
    @EnumSource
    void endlessHeadStopsAtTheLimit(Role role) {
        String start = role == Role.SERVER ? "GET / HTTP/1.1\r\n" : "HTTP/1.1 101 S\r\n";
        for (String endless : List.of("X: y\r\n", "\r\n", "X", "X: " + "y".repeat(5000) + "\r\n", " ")) {
            for (String first : List.of(start, "")) {
                DriverTester tester = DriverTester.fresh(role);
                tester.driver.start();
                tester.feed(first);
                long before = Allocation.bytes();
                ByteBuffer part = ByteBuffer.wrap(Wire.octets(endless));
                for (int fed = 0; fed < 100_000; fed += endless.length()) {
                    tester.driver.parse(part.rewind());
                }
                assertThat(Allocation.bytes() - before).isLessThan(1024 * 1024);
                assertThat(tester.driver.state()).as(endless).isEqualTo(State.CLOSED);
                if (role == Role.SERVER) {
                    assertThat(tester.sent()).containsOnlyOnce("HTTP/1.1 4");
                }
            }
        }
    }

    @Test
    void constructorIsNoName() {
        DriverTester tester =
                DriverTester.fresh(Role.SERVER, DriverTester.options().protocols(List.of("chat")));
        tester.driver.start();
        tester.feed(
                DriverTester.REQUEST.replace(
                        "Host:",
                        "Sec-WebSocket-Protocol: constructor, __proto__\r\nSec-WebSocket-Extensions: constructor; __proto__\r\nHost:"));
        assertThat(tester.driver.state()).isEqualTo(State.OPEN);
        assertThat(tester.driver.protocol()).isNull();
    }

    private static List<String> copyOf(DriverTester tester, String context) {
        List<String> log = tester.log();
        assertThat(log).as(context).noneMatch(entry -> entry.startsWith("after close"));
        assertThat(tester.driver.pendingBytes()).as(context).isZero();
        return log;
    }

    private static void checkEvents(DriverTester tester, String context) {
        assertThat(tester.driver.state()).as(context).isEqualTo(State.CLOSED);
        List<String> log = copyOf(tester, context);
        assertThat(log)
                .as(context)
                .filteredOn(entry -> entry.startsWith("close"))
                .hasSize(1);
        assertThat(log)
                .as(context)
                .filteredOn(entry -> entry.startsWith("error"))
                .hasSizeLessThan(2);
    }

    private static void feedInPieces(DriverTester tester, byte[] bytes, Random random) {
        for (int done = 0; done < bytes.length; ) {
            int end = Math.min(bytes.length, done + 1 + random.nextInt(40));
            Memory memory = Memory.any(random);
            tester.feed(memory.copy(bytes, done, end));
            done = end;
        }
    }

    private static byte[] mutate(byte[] good, Random random) {
        byte[] bytes = good;
        for (int i = random.nextInt(4); i >= 0 && bytes.length > 1; i--) {
            int place = random.nextInt(bytes.length);
            int end = place + random.nextInt(Math.min(20, bytes.length - place));
            byte[] middle = Arrays.copyOfRange(bytes, place, end);
            byte[] head = Arrays.copyOf(bytes, place);
            byte[] tail = Arrays.copyOfRange(bytes, end, bytes.length);
            bytes = switch (random.nextInt(4)) {
                case 0 -> Wire.join(head, tail);
                case 1 -> Wire.join(head, middle, middle, tail);
                case 2 -> Wire.join(head, new byte[] {(byte) random.nextInt(256)}, middle, tail);
                default -> {
                    byte[] flipped = bytes.clone();
                    flipped[place] = (byte) (flipped[place] ^ 1 << random.nextInt(8));
                    yield flipped;
                }
            };
        }
        return bytes;
    }
}
