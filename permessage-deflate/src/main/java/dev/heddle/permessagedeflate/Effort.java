package dev.heddle.permessagedeflate;

/**
 * How hard a compressor looks for what came before.
 *
 * @param shortest the least length of a match that is taken, from 4; 0 if nothing is even coded
 * @param enough a match of this length is taken as it is; a shorter one is left for a longer one at the next byte
 * @param best a match of this length ends a search
 * @param candidates how many places are looked at for a match, at most
 */
record Effort(int shortest, int enough, int best, int candidates) {

    /**
     * By level. Four bytes are told from each other at once, so that fewer candidates than zlib's find as much: at level 6, 12
     * instead of 128 make JSON 1 % shorter than zlib does.
     */
    private static final Effort[] LEVELS = {
        new Effort(0, 0, 0, 0),
        new Effort(4, 0, 16, 2),
        new Effort(4, 0, 32, 4),
        new Effort(4, 0, 64, 12),
        new Effort(4, 8, 32, 6),
        new Effort(4, 16, 64, 8),
        new Effort(4, 16, 128, 12),
        new Effort(4, 32, 128, 32),
        new Effort(4, 128, 258, 256),
        new Effort(4, 258, 258, 1024),
    };

    /** Stands for the level that holds where none is asked for. */
    static final int DEFAULT = -1;

    private static final int DEFAULT_LEVEL = 6;

    /** zlib's bound for data of small values, which a match has to gain something on. */
    private static final int SHORTEST_FILTERED = 6;

    static Effort of(int level, Strategy strategy) {
        Effort effort = LEVELS[level == DEFAULT ? DEFAULT_LEVEL : level];
        if (effort.stores()) {
            return effort;
        }
        return switch (strategy) {
            case DEFAULT -> effort;
            case FILTERED -> new Effort(SHORTEST_FILTERED, effort.enough, effort.best, effort.candidates);
            case HUFFMAN_ONLY -> new Effort(effort.shortest, 0, 0, 0);
        };
    }

    /** Tells whether data is only put into frames of DEFLATE's. */
    boolean stores() {
        return shortest == 0;
    }

    boolean searches() {
        return candidates > 0;
    }
}
