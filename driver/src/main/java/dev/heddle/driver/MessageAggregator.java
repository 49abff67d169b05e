package dev.heddle.driver;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A listener that makes whole messages of the parts that a driver raises: text as a {@link String}, binary as a buffer
 * that belongs to the receiver. Its memory follows the bytes received, and is given up with each message: it is at most twice those, or
 * eight times up to a mebibyte where the first frame declares so much.
 */
public abstract class MessageAggregator implements DriverListener {

    /** Null while there is nothing to collect. */
    private @Nullable MessageBytes collected;

    /** For subclasses. */
    protected MessageAggregator() {}

    /** A whole text message. */
    protected abstract void onText(String message);

    /** A whole binary message; the buffer is the receiver's to keep. */
    protected abstract void onBinary(ByteBuffer message);

    @Override
    public final void onFrameLength(int frameLength) {
        collected().declare(frameLength);
    }

    @Override
    public final void onText(ByteBuffer data, boolean last) {
        if (last && collected == null) {
            onText(Utf8.decode(data));
            return;
        }
        MessageBytes parts = append(data);
        if (last) {
            collected = null;
            onText(Utf8.decode(parts.take()));
        }
    }

    @Override
    public final void onBinary(ByteBuffer data, boolean last) {
        if (last && collected == null) {
            onBinary(Outgoing.copy(data));
            return;
        }
        MessageBytes parts = append(data);
        if (last) {
            collected = null;
            onBinary(parts.take());
        }
    }

    private MessageBytes append(ByteBuffer data) {
        MessageBytes parts = collected();
        parts.append(data);
        return parts;
    }

    private MessageBytes collected() {
        MessageBytes parts = collected;
        if (parts == null) {
            parts = new MessageBytes();
            collected = parts;
        }
        return parts;
    }
}
