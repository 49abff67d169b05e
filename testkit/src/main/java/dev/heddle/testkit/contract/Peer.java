package dev.heddle.testkit.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;

/**
 * The other end of the connection that a transport carries: it writes and reads bytes as it likes. One thread may write while
 * another reads.
 */
public interface Peer extends AutoCloseable {

    /** Tells whether this end is the client, whose frames are masked. */
    boolean isClient();

    /** Writes bytes in one piece as far as this end can see to it; blocks until they are on their way. Any thread. */
    void write(byte[] bytes) throws IOException;

    /**
     * Reads what is there, or waits for it; a peer whose {@code read} is not called takes nothing, but for what buffers hold.
     *
     * @return how many bytes, or -1 at the regular end
     * @throws IOException if the connection was reset, or nothing came for 20 s
     */
    int read(byte[] into, int from, int length) throws IOException;

    /** Tells the transport that no more comes, and goes on reading. */
    void shutdownOutput() throws IOException;

    /** Breaks the connection as a crash does, so that the transport fails. */
    void reset() throws IOException;

    /** Leaves, whatever state the connection is in; may be repeated. */
    @Override
    void close() throws IOException;

    /** Writes frames, masked if this end is the client, all in one piece. */
    default void send(Frame... frames) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Frame frame : frames) {
            bytes.writeBytes(frame.encode(isClient()));
        }
        write(bytes.toByteArray());
    }

    /**
     * Reads a frame.
     *
     * @throws AssertionError if it is none that the transport's side may send
     */
    default Frame receive() throws IOException {
        return Frame.read(this);
    }

    /**
     * Reads a message, or one control frame.
     *
     * @return as one frame, however many it came in
     */
    default Frame receiveMessage() throws IOException {
        Frame first = receive();
        if (first.last()) {
            return first;
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (Frame part = first; ; part = receive()) {
            byte[] bytes = new byte[part.payload().remaining()];
            part.payload().get(part.payload().position(), bytes);
            whole.writeBytes(bytes);
            if (part.last()) {
                return new Frame(true, first.opcode(), ByteBuffer.wrap(whole.toByteArray()));
            }
        }
    }

    /**
     * Expects the regular end and nothing before it.
     *
     * @throws AssertionError if more bytes come
     */
    default void expectEnd() throws IOException {
        if (read(new byte[1], 0, 1) >= 0) {
            throw new AssertionError("Bytes where the stream should have ended");
        }
    }

    /** Reads on until the end, regular or not. */
    default void readToAnyEnd() {
        byte[] dropped = new byte[16 * 1024];
        try {
            while (read(dropped, 0, dropped.length) >= 0) {
                // What still was on its way does not matter.
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("The connection has not ended", e);
        } catch (IOException e) {
            // That is an end, too.
        }
    }

    /** Ends this side as RFC 6455 §7.1.1 has it behind both Close frames: the server first. */
    default void endInOrder() throws IOException {
        if (isClient()) {
            expectEnd();
            shutdownOutput();
        } else {
            shutdownOutput();
            expectEnd();
        }
    }
}
