package dev.heddle.conformance.compression;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.heddle.driver.State;
import dev.heddle.permessagedeflate.PermessageDeflate;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** About 100 KiB that inflate to 100 MiB, under a limit of 1 MiB. */
@Tag("SEC-06")
@Tag("PMD-030")
class Sec06BombTest {

    private static final int LIMIT = 1 << 20;
    /**
     * What may be allocated in all, at no time more than half of it in use: the message doubles its memory up to the limit, and
     * so do the fragments in front of it.
     */
    private static final long MOST_ALLOCATED = 4L * LIMIT;

    private static final byte[] BOMB = Deflated.zeros(100);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static Side open(Who who) {
        return Side.open(who, Side.options(PermessageDeflate.defaults()).maxLength(LIMIT), "permessage-deflate")
                .quiet();
    }

    /** Feeds bytes in reads of one size, and returns how much was allocated for it. */
    private static long parse(Side side, byte[] bytes, int read) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(read);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int from = 0; from < bytes.length && side.driver.state() == State.OPEN; from += read) {
            buffer.clear().put(bytes, from, Math.min(read, bytes.length - from)).flip();
            side.driver.parse(buffer);
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private static byte[] fragments(Who who, byte[] payload, int count) {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            int from = (int) ((long) payload.length * i / count);
            int to = (int) ((long) payload.length * (i + 1) / count);
            int first = (i == 0 ? 0x42 : 0) | (i == count - 1 ? 0x80 : 0);
            wire.writeBytes(new WireFrame(first, Arrays.copyOfRange(payload, from, to)).toBytes(who));
        }
        return wire.toByteArray();
    }

    private static void assertRefused(Side side, long allocated) {
        assertThat(side.messages).isZero();
        assertThat(side.log()).containsExactly("Close 1009", "error 1009", "close 1009");
        assertThat(allocated).isLessThan(MOST_ALLOCATED);
    }

    @Test
    void bombIsOne() {
        assertThat(BOMB).hasSizeBetween(100_000, 103_000);
    }

    @ParameterizedTest
    @EnumSource
    void bombIsRefusedHoweverItComes(Who who) {
        // What is loaded and compiled the first time is not what is measured.
        parse(open(who), fragments(who, BOMB, 1), BOMB.length + 14);
        for (int count : new int[] {1, 1000}) {
            byte[] wire = fragments(who, BOMB, count);
            for (int read : new int[] {wire.length, 16 * 1024, 1}) {
                Side side = open(who);
                assertRefused(side, parse(side, wire, read));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void limitIsHeldToTheByte(Who who) {
        byte[] most = Deflated.zeros(1);
        Side side = open(who);
        parse(side, fragments(who, most, 1), 2000);
        assertThat(side.messages).isEqualTo(1);
        assertThat(side.log()).isEmpty();
        side.driver.lost();
        Side over = Side.open(
                        who, Side.options(PermessageDeflate.defaults()).maxLength(LIMIT - 1), "permessage-deflate")
                .quiet();
        assertRefused(over, parse(over, fragments(who, most, 1), 2000));
    }

    @ParameterizedTest
    @EnumSource
    void manyMessagesCostNoMoreThanOne(Who who) {
        byte[] most = fragments(who, Deflated.zeros(1), 1);
        Side side = open(who);
        parse(side, most, most.length);
        for (int i = 0; i < 100; i++) {
            assertThat(parse(side, most, most.length)).as("message %d", i).isLessThan(MOST_ALLOCATED + 3 * LIMIT);
        }
        assertThat(side.messages).isEqualTo(101);
        parse(side, fragments(who, BOMB, 1000), 16 * 1024);
        assertThat(side.log()).containsExactly("Close 1009", "error 1009", "close 1009");
    }

    @ParameterizedTest
    @EnumSource
    void compressedFormIsHeldToTheLimitToo(Who who) {
        Side side = Side.open(who, Side.options(PermessageDeflate.defaults()).maxLength(1000), "permessage-deflate");
        byte[] header = Arrays.copyOf(new WireFrame(0xc2, new byte[1001]).toBytes(who), who == Who.SERVER ? 8 : 4);
        side.feed(header);
        assertThat(side.log()).containsExactly("Close 1009", "error 1009", "close 1009");
    }
}
