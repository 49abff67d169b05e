package dev.heddle.permessagedeflate;

/** What both sides of a connection are told, and agree on. */
enum Setting {
    TAKEOVER("maxIdleCodecs=0", "permessage-deflate"),
    TAKEOVER_POOLED("maxIdleCodecs=2", TAKEOVER.agreement),
    NO_TAKEOVER(
            "noContextTakeover; requestNoContextTakeover; maxIdleCodecs=0",
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover"),
    NO_TAKEOVER_POOLED("noContextTakeover; requestNoContextTakeover; maxIdleCodecs=2", NO_TAKEOVER.agreement);

    private static final int POOL = 2;

    private final String options;
    private final String agreement;

    Setting(String options, String agreement) {
        this.options = options;
        this.agreement = agreement;
    }

    PermessageDeflate extension(Ledger ledger) {
        return ledger.build(PermessageDeflate.builder().setAll(options));
    }

    /** Returns what stands in the response. */
    String agreement() {
        return agreement;
    }

    /** Returns how many compressors, and as many decompressors, may wait in the pool. */
    int idle() {
        return options.endsWith("=" + POOL) ? POOL : 0;
    }
}
