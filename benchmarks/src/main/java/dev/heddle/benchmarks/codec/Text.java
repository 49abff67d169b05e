package dev.heddle.benchmarks.codec;

import java.nio.charset.StandardCharsets;

/** Kinds of text. */
public enum Text {
    /** JSON. */
    ASCII("{\"id\":17,\"name\":\"heddle\",\"tags\":[\"warp\",\"weft\"],\"on\":true},"),
    /** Characters of each length, most of them ASCII. */
    MIXED("Grüße aus Köln, 世界 says hello to κόσμε; it costs 5 € (a 😀 for free). "),
    /** Four bytes each. */
    EMOJI("😀");

    private final String pattern;

    Text(String pattern) {
        this.pattern = pattern;
    }

    /** Returns a text that is so many bytes long. */
    public String ofLength(int bytes) {
        int length = pattern.getBytes(StandardCharsets.UTF_8).length;
        return pattern.repeat(bytes / length) + ".".repeat(bytes % length);
    }
}
