package dev.heddle.examples;

import dev.heddle.extensions.ClientSession;
import dev.heddle.extensions.Extension;
import dev.heddle.extensions.Message;
import dev.heddle.extensions.Parameters;
import dev.heddle.extensions.ServerSession;
import dev.heddle.extensions.SessionLimits;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An extension to begin with: {@code x-rot} adds n to every byte that is sent and takes it off again on the other side. The
 * client offers {@code x-rot; n=13}; the server takes the first offer that it understands, and may answer with a smaller n.
 * RSV2 says that a message is rotated.
 *
 * @param n how far to rotate at most, 1 to 255
 */
public record RotExtension(int n) implements Extension {

    /** Checks the range. */
    public RotExtension {
        if (n < 1 || n > 255) {
            throw new IllegalArgumentException("n must be 1 to 255, not " + n);
        }
    }

    @Override
    public String name() {
        return "x-rot";
    }

    @Override
    public boolean rsv2() {
        return true;
    }

    @Override
    public ClientSession createClientSession(SessionLimits limits) {
        return new RotSession(n);
    }

    @Override
    public @Nullable ServerSession createServerSession(List<Parameters> offers, SessionLimits limits) {
        for (Parameters offer : offers) {
            int offered = read(offer);
            if (offered > 0) {
                return new RotSession(Math.min(offered, n));
            }
        }
        return null;
    }

    /** Returns what the parameters say, or 0 if they are not exactly an n in its range. */
    private static int read(Parameters parameters) {
        OptionalLong value = parameters.number("n");
        boolean legal = parameters.names().size() == 1 && value.isPresent() && value.getAsLong() <= 255;
        return legal ? (int) value.getAsLong() : 0;
    }

    /** Both sides of one connection do the same, once they agree on n. */
    private static final class RotSession implements ClientSession, ServerSession {

        private int n;

        RotSession(int n) {
            this.n = n;
        }

        @Override
        public List<Parameters> generateOffer() {
            return List.of(Parameters.empty().with("n", n));
        }

        @Override
        public boolean activate(Parameters response) {
            int agreed = read(response);
            boolean acceptable = agreed > 0 && agreed <= n;
            n = agreed;
            return acceptable;
        }

        @Override
        public Parameters generateResponse() {
            return Parameters.empty().with("n", n);
        }

        @Override
        public boolean isSynchronous() {
            return true;
        }

        @Override
        public void processOutgoingMessage(Message message, Callback callback) {
            callback.complete(message.setData(rotated(message.data(), n)).setRsv2(true));
        }

        @Override
        public void processIncomingMessage(Message message, Callback callback) {
            if (message.rsv2()) {
                message.setData(rotated(message.data(), -n)).setRsv2(false);
            }
            callback.complete(message);
        }

        /** Returns a copy, because the bytes of a message may be the application's. */
        private static ByteBuffer rotated(ByteBuffer data, int by) {
            ByteBuffer rotated = ByteBuffer.allocate(data.remaining());
            for (int i = data.position(); i < data.limit(); i++) {
                rotated.put((byte) (data.get(i) + by));
            }
            return rotated.flip();
        }

        @Override
        public void close() {}
    }
}
