package dev.heddle.conformance.interop;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What one side of a connection is told about permessage-deflate, whoever it is.
 *
 * @param ownReset whether it compresses each message for itself
 * @param peerReset whether it asks the peer to
 * @param ownBits how far back it looks, 8 to 15, or 0 if it is not told
 * @param peerBits how far back it lets the peer look, 8 to 15, or 0 if it is not told
 * @param more further options in the words of that side, or an empty string
 */
record DeflateWishes(boolean ownReset, boolean peerReset, int ownBits, int peerBits, String more) {

    static final DeflateWishes NONE = new DeflateWishes(false, false, 0, 0, "");

    static final DeflateWishes MANY = new DeflateWishes(true, true, 9, 10, "");

    /** Returns wishes of which each can meet each. */
    static List<DeflateWishes> few() {
        return Stream.concat(
                        Stream.of(
                                NONE,
                                MANY,
                                new DeflateWishes(true, false, 0, 0, ""),
                                new DeflateWishes(false, true, 0, 0, ""),
                                new DeflateWishes(true, true, 0, 0, "")),
                        IntStream.of(8, 9, 12, 15).boxed().flatMap(DeflateWishes::windows))
                .toList();
    }

    /** Returns all that can be wished of windows and contexts, with some further options. */
    static List<DeflateWishes> all(String... more) {
        return Stream.of(few().stream(), between().stream(), Stream.of(more).flatMap(options -> Stream.of(false, true)
                        .map(reset -> new DeflateWishes(reset, false, 0, 0, options))))
                .flatMap(wishes -> wishes)
                .toList();
    }

    /** Returns wishes for the windows that differ from those of {@link #few} in their number only. */
    static List<DeflateWishes> between() {
        return IntStream.of(10, 11, 13, 14)
                .boxed()
                .flatMap(DeflateWishes::windows)
                .toList();
    }

    private static Stream<DeflateWishes> windows(int bits) {
        return Stream.of(new DeflateWishes(false, false, bits, 0, ""), new DeflateWishes(false, false, 0, bits, ""));
    }
}
