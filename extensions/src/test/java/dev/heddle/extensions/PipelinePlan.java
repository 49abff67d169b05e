package dev.heddle.extensions;

import java.util.Random;

/** What the sessions of a random schedule do with each message: fixed by the seed, so that schedule and model agree on it. */
final class PipelinePlan {

    /** What a session does before its call returns. */
    enum Outcome {
        COMPLETES,
        FAILS,
        LATER
    }

    private enum Kind {
        SYNCHRONOUS,
        AT_ONCE,
        LATER,
        MIXED
    }

    final long seed;
    final int sessions;
    /** Whether any message fails at all. */
    final boolean failing;

    private final Kind[] kinds;

    PipelinePlan(long seed, Random random) {
        this.seed = seed;
        this.sessions = 1 + random.nextInt(4);
        this.failing = random.nextBoolean();
        this.kinds = new Kind[sessions];
        for (int i = 0; i < sessions; i++) {
            kinds[i] = Kind.values()[random.nextInt(Kind.values().length)];
        }
    }

    static int index(Direction direction) {
        return direction == Direction.INCOMING ? 0 : 1;
    }

    boolean synchronous(int session) {
        return kinds[session] == Kind.SYNCHRONOUS;
    }

    Outcome outcome(Direction direction, int session, int message) {
        if (failing && dice(direction, session, message, 1, 25) == 0) {
            return Outcome.FAILS;
        }
        return switch (kinds[session]) {
            case SYNCHRONOUS, AT_ONCE -> Outcome.COMPLETES;
            case LATER -> Outcome.LATER;
            case MIXED -> dice(direction, session, message, 2, 2) == 0 ? Outcome.COMPLETES : Outcome.LATER;
        };
    }

    /** Tells whether an answer that comes later is a failure. */
    boolean failsLater(Direction direction, int session, int message) {
        return failing && dice(direction, session, message, 3, 25) == 0;
    }

    /** Throws dice that show the same for the same question. */
    int dice(Direction direction, int session, int message, int question, int sides) {
        long mixed = seed;
        for (int part : new int[] {index(direction), session, message, question}) {
            mixed = (mixed ^ part) * 0x9E3779B97F4A7C15L;
            mixed ^= mixed >>> 32;
        }
        return (int) Long.remainderUnsigned(mixed, sides);
    }
}
