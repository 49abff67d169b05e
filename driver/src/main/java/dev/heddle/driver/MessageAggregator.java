package dev.heddle.driver;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A listener that makes whole messages of the parts that a driver raises: text as a {@link String}, binary as a buffer
 * that belongs to the receiver. Its memory follows the bytes received, and is given up with each message.
 */
public abstract class MessageAggregator implements DriverListener {

    private static final byte[] EMPTY = {};
    private static final int FIRST_CAPACITY = 1024;

    /** The parts of the message under way. */
    private byte[] bytes = EMPTY;

    private int length;

    /** For subclasses. */
    protected MessageAggregator() {}

    /** A whole text message. */
    protected abstract void onText(String message);

    /** A whole binary message; the buffer is the receiver's to keep. */
    protected abstract void onBinary(ByteBuffer message);

    @Override
    public final void onText(ByteBuffer data, boolean last) {
        if (last && length == 0) {
            onText(Utf8.decode(data));
            return;
        }
        append(data);
        if (last) {
            onText(Utf8.decode(take()));
        }
    }

    @Override
    public final void onBinary(ByteBuffer data, boolean last) {
        append(data);
        if (last) {
            onBinary(take());
        }
    }

    private void append(ByteBuffer data) {
        int total = length + data.remaining();
        if (total > bytes.length) {
            // The first part is often the whole: no more memory than that. Later parts double it.
            int capacity = length == 0 ? total : (int) Math.min(Math.max(2L * bytes.length, FIRST_CAPACITY), 1 << 30);
            bytes = Arrays.copyOf(bytes, Math.max(capacity, total));
        }
        data.get(bytes, length, data.remaining());
        length = total;
    }

    private ByteBuffer take() {
        ByteBuffer message = ByteBuffer.wrap(bytes, 0, length);
        bytes = EMPTY;
        length = 0;
        return message;
    }
}
