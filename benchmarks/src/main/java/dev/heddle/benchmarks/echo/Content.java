package dev.heddle.benchmarks.echo;

import java.util.List;

/** What the messages of a cell hold, and how they travel. */
enum Content {
    BINARY("binary", false, "--binary"),
    /** The generator's JSON is all ASCII. */
    JSON("JSON text", false, "--text --content json"),
    UTF8("mixed text", false, "--text --content utf8"),
    /** JSON text, compressed without context takeover on either side. */
    DEFLATE("deflate, no takeover", true, "--text --content json --deflate"),
    /** JSON text, compressed with context takeover by the server; the generator's messages do not need it. */
    TAKEOVER("deflate, takeover", true, "--text --content json --deflate-takeover");

    private final String label;
    private final boolean compressed;
    private final String options;

    Content(String label, boolean compressed, String options) {
        this.label = label;
        this.compressed = compressed;
        this.options = options;
    }

    String label() {
        return label;
    }

    boolean isCompressed() {
        return compressed;
    }

    /** Returns the options of the load generator. */
    List<String> options() {
        return List.of(options.split(" ", -1));
    }
}
