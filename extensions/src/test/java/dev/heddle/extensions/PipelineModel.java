package dev.heddle.extensions;

import java.util.ArrayList;
import java.util.List;

/**
 * What the extensions have to do, said as simply as it can be. A direction is a row of numbered messages; a session is handed
 * number n when it has been handed all below n and the session in front has let n go; and n comes out when all below n have
 * come out and the last session has let it go. Everything happens as soon as it may.
 */
final class PipelineModel {

    private final PipelinePlan plan;
    private final Way[] ways;
    /** For each session, how many dropped messages it has not answered for. */
    private final int[] dropped;

    private boolean closing;

    PipelineModel(PipelinePlan plan) {
        this.plan = plan;
        this.dropped = new int[plan.sessions];
        this.ways = new Way[] {new Way(Direction.INCOMING), new Way(Direction.OUTGOING)};
    }

    /** One direction. */
    private final class Way {

        private final Direction direction;
        private final List<Integer> sizes = new ArrayList<>();
        /** For each message, how many sessions have let it go. */
        private final List<Integer> left = new ArrayList<>();
        /** For each session, how many messages it has been handed. */
        private final int[] handed;
        /** How many messages have come out, a failed one too. */
        private int out;
        /** The messages from this number on are dropped, or not there yet. */
        private int end;
        /** The message that failed, or -1. */
        private int failed = -1;

        private boolean stopped;

        Way(Direction direction) {
            this.direction = direction;
            this.handed = new int[plan.sessions];
        }

        void take(int size) {
            if (!stopped) {
                sizes.add(size);
                left.add(0);
                end++;
                settle();
            }
        }

        private void settle() {
            for (int message = out; message < end; message++) {
                boolean moves = true;
                while (moves) {
                    moves = step(message);
                }
            }
        }

        private boolean step(int message) {
            if (message == failed || left.get(message) == plan.sessions) {
                if (out == message) {
                    out++;
                }
                return false;
            }
            int session = session(left.get(message));
            if (handed[session] != message) {
                return false;
            }
            handed[session]++;
            PipelinePlan.Outcome outcome = plan.outcome(direction, session, message);
            if (outcome != PipelinePlan.Outcome.LATER) {
                answered(session, message, outcome == PipelinePlan.Outcome.FAILS);
            }
            return outcome != PipelinePlan.Outcome.LATER;
        }

        void answered(int session, int message, boolean fails) {
            if (message >= end) {
                dropped[session]--;
            } else if (fails) {
                dropFrom(message + 1);
                failed = message;
            } else {
                left.set(message, left.get(message) + 1);
            }
        }

        void dropFrom(int message) {
            stopped = true;
            for (int i = message; i < end; i++) {
                if (i != failed && left.get(i) < plan.sessions && handed[session(left.get(i))] > i) {
                    dropped[session(left.get(i))]++;
                }
            }
            end = message;
        }

        /** Tells whether a session has a message inside, or one comes. */
        boolean needs(int session) {
            for (int message = out; message < end; message++) {
                for (int i = left.get(message); i < plan.sessions && message != failed; i++) {
                    if (session(i) == session) {
                        return true;
                    }
                }
            }
            return false;
        }

        /** Returns the session that is so many sessions from where messages come in. */
        private int session(int index) {
            return direction == Direction.OUTGOING ? index : plan.sessions - 1 - index;
        }
    }

    private Way way(Direction direction) {
        return ways[PipelinePlan.index(direction)];
    }

    void take(Direction direction, int size) {
        way(direction).take(size);
    }

    /** A session's answer that came behind its call is taken up. */
    void answered(Direction direction, int session, int message) {
        way(direction).answered(session, message, plan.failsLater(direction, session, message));
        way(direction).settle();
    }

    void close() {
        closing = true;
        ways[0].stopped = true;
        ways[1].stopped = true;
    }

    void abort() {
        close();
        for (Way way : ways) {
            way.dropFrom(way.out);
        }
    }

    int handed(Direction direction, int session) {
        return way(direction).handed[session];
    }

    /** Tells whether no more messages are taken. */
    boolean stopped(Direction direction) {
        return way(direction).stopped;
    }

    /** Returns how many messages have come out, one of them perhaps as an error. */
    int out(Direction direction) {
        return way(direction).out;
    }

    /** Tells whether an error has come out. */
    boolean failed(Direction direction) {
        return way(direction).failed >= 0 && way(direction).failed < way(direction).out;
    }

    int pending(Direction direction) {
        return way(direction).end - way(direction).out;
    }

    /** Returns what the messages hold: each session adds a character. */
    long bytes(Direction direction) {
        Way way = way(direction);
        long bytes = 0;
        for (int message = way.out; message < way.end; message++) {
            bytes += way.sizes.get(message) + way.left.get(message);
        }
        return bytes;
    }

    boolean closed(int session) {
        return closing && dropped[session] == 0 && !ways[0].needs(session) && !ways[1].needs(session);
    }

    boolean allClosed() {
        for (int session = 0; session < plan.sessions; session++) {
            if (!closed(session)) {
                return false;
            }
        }
        return pending(Direction.INCOMING) + pending(Direction.OUTGOING) == 0;
    }
}
