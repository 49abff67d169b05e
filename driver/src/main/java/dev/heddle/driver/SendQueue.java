package dev.heddle.driver;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** The frames that wait, for the handshake or for room in the output, in order. */
final class SendQueue {

    /**
     * A frame that waits.
     *
     * @param opcode with its reserved bits
     * @param payload owned by the queue, or never changed by anybody
     * @param compress whether extensions may compress the message, if it has not passed them
     */
    record Waiting(int opcode, boolean fin, ByteBuffer payload, boolean compress) {

        boolean endsMessage() {
            return fin && !Opcode.isControl(opcode);
        }
    }

    private final Queue<Waiting> frames = new ArrayDeque<>();
    private long bytes;
    private int messages;

    void add(Waiting frame) {
        frames.add(frame);
        messages += frame.endsMessage() ? 1 : 0;
        bytes += frame.payload().remaining();
    }

    /**
     * Takes the first out.
     *
     * @throws java.util.NoSuchElementException if none wait
     */
    Waiting remove() {
        Waiting frame = frames.remove();
        messages -= frame.endsMessage() ? 1 : 0;
        bytes -= frame.payload().remaining();
        return frame;
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    /** Returns how many bytes of payload wait. */
    long bytes() {
        return bytes;
    }

    /** Returns how many messages end here. */
    int messages() {
        return messages;
    }

    /** Takes everything out. */
    List<Waiting> takeAll() {
        List<Waiting> all = List.copyOf(frames);
        frames.clear();
        bytes = 0;
        messages = 0;
        return all;
    }

    /** Drops the messages and control frames that a version of the protocol does not have, with all of their fragments. */
    void keepMessagesOf(Protocol protocol) {
        List<Waiting> all = takeAll();
        boolean kept = true;
        for (Waiting frame : all) {
            boolean continues = frame.opcode() == Opcode.CONTINUATION;
            boolean keep = continues ? kept : protocol.has(frame.opcode());
            if (!Opcode.isControl(frame.opcode())) {
                kept = keep;
            }
            if (keep) {
                add(frame);
            }
        }
    }
}
