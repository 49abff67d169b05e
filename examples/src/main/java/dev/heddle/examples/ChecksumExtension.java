package dev.heddle.examples;

import dev.heddle.extensions.ClientSession;
import dev.heddle.extensions.Extension;
import dev.heddle.extensions.ExtensionException;
import dev.heddle.extensions.Message;
import dev.heddle.extensions.Parameters;
import dev.heddle.extensions.ServerSession;
import dev.heddle.extensions.Session;
import dev.heddle.extensions.SessionLimits;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * An extension that has other threads work: {@code x-checksum} puts the CRC-32 of a message behind it, four bytes, the
 * highest first, and checks and removes it on the other side. It has no parameters and, as every message is changed, needs no
 * reserved bit.
 *
 * <p>Messages are independent of each other, so several are worked on at once; whichever is done first, they come out in the
 * order of the wire.
 *
 * @param executor runs the work, on any thread; it belongs to the application, which ends it behind its connections
 */
public record ChecksumExtension(Executor executor) implements Extension {

    private static final HexFormat HEX = HexFormat.of();
    private static final int LENGTH = 4;

    @Override
    public String name() {
        return "x-checksum";
    }

    @Override
    public ClientSession createClientSession(SessionLimits limits) {
        return new ChecksumSession(executor);
    }

    @Override
    public @Nullable ServerSession createServerSession(List<Parameters> offers, SessionLimits limits) {
        return offers.contains(Parameters.empty()) ? new ChecksumSession(executor) : null;
    }

    private static int checksum(ByteBuffer data) {
        CRC32 crc = new CRC32();
        crc.update(data.duplicate());
        return (int) crc.getValue();
    }

    private static Message append(Message message) throws ExtensionException {
        ByteBuffer data = message.data();
        if (data.remaining() > Integer.MAX_VALUE - LENGTH) {
            throw ExtensionException.tooLarge("No room for the checksum behind " + data.remaining() + " bytes");
        }
        ByteBuffer longer = ByteBuffer.allocate(data.remaining() + LENGTH);
        longer.put(data.duplicate()).putInt(checksum(data));
        return message.setData(longer.flip());
    }

    private static Message verify(Message message) throws ExtensionException {
        ByteBuffer data = message.data();
        int length = data.remaining() - LENGTH;
        if (length < 0) {
            throw ExtensionException.invalidData("A message of " + data.remaining() + " bytes has no checksum", null);
        }
        ByteBuffer content = data.slice(data.position(), length);
        int sent = data.slice(data.position() + length, LENGTH).getInt();
        int found = checksum(content);
        if (sent != found) {
            throw ExtensionException.invalidData(
                    "Checksum is " + HEX.toHexDigits(found) + ", but the message has " + HEX.toHexDigits(sent), null);
        }
        return message.setData(content);
    }

    /** What is done with a message. */
    private interface Work {
        Message apply(Message message) throws ExtensionException;
    }

    private record ChecksumSession(Executor executor) implements ClientSession, ServerSession {

        @Override
        public List<Parameters> generateOffer() {
            return List.of(Parameters.empty());
        }

        @Override
        public boolean activate(Parameters response) {
            return response.equals(Parameters.empty());
        }

        @Override
        public Parameters generateResponse() {
            return Parameters.empty();
        }

        @Override
        public void processOutgoingMessage(Message message, Session.Callback callback) {
            executor.execute(() -> answer(ChecksumExtension::append, message, callback));
        }

        @Override
        public void processIncomingMessage(Message message, Session.Callback callback) {
            executor.execute(() -> answer(ChecksumExtension::verify, message, callback));
        }

        /** Answers in every case: a message without an answer would hold up all behind it. */
        private static void answer(Work work, Message message, Session.Callback callback) {
            Message done;
            try {
                done = work.apply(message);
            } catch (ExtensionException | RuntimeException | Error e) {
                callback.fail(e);
                return;
            }
            callback.complete(done);
        }

        @Override
        public void close() {}
    }
}
