package dev.heddle.testkit;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The ways in which a network may cut a run of bytes into reads; none of them may make a difference. */
public final class Splits {

    private Splits() {}

    /**
     * Runs a test with bytes whole, then byte by byte, then cut in two at each place.
     *
     * @param bytes from position to limit; neither moves
     * @param test gets the parts in order, as writable buffers that are its own
     */
    public static void each(ByteBuffer bytes, Consumer<List<ByteBuffer>> test) {
        test.accept(List.of(copy(bytes, 0, bytes.remaining())));
        test.accept(byteByByte(bytes));
        for (int cut = 1; cut < bytes.remaining(); cut++) {
            test.accept(List.of(copy(bytes, 0, cut), copy(bytes, cut, bytes.remaining())));
        }
    }

    private static List<ByteBuffer> byteByByte(ByteBuffer bytes) {
        List<ByteBuffer> parts = new ArrayList<>();
        for (int i = 0; i < bytes.remaining(); i++) {
            parts.add(copy(bytes, i, i + 1));
        }
        return parts;
    }

    private static ByteBuffer copy(ByteBuffer bytes, int from, int to) {
        return ByteBuffer.allocate(to - from).put(0, bytes, bytes.position() + from, to - from);
    }
}
