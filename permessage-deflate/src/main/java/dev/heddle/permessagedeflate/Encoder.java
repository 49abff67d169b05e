package dev.heddle.permessagedeflate;

import java.nio.ByteBuffer;

/**
 * Writes one message behind the other as DEFLATE blocks, each ending at the beginning of a byte. Holds only heap, and what it
 * remembers of a message is in its window. Source: RFC 1951, RFC 7692 §7.2.1.
 */
final class Encoder {

    private final Window window = new Window();
    private final Block block = new Block();
    private final Effort effort;

    Encoder(Effort effort) {
        this.effort = effort;
    }

    /**
     * Begins anew, without what came before.
     *
     * @param windowBits how far may be looked back, 8 to 15
     */
    void begin(int windowBits) {
        window.clear(WindowBits.bytes(windowBits));
    }

    /**
     * Compresses a message.
     *
     * @param data at least one byte; its position and limit stay
     * @param output takes what a peer gets: without the {@code 00 00 ff ff} of the flush at its end
     */
    void encode(ByteBuffer data, Bytes output) {
        BitWriter writer = new BitWriter(output);
        int position = data.position();
        while (position < data.limit()) {
            int count = Math.min(data.limit() - position, Block.MOST);
            window.append(data, position, count);
            int from = window.end() - count;
            if (effort.stores()) {
                writer.reserve((long) (count + Long.BYTES) * Byte.SIZE);
                Block.store(writer, window.bytes(), from, count);
            } else {
                block.begin(count);
                fill(from, window.end());
                block.write(writer, window.bytes(), from, count);
            }
            position += count;
        }
        // An empty stored block, as far as it is not taken away.
        writer.reserve(Long.SIZE);
        writer.put(0, 3);
        writer.align();
    }

    /** Has the block take what came before where there is something, and literals where there is not. */
    private void fill(int from, int end) {
        byte[] bytes = window.bytes();
        if (!effort.searches()) {
            for (int at = from; at < end; at++) {
                block.literal(bytes[at]);
            }
            return;
        }
        int least = effort.shortest() - 1;
        for (int at = from; at < end; ) {
            int match = window.find(at, least, effort, effort.candidates());
            if (match == 0) {
                block.literal(bytes[at++]);
                continue;
            }
            while ((match & Block.LENGTH_MASK) < effort.enough()) {
                int later = window.find(at + 1, match & Block.LENGTH_MASK, effort, effort.candidates());
                if (later == 0) {
                    break;
                }
                block.literal(bytes[at++]);
                match = later;
            }
            int length = match & Block.LENGTH_MASK;
            block.match(length, match >>> Block.LENGTH_BITS);
            at += length;
        }
    }
}
