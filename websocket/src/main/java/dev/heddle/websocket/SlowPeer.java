package dev.heddle.websocket;

import java.time.Duration;

/**
 * Finds out whether the peer takes what waits for it: anything at all while the output is full, and enough, if a least rate was set,
 * from then on until nothing waits any more. Bytes that the network takes count, not time. On the loop.
 */
abstract class SlowPeer {

    private final Stall stall;
    private final Rate rate;

    SlowPeer(Transport transport, Duration stallTimeout, long leastBytes, Duration leastTime) {
        this.stall = new Stall(transport, stallTimeout);
        this.rate = new Rate(transport, leastBytes, leastTime);
    }

    /** Ends the connection, and says why. */
    abstract void tooSlow(String why);

    /** Something was written: says whether the output is full. */
    final void look(boolean full) {
        if (full) {
            stall.watch();
            rate.watch();
        } else {
            stall.stop();
        }
    }

    /** The connection is gone. */
    final void stop() {
        stall.stop();
        rate.stop();
    }

    /** A time within which the network has to take something. */
    private abstract static class Watch extends Deadline {

        final Duration time;
        private boolean watching;
        /** The progress when the time began. */
        private long seen;

        Watch(Transport transport, Duration time) {
            super(transport);
            this.time = time;
        }

        /** Tells whether so many bytes in that time are enough; if not, the connection is ended. */
        abstract boolean isEnough(long bytes);

        final boolean isWatching() {
            return watching;
        }

        void watch() {
            if (!watching) {
                watching = true;
                again();
            }
        }

        final void stop() {
            if (watching) {
                watching = false;
                clear();
            }
        }

        @Override
        final void missed() {
            if (isEnough(transport.progress() - seen)) {
                again();
            }
        }

        private void again() {
            seen = transport.progress();
            set(time);
        }
    }

    /** While the output is full, something has to move. */
    private final class Stall extends Watch {

        Stall(Transport transport, Duration timeout) {
            super(transport, timeout);
        }

        @Override
        boolean isEnough(long bytes) {
            if (bytes <= 0) {
                tooSlow("Nothing could be written for " + time + " (writeStallTimeout)");
            }
            return bytes > 0;
        }
    }

    /** From a full output to one of which nothing waits, so much has to move. */
    private final class Rate extends Watch {

        private final long least;
        private boolean awaitsWritten;

        Rate(Transport transport, long least, Duration time) {
            super(transport, time);
            this.least = least;
        }

        @Override
        void watch() {
            if (least > 0) {
                super.watch();
                awaitWritten();
            }
        }

        /** Hears of the moment when nothing waits: who has nothing to take takes nothing. */
        private void awaitWritten() {
            if (awaitsWritten) {
                return;
            }
            awaitsWritten = true;
            transport.whenWritten(() -> {
                awaitsWritten = false;
                if (transport.pendingBytes() == 0) {
                    stop();
                } else if (isWatching()) {
                    awaitWritten();
                }
            });
        }

        @Override
        boolean isEnough(long bytes) {
            if (bytes < least) {
                tooSlow("The peer took " + Math.max(bytes, 0) + " bytes in " + time
                        + " while more was waiting, expected at least " + least + " (minWriteRate)");
            }
            return bytes >= least;
        }
    }
}
