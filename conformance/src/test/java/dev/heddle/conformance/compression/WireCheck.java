package dev.heddle.conformance.compression;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Inflater;

/** Reads what one side sends, frame by frame, with a zlib of its own; knows nothing of the drivers. */
final class WireCheck implements AutoCloseable {

    private static final int TEXT = 1;
    private static final int BINARY = 2;

    private final boolean takeover;
    private final Inflater inflater = new Inflater(true);

    /** @param agreed the server's response */
    WireCheck(Who sender, String agreed) {
        this.takeover =
                !agreed.contains(sender == Who.SERVER ? "server_no_context_takeover" : "client_no_context_takeover");
    }

    /** Returns the one message that the frames are, and checks their headers. */
    byte[] message(List<WireFrame> frames, boolean text) {
        boolean compressed = false;
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        for (int i = 0; i < frames.size(); i++) {
            WireFrame frame = frames.get(i);
            int opcode = i > 0 ? 0 : text ? TEXT : BINARY;
            boolean last = i == frames.size() - 1;
            if (i == 0) {
                compressed = frame.rsv1();
            }
            int expected = opcode | (last ? 0x80 : 0) | (i == 0 && compressed ? 0x40 : 0);
            if (frame.first() != expected) {
                throw new AssertionError("Frame %d begins with %02x".formatted(i, frame.first()));
            }
            payload.writeBytes(frame.payload());
        }
        if (!compressed) {
            return payload.toByteArray();
        }
        if (!takeover) {
            inflater.reset();
        }
        return Deflated.inflate(inflater, payload.toByteArray());
    }

    /** Cuts frames into some of that many bytes at most, if it is more than 0. */
    static List<WireFrame> cut(List<WireFrame> frames, int most) {
        if (most == 0) {
            return frames;
        }
        List<WireFrame> parts = new ArrayList<>();
        for (WireFrame frame : frames) {
            int length = frame.payload().length;
            for (int from = 0; from == 0 || from < length; from += most) {
                int to = Math.min(length, from + most);
                int first = (from == 0 ? frame.first() & 0x7f : 0) | (frame.fin() && to == length ? 0x80 : 0);
                parts.add(new WireFrame(first, Arrays.copyOfRange(frame.payload(), from, to)));
            }
        }
        return parts;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
