package dev.heddle.permessagedeflate;

import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The zlib of the JDK, which knows how many of its compressors and decompressors live: what is used or ended behind its end is
 * an error.
 */
public final class CountedZlib implements Zlib {

    private long made;
    private long ended;
    private long endedTwice;

    /** Returns a builder of extensions that get theirs here. */
    public PermessageDeflate.Builder builder() {
        return PermessageDeflate.builder().zlib(this);
    }

    /** Returns how many were made. */
    public long made() {
        return made;
    }

    /** Returns how many of those were not ended. */
    public long live() {
        return made - ended;
    }

    /** Returns how often one was ended that was before. */
    public long endedTwice() {
        return endedTwice;
    }

    @Override
    public Deflater newDeflater(int level) {
        made++;
        return new Deflater(level, true) {
            private boolean over;

            @Override
            public void end() {
                over = count(over);
                super.end();
            }
        };
    }

    @Override
    public Inflater newInflater() {
        made++;
        return new Inflater(true) {
            private boolean over;

            @Override
            public void end() {
                over = count(over);
                super.end();
            }
        };
    }

    private boolean count(boolean before) {
        if (before) {
            endedTwice++;
        } else {
            ended++;
        }
        return true;
    }
}
