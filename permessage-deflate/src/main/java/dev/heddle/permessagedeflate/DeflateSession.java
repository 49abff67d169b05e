package dev.heddle.permessagedeflate;

import dev.heddle.extensions.ExtensionException;
import dev.heddle.extensions.Message;
import dev.heddle.extensions.Session;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One connection's messages, from when the peers have agreed. Source: RFC 7692 §6, §7.2. */
abstract class DeflateSession implements Session {

    private final Codecs codecs;
    private final int threshold;
    private final int maxLength;
    private @Nullable Compressor compressor;
    private @Nullable Decompressor decompressor;

    DeflateSession(Codecs codecs, int threshold, int maxLength) {
        this.codecs = codecs;
        this.threshold = threshold;
        this.maxLength = maxLength;
    }

    /** Starts what was agreed on; nothing native is made before the first message. */
    final void agree(Agreement agreement) {
        compressor = new Compressor(codecs, agreement.outgoing());
        decompressor = new Decompressor(codecs, agreement.incoming(), maxLength);
    }

    @Override
    public final boolean isSynchronous() {
        return true;
    }

    @Override
    public final void processIncomingMessage(Message message, Callback callback) {
        if (message.rsv1()) {
            try {
                message.setData(agreed(decompressor).decompress(message.data())).setRsv1(false);
            } catch (ExtensionException e) {
                callback.fail(e);
                return;
            }
        }
        callback.complete(message);
    }

    @Override
    public final void processOutgoingMessage(Message message, Callback callback) {
        ByteBuffer data = message.data();
        // An empty message can not become shorter, and a flush behind no input gives no bytes.
        if (message.compress() && data.remaining() >= Math.max(1, threshold)) {
            ByteBuffer compressed = agreed(compressor).compress(data);
            if (compressed != null) {
                message.setData(compressed).setRsv1(true);
            }
        }
        callback.complete(message);
    }

    private static <T> T agreed(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("No parameters were agreed on");
        }
        return part;
    }

    @Override
    public final void close() {
        if (compressor != null) {
            compressor.close();
        }
        if (decompressor != null) {
            decompressor.close();
        }
    }
}
