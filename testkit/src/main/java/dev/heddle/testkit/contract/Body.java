package dev.heddle.testkit.contract;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The body of a response, read by hand: in chunks, of a length, or until the connection ends. RFC 9112 §6.3. */
final class Body {

    private final Peer peer;
    private final boolean chunked;
    /** How much of the chunk or the body was not read from the peer. */
    private long left;
    /** What was read and not passed on; never beyond the chunk. */
    private final byte[] buffer = new byte[8 * 1024];

    private int at;
    private int end;

    private boolean first = true;
    private boolean over;

    Body(Peer peer, Head head) {
        this.peer = peer;
        chunked = head.field("Transfer-Encoding").equalsIgnoreCase("chunked");
        String length = head.field("Content-Length");
        left = chunked ? 0 : length.isEmpty() ? Long.MAX_VALUE : Long.parseLong(length);
    }

    /** Returns the rest as text. */
    String text() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int one = read(); one >= 0; one = read()) {
            bytes.write(one);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Returns the next line without its line feed, or null at the end. */
    @Nullable
    String line() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int one = read(); one != '\n'; one = read()) {
            if (one < 0) {
                return null;
            }
            bytes.write(one);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private int read() throws IOException {
        if (at == end && !fill()) {
            return -1;
        }
        return buffer[at++] & 0xFF;
    }

    /** Reads on inside the chunk or the body; false at its end. */
    private boolean fill() throws IOException {
        if (chunked && left == 0 && !over) {
            nextChunk();
        }
        if (over || left == 0) {
            return false;
        }
        int count = peer.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
            if (left < Long.MAX_VALUE / 2) {
                throw new EOFException("The stream ended inside a body");
            }
            over = true;
            return false;
        }
        left -= count;
        at = 0;
        end = count;
        return true;
    }

    private void nextChunk() throws IOException {
        if (!first) {
            // Each chunk's data has a line's end.
            Head.line(peer);
        }
        first = false;
        left = Long.parseLong(Head.line(peer).split(";", 2)[0].strip(), 16);
        over = left == 0;
    }
}
