package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against masking byte by byte. */
@Tag("WS-063")
class MaskerTest {

    private static final int GUARD = 9;

    @ParameterizedTest
    @EnumSource
    void unmasksAtEachOffsetPhaseAndLength(Memory memory) {
        for (int offset = 0; offset < 9; offset++) {
            for (int phase = 0; phase < 9; phase++) {
                for (int length = 0; length < 41; length++) {
                    byte[] bytes = random(offset + length + GUARD);
                    ByteBuffer buffer = memory.copy(bytes);
                    int start = buffer.position() + offset;
                    Masker.unmask(buffer, start, start + length, Wire.KEY, phase);
                    byte[] expected = masked(bytes, offset, length, phase);
                    assertThat(Wire.hex(buffer))
                            .as("offset %d phase %d length %d", offset, phase, length)
                            .isEqualTo(Wire.hex(expected));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void copiesFromEachKindOfMemoryToEach(Memory source) {
        for (Memory target : Memory.values()) {
            for (int offset = 0; offset < 9; offset++) {
                for (int phase = 0; phase < 5; phase++) {
                    for (int length = 0; length < 26; length++) {
                        byte[] bytes = random(offset + length + GUARD);
                        ByteBuffer from = source.copy(bytes);
                        ByteBuffer to = target.copy(new byte[length + 2]);
                        int start = to.position();
                        Masker.copy(from, from.position() + offset, to, start + 1, length, Wire.KEY, phase);
                        byte[] expected = masked(bytes, offset, length, phase);
                        assertThat(Wire.hex(to))
                                .as("to %s offset %d phase %d length %d", target, offset, phase, length)
                                .isEqualTo(
                                        "00" + Wire.hex(Arrays.copyOfRange(expected, offset, offset + length)) + "00");
                        assertThat(Wire.hex(from)).isEqualTo(Wire.hex(bytes));
                        assertThat(to.position()).isEqualTo(start);
                    }
                }
            }
        }
    }

    @Test
    void copiesFromReadOnlyMemory() {
        byte[] bytes = random(100);
        ByteBuffer to = ByteBuffer.allocate(100);
        Masker.copy(ByteBuffer.wrap(bytes).asReadOnlyBuffer(), 0, to, 0, 100, Wire.KEY, 3);
        assertThat(to.array()).isEqualTo(masked(bytes, 0, 100, 3));
    }

    @ParameterizedTest
    @EnumSource
    void unmasksLargePayloadsInPieces(Memory memory) {
        long seed = 63;
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            byte[] bytes = random(random.nextInt(70_000));
            ByteBuffer buffer = memory.copy(bytes);
            int start = buffer.position();
            for (int done = 0; done < bytes.length; ) {
                int count = Math.min(bytes.length - done, 1 + random.nextInt(5000));
                Masker.unmask(buffer, start + done, start + done + count, 0x89ABCDEF, done);
                done += count;
            }
            byte[] got = new byte[bytes.length];
            buffer.get(got);
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (bytes[i] ^ 0x89ABCDEF >> 24 - 8 * (i % 4));
            }
            assertThat(Arrays.equals(got, bytes))
                    .as("seed %d round %d", seed, round)
                    .isTrue();
        }
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** Masks a part of the bytes in the plainest way. */
    private static byte[] masked(byte[] bytes, int offset, int length, int phase) {
        byte[] key = {0x37, (byte) 0xfa, 0x21, 0x3d};
        byte[] masked = bytes.clone();
        for (int i = 0; i < length; i++) {
            masked[offset + i] = (byte) (bytes[offset + i] ^ key[(phase + i) % 4]);
        }
        return masked;
    }
}
