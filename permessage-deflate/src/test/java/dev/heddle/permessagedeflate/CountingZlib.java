package dev.heddle.permessagedeflate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Counts what holds native memory, and sees that nothing is ended twice or used when it is over. */
final class CountingZlib implements Zlib {

    private int inflaters;
    private int made;

    /** What lives now. */
    int live() {
        return inflaters;
    }

    /** How many were made in all. */
    int made() {
        return made;
    }

    @Override
    public Inflater newInflater() {
        inflaters++;
        made++;
        return new CountedInflater();
    }

    private final class CountedInflater extends Inflater {

        private boolean ended;

        CountedInflater() {
            super(true);
        }

        @Override
        public void setInput(ByteBuffer input) {
            assertThat(ended).isFalse();
            super.setInput(input);
        }

        @Override
        public int inflate(byte[] output, int off, int len) throws DataFormatException {
            assertThat(ended).isFalse();
            // SEC-06: no step gives more than 64 KiB.
            assertThat(len).isBetween(1, 64 * 1024);
            return super.inflate(output, off, len);
        }

        @Override
        public void reset() {
            assertThat(ended).isFalse();
            super.reset();
        }

        @Override
        public void end() {
            assertThat(ended).isFalse();
            ended = true;
            inflaters--;
            super.end();
        }
    }
}
