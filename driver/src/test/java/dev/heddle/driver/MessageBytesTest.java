package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How memory follows the bytes that come. */
class MessageBytesTest {

    private static final int READ = 64 * 1024;

    private final MessageBytes bytes = new MessageBytes();

    @ParameterizedTest
    @CsvSource({
        // The first part has it all.
        "100, 100, 100",
        // A little is no reason to make room for much.
        "100, 1, 8",
        "100, 50, 100",
        "1000000, 1000, 8000",
        "1000000, 65536, 524288",
        // And much is none to make room for very much.
        "100000000, 65536, 524288",
        "100000000, 300000, 1048576",
        "100000000, 2000000, 2000000",
    })
    void roomForADeclaredLengthFollowsTheFirstPart(int declared, int first, int capacity) {
        bytes.declare(declared);
        append(first);
        assertThat(bytes.take().array()).hasSize(capacity);
    }

    @Test
    void aMebibyteTakesTwoArrays() {
        bytes.declare(MessageBytes.MOST_TRUSTED);
        long before = Allocation.bytes();
        byte[] part = new byte[READ];
        for (int i = 0; i < MessageBytes.MOST_TRUSTED / READ; i++) {
            bytes.append(ByteBuffer.wrap(part));
        }
        long allocated = Allocation.bytes() - before;
        assertThat(bytes.take().array()).hasSize(MessageBytes.MOST_TRUSTED);
        assertThat(allocated).isLessThan(MessageBytes.MOST_TRUSTED * 3L / 2 + 2 * READ);
    }

    @Tag("SEC-01")
    @Test
    void neverMuchMoreThanCame() {
        bytes.declare(1 << 30);
        long most = 0;
        long came = 0;
        long before = Allocation.bytes();
        for (int size = 1; size <= 1 << 22; size *= 2) {
            append(size);
            came += size;
            most = Math.max(most, Math.max(2 * came, Math.min(8 * came, MessageBytes.MOST_TRUSTED)));
        }
        assertThat(bytes.take().array().length).isLessThanOrEqualTo((int) most);
        // All arrays together, with those of the parts.
        assertThat(Allocation.bytes() - before).isLessThan(4 * most);
    }

    @Test
    void fragmentsDouble() {
        bytes.declare(1000);
        append(1000);
        long before = Allocation.bytes();
        for (int i = 0; i < 10_000; i++) {
            append(1000);
        }
        long allocated = Allocation.bytes() - before - 10_000L * 1050;
        assertThat(bytes.length()).isEqualTo(10_001_000);
        assertThat(allocated).isLessThan(4 * 10_001_000L);
    }

    @Test
    void whatWasDeclaredIsForgottenWithItsMessage() {
        bytes.declare(1_000_000);
        append(1);
        bytes.clear();
        append(1);
        assertThat(bytes.take().array()).hasSize(1);
    }

    private void append(int size) {
        bytes.append(ByteBuffer.allocate(size));
    }
}
