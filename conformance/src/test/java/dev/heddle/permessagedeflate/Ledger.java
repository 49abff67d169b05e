package dev.heddle.permessagedeflate;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Keeps the books on what holds native memory: how many live, and whether any was ended twice or used behind its end. What was
 * made stays reachable, so that the garbage collector can not free what a session forgot. Belongs to one thread.
 */
public final class Ledger implements Zlib {

    /** Where decompressors come from. */
    public enum Supply {
        /** Each is made by zlib, and freed when it is ended. */
        NEW,
        /** What was ended is handed out again later: to make one takes far longer than to count it. */
        REUSED
    }

    /** What was ended rests until this many others were too: who still has it would be seen using it. */
    private static final int RESTING = 16;

    private final Supply supply;
    private final List<Object> made = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final Deque<BookedInflater> restingInflaters = new ArrayDeque<>();
    private int liveInflaters;
    private int usedInflaters;

    /** Opens a ledger for one extension. */
    public Ledger(Supply supply) {
        this.supply = supply;
    }

    /** Builds an extension whose decompressors stand in this ledger. */
    public PermessageDeflate build(PermessageDeflate.Builder builder) {
        return builder.zlib(this).build();
    }

    /** Returns how many decompressors were handed out and not ended. */
    public int liveInflaters() {
        return liveInflaters;
    }

    /** Returns how many decompressors were handed out in all. */
    int usedInflaters() {
        return usedInflaters;
    }

    /** Returns what was done with a decompressor behind its end; an exception could get lost on its way. */
    List<String> faults() {
        return faults;
    }

    @Override
    public Inflater newInflater() {
        BookedInflater inflater =
                restingInflaters.size() > RESTING ? restingInflaters.removeFirst() : new BookedInflater();
        inflater.live = true;
        liveInflaters++;
        usedInflaters++;
        return inflater;
    }

    /** Frees what rests. */
    void free() {
        restingInflaters.forEach(BookedInflater::free);
        restingInflaters.clear();
    }

    private void check(boolean live, String use) {
        if (!live) {
            faults.add(use + " behind the end");
        }
    }

    private final class BookedInflater extends Inflater {

        boolean live;

        BookedInflater() {
            super(true);
            made.add(this);
        }

        @Override
        public void setInput(ByteBuffer input) {
            check(live, "Inflater.setInput");
            super.setInput(input);
        }

        @Override
        public void setInput(byte[] input, int offset, int length) {
            check(live, "Inflater.setInput");
            super.setInput(input, offset, length);
        }

        @Override
        public void setDictionary(byte[] dictionary, int offset, int length) {
            check(live, "Inflater.setDictionary");
            super.setDictionary(dictionary, offset, length);
        }

        @Override
        public int inflate(byte[] output, int offset, int length) throws DataFormatException {
            check(live, "Inflater.inflate");
            return super.inflate(output, offset, length);
        }

        @Override
        public void reset() {
            check(live, "Inflater.reset");
            super.reset();
        }

        @Override
        public void end() {
            check(live, "Inflater.end");
            if (!live) {
                return;
            }
            live = false;
            liveInflaters--;
            if (supply == Supply.NEW) {
                super.end();
            } else {
                super.reset();
                restingInflaters.addLast(this);
            }
        }

        void free() {
            super.end();
        }
    }
}
