package dev.heddle.permessagedeflate;

/** What a compressor looks for in its input. */
public enum Strategy {
    /** For most data. */
    DEFAULT("default"),

    /** For many small values that are somewhat random: less matching, more Huffman coding. */
    FILTERED("filtered"),

    /** No matching, only Huffman coding: fast, and nothing that was sent before can show in the size of what follows. */
    HUFFMAN_ONLY("huffmanOnly");

    private final String text;

    Strategy(String text) {
        this.text = text;
    }

    /** Returns what the strategy is called in {@link PermessageDeflate.Builder#set}. */
    String text() {
        return text;
    }
}
