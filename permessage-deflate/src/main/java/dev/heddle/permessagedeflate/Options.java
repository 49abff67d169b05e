package dev.heddle.permessagedeflate;

/** What a {@link PermessageDeflate} was told, in range; each field is explained at the builder's method of its name. */
record Options(
        int level,
        Strategy strategy,
        boolean noContextTakeover,
        int maxWindowBits,
        boolean requestNoContextTakeover,
        int requestMaxWindowBits,
        int threshold,
        int maxIdleCodecs) {

    static final Options DEFAULTS =
            new Options(Effort.DEFAULT, Strategy.DEFAULT, false, WindowBits.MOST, false, WindowBits.MOST, 0, 0);
}
