package dev.heddle.permessagedeflate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.extensions.ExtensionException;
import dev.heddle.extensions.SessionLimits;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A small payload that inflates to very much is stopped where the limit is. */
@Tag("SEC-06")
class Sec06BombTest {

    private static final int MEBIBYTE = 1 << 20;

    /** Returns zeros, compressed without the last four bytes. */
    private static byte[] zeros(int mebibytes) {
        Deflater deflater = new Deflater(9, true);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        byte[] step = new byte[MEBIBYTE];
        for (int i = 0; i < mebibytes; i++) {
            deflater.setInput(new byte[MEBIBYTE]);
            int mode = i + 1 < mebibytes ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH;
            for (int n = deflater.deflate(step, 0, step.length, mode);
                    n > 0;
                    n = deflater.deflate(step, 0, step.length, mode)) {
                output.write(step, 0, n);
                if (mode == Deflater.SYNC_FLUSH) {
                    break;
                }
            }
        }
        deflater.end();
        byte[] all = output.toByteArray();
        return Arrays.copyOf(all, all.length - 4);
    }

    @Tag("PMD-030")
    @Test
    void bombIsRefusedWhenItPassesTheLimit() {
        byte[] bomb = zeros(100);
        assertThat(bomb.length).isBetween(101_900, 101_950);
        CountingZlib zlib = new CountingZlib();
        PermessageDeflate extension = PermessageDeflate.builder().zlib(zlib).build();
        Exchange side = Exchange.server(extension, "", new SessionLimits(MEBIBYTE));
        long before = Allocation.bytes();
        ExtensionException failure = side.refuse(bomb);
        long allocated = Allocation.bytes() - before;
        assertThat(failure.code()).isEqualTo(1009);
        assertThat(failure).hasMessage("Message is too large when it is inflated");
        // All arrays of a growing one together are twice the last of them.
        assertThat(allocated).isLessThan(5 * MEBIBYTE / 2);
        assertThat(zlib.live()).isZero();
        side.close();
        assertThat(zlib.live()).isZero();
    }

    @ValueSource(ints = {0, 1, 63, 64, 65, 127, 128, 1000, 65_535, 65_536, 65_537, 200_000})
    @ParameterizedTest
    void messageMayBeAsLongAsTheLimitAndNoLonger(int limit) {
        for (Corpus corpus : Corpus.values()) {
            byte[] data = corpus.message(new Random(6), limit);
            byte[] longer = corpus.message(new Random(6), limit + 1);
            PermessageDeflate extension = PermessageDeflate.defaults();
            Exchange side = Exchange.server(extension, "", new SessionLimits(limit));
            try (PeerZlib.Sender sender = new PeerZlib.Sender(false)) {
                assertThat(side.receive(sender.compress(data)).bytes()).isEqualTo(data);
                assertThat(side.refuse(sender.compress(longer)).code()).isEqualTo(1009);
            }
            side.close();
        }
    }

    @Test
    void limitOfTheLongestArrayCanBeSet() {
        Exchange side = Exchange.server(PermessageDeflate.defaults(), "", new SessionLimits(Integer.MAX_VALUE));
        assertThat(side.receive("f248cdc9c90700").text()).isEqualTo("Hello");
        side.close();
    }

    /** About a microsecond of work for two bytes, if there were no bound. */
    @Tag("SEC-07")
    @Test
    void finalBlocksAreBounded() {
        int allowed = Decompressor.FINAL_BLOCKS;
        Exchange side = Exchange.server(PermessageDeflate.defaults(), "");
        assertThat(side.receive("0300".repeat(allowed) + "00").text()).isEmpty();
        ExtensionException failure = side.refuse("0300".repeat(allowed + 1) + "00");
        assertThat(failure.code()).isEqualTo(1007);
        assertThat(failure).hasMessage("Too many final DEFLATE blocks in a message");
        side.close();
        // A peer that ends each kilobyte by a final block is welcome.
        String block = "010004fffb" + "41".repeat(1024);
        side = Exchange.server(PermessageDeflate.defaults(), "");
        assertThat(side.receive(block.repeat(1000) + "00").bytes()).hasSize(1000 * 1024);
        side.close();
    }
}
