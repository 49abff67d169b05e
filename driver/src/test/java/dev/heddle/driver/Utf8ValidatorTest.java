package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Against the strict decoder of the JDK. */
@Tag("WS-094")
@Tag("WS-095")
@Tag("WS-096")
@Tag("WS-097")
class Utf8ValidatorTest {

    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final CharBuffer decoded = CharBuffer.allocate(1024);

    @Test
    void agreesOnEverySequenceOfUpToThreeBytes() {
        byte[] bytes = new byte[3];
        for (int length = 1; length <= 3; length++) {
            for (int value = 0; value < 1 << 8 * length; value++) {
                for (int i = 0; i < length; i++) {
                    bytes[i] = (byte) (value >> 8 * (length - 1 - i));
                }
                check(bytes, length);
            }
        }
    }

    @Test
    void agreesOnSequencesOfFourBytes() {
        int[] edges = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF};
        byte[] bytes = new byte[4];
        for (int first = 0; first < 256; first++) {
            bytes[0] = (byte) first;
            for (int second = 0; second < 256; second++) {
                bytes[1] = (byte) second;
                for (int third : edges) {
                    bytes[2] = (byte) third;
                    for (int fourth : edges) {
                        bytes[3] = (byte) fourth;
                        check(bytes, 4);
                    }
                }
            }
        }
    }

    @Test
    void agreesOnLongerTextWithAFault() {
        long seed = 97;
        Random random = new Random(seed);
        for (int round = 0; round < 100_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                text.append(random.nextInt(3) > 0 ? "a" : new String[] {"é", "€", "😀"}[random.nextInt(3)]);
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            if (random.nextBoolean()) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            check(bytes, bytes.length);
        }
    }

    @Tag("WS-098")
    @Tag("WS-100")
    @Test
    void cutsDoNotMatterAndTheFirstBadByteIsFound() {
        byte[] bytes = Wire.bytes("6162636465666768 f09f9880 c3a9 ed9fbf f490");
        int bad = bytes.length - 1;
        for (int cut = 0; cut <= bytes.length; cut++) {
            for (Memory memory : Memory.values()) {
                Utf8Validator validator = new Utf8Validator();
                boolean first = validator.accept(memory.copy(bytes, 0, cut));
                assertThat(first).isEqualTo(cut <= bad);
                if (first) {
                    assertThat(validator.accept(memory.copy(bytes, cut, bytes.length)))
                            .isFalse();
                }
            }
        }
    }

    @Tag("WS-100")
    @Test
    void agreesOnAnyTextInAnyPiecesAndKindOfMemory() {
        long seed = 100;
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = text(random);
            if (random.nextInt(3) > 0) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            int bad = firstBad(bytes);
            Utf8Validator validator = new Utf8Validator();
            int end = 0;
            boolean valid = true;
            while (valid && end < bytes.length) {
                int start = end;
                end += Math.min(bytes.length - end, 1 + random.nextInt(60));
                ByteBuffer piece = Memory.any(random).copy(bytes, start, end);
                valid = validator.accept(random.nextInt(8) == 0 ? piece.asReadOnlyBuffer() : piece);
                assertThat(valid)
                        .as("seed %d round %d bytes %d to %d", seed, round, start, end)
                        .isEqualTo(bad >= end);
            }
            assertThat(valid && validator.complete())
                    .as("seed %d round %d", seed, round)
                    .isEqualTo(isUtf8(bytes));
        }
    }

    @Test
    void refusedBytesLeaveNoTrace() {
        Utf8Validator validator = new Utf8Validator();
        assertThat(validator.accept(ByteBuffer.wrap(Wire.bytes("61e2")))).isTrue();
        assertThat(validator.acceptWhole(ByteBuffer.wrap(Wire.bytes("82ff")), false))
                .isFalse();
        assertThat(validator.acceptWhole(ByteBuffer.wrap(Wire.bytes("82")), true))
                .isFalse();
        assertThat(validator.acceptWhole(ByteBuffer.wrap(Wire.bytes("82ac")), true))
                .isTrue();
    }

    @Test
    void nothingIsAcceptedBehindABadByte() {
        Utf8Validator validator = new Utf8Validator();
        assertThat(validator.accept(ByteBuffer.wrap(Wire.bytes("ff")))).isFalse();
        assertThat(validator.accept(ByteBuffer.wrap(Wire.bytes("6162636465666768"))))
                .isFalse();
        assertThat(validator.complete()).isFalse();
    }

    /** Characters of all lengths, with runs of ASCII between them. */
    private static byte[] text(Random random) {
        String[] characters = {"a", "é", "€", "퟿", "😀", "abcdefghijklmnop"};
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(60); i >= 0; i--) {
            text.append(characters[random.nextInt(characters.length)]);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the index of the first byte with which nothing could be UTF-8 any more; the length if there is none. */
    private int firstBad(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        decoded.clear();
        if (!decoder.reset().decode(in, decoded, true).isError()) {
            return bytes.length;
        }
        int start = in.position();
        int end = start;
        while (end < bytes.length && mayBecomeACharacter(Arrays.copyOfRange(bytes, start, end + 1))) {
            end++;
        }
        return end;
    }

    /** Whatever may stand behind a first byte, so may the least or the greatest of continuation bytes. */
    private boolean mayBecomeACharacter(byte[] begun) {
        for (int length = begun.length; length <= 4; length++) {
            for (byte continuation : new byte[] {(byte) 0x80, (byte) 0xBF}) {
                byte[] whole = Arrays.copyOf(begun, length);
                Arrays.fill(whole, begun.length, length, continuation);
                if (isUtf8(whole)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isUtf8(byte[] bytes) {
        decoded.clear();
        return !decoder.reset().decode(ByteBuffer.wrap(bytes), decoded, true).isError();
    }

    private void check(byte[] bytes, int length) {
        Utf8Validator validator = new Utf8Validator();
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
        boolean valid = validator.accept(buffer) && validator.complete();
        decoded.clear();
        boolean expected = !decoder.reset().decode(buffer, decoded, true).isError();
        if (valid != expected) {
            throw new AssertionError(Wire.hex(ByteBuffer.wrap(bytes, 0, length)) + " is "
                    + (expected ? "valid, but refused" : "not valid, but accepted"));
        }
    }
}
