package dev.heddle.permessagedeflate;

import java.util.zip.Deflater;

/** What a compressor looks for in its input. */
public enum Strategy {
    /** For most data. */
    DEFAULT("default", Deflater.DEFAULT_STRATEGY),

    /** For many small values that are somewhat random: less matching, more Huffman coding. */
    FILTERED("filtered", Deflater.FILTERED),

    /** No matching, only Huffman coding: fast, and nothing that was sent before can show in the size of what follows. */
    HUFFMAN_ONLY("huffmanOnly", Deflater.HUFFMAN_ONLY);

    private final String text;
    private final int number;

    Strategy(String text, int number) {
        this.text = text;
        this.number = number;
    }

    /** Returns what the strategy is called in {@link PermessageDeflate.Builder#set}. */
    String text() {
        return text;
    }

    /** Returns the number that {@link Deflater#setStrategy} takes. */
    int number() {
        return number;
    }
}
