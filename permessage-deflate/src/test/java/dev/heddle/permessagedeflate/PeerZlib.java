package dev.heddle.permessagedeflate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** A peer in a few lines on the JDK's zlib, one stream for all of its messages or one for each; its window is 32 KiB. */
final class PeerZlib {

    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

    private PeerZlib() {}

    /** Compresses as a peer does. */
    static final class Sender implements AutoCloseable {

        private final boolean takeover;
        private final Deflater deflater = new Deflater(9, true);

        Sender(boolean takeover) {
            this.takeover = takeover;
        }

        byte[] compress(byte[] data) {
            if (!takeover) {
                deflater.reset();
            }
            if (data.length == 0) {
                return new byte[1];
            }
            deflater.setInput(data);
            byte[] output = new byte[data.length * 2 + 100];
            int length = deflater.deflate(output, 0, output.length, Deflater.SYNC_FLUSH);
            assertThat(length).isLessThan(output.length);
            return Arrays.copyOf(output, length - TAIL.length);
        }

        @Override
        public void close() {
            deflater.end();
        }
    }

    /** Decompresses as a peer does. */
    static final class Receiver implements AutoCloseable {

        private final boolean takeover;
        private final Inflater inflater = new Inflater(true);

        Receiver(boolean takeover) {
            this.takeover = takeover;
        }

        byte[] decompress(byte[] payload) {
            if (!takeover) {
                inflater.reset();
            }
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            inflate(payload, output);
            inflate(TAIL, output);
            return output.toByteArray();
        }

        private void inflate(byte[] input, ByteArrayOutputStream output) {
            byte[] step = new byte[1 << 20];
            inflater.setInput(input);
            try {
                for (int n = inflater.inflate(step); n > 0; n = inflater.inflate(step)) {
                    output.write(step, 0, n);
                }
            } catch (DataFormatException e) {
                throw new AssertionError("The peer can not read it", e);
            }
            assertThat(inflater.needsInput()).isTrue();
        }

        @Override
        public void close() {
            inflater.end();
        }
    }
}
