package dev.heddle.conformance.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two sides with wishes about permessage-deflate that meet.
 *
 * @param whole whether all messages are exchanged, or the first ones only
 */
record DeflatePair(DeflateWishes ours, DeflatePeer peer, DeflateWishes theirs, boolean whole) {

    private static final List<DeflateWishes> OURS = DeflateWishes.all(
            "threshold=100", "maxIdleCodecs=2", "level=1", "level=9; strategy=filtered", "strategy=huffmanOnly");

    private static final List<DeflateWishes> OF_FAYE = DeflateWishes.all(
            "\"level\":1,\"memLevel\":1",
            "\"level\":9,\"memLevel\":9,\"strategy\":1",
            "\"strategy\":2",
            "\"strategy\":3");

    private static final List<DeflateWishes> OF_WS =
            DeflateWishes.all("\"zlibDeflateOptions\":{\"level\":9,\"memLevel\":1,\"strategy\":4}");

    /** Returns the pairs with each peer. */
    static Stream<DeflatePair> all() {
        return Stream.of(with(DeflatePeer.WS, OURS, OF_WS), with(DeflatePeer.FAYE, OURS, OF_FAYE))
                .flatMap(List::stream);
    }

    /** Returns the pairs with one peer: whoever has no wishes meets all, and the rest meet each other for few messages. */
    private static List<DeflatePair> with(DeflatePeer peer, List<DeflateWishes> ours, List<DeflateWishes> theirs) {
        List<DeflateWishes> few = DeflateWishes.few();
        List<DeflateWishes> between = DeflateWishes.between();
        List<DeflatePair> pairs = new ArrayList<>();
        for (DeflateWishes our : ours) {
            for (DeflateWishes their : theirs) {
                boolean plain = our.equals(DeflateWishes.NONE) || their.equals(DeflateWishes.NONE);
                if (plain || few.contains(our) && few.contains(their)) {
                    boolean whole = plain && !between.contains(our) && !between.contains(their);
                    pairs.add(new DeflatePair(our, peer, their, whole));
                }
            }
        }
        return pairs;
    }

    @Override
    public String toString() {
        return peer + " {" + DeflatePeer.HEDDLE.options(theirs, true) + "}, ours {"
                + DeflatePeer.HEDDLE.options(ours, true) + "}";
    }
}
