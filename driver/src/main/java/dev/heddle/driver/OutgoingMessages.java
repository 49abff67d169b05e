package dev.heddle.driver;

import dev.heddle.extensions.Extensions;
import dev.heddle.extensions.Message;
import dev.heddle.extensions.Session;
import java.nio.ByteBuffer;

/**
 * This side's messages where extensions are agreed on: made whole, passed through those, and cut into as many frames as
 * they ask for.
 */
final class OutgoingMessages implements Session.Callback {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Connection connection;
    private final Extensions extensions;
    private final MessageBytes collected = new MessageBytes();
    /** Every message, one after the other. */
    private final Message message = new Message(Opcode.TEXT, NOTHING);

    private int opcode;
    private boolean compress;
    /** How many messages came to nothing. */
    private int lost;

    OutgoingMessages(Connection connection, Extensions extensions) {
        this.connection = connection;
        this.extensions = extensions;
    }

    /** Returns how many bytes of payload are held here or inside the extensions. */
    long bytes() {
        return collected.length() + extensions.pendingOutgoingBytes();
    }

    /** Returns how many messages are inside the extensions, or came to nothing. */
    long messages() {
        return (long) extensions.pendingOutgoing() + lost;
    }

    /** A message came to nothing, as one in front of it did. */
    void lost() {
        lost++;
    }

    /** Tells whether no message is inside the extensions. */
    boolean isIdle() {
        return extensions.pendingOutgoing() == 0;
    }

    /** Refuses a fragment with which the message would be longer than one that is whole can be. */
    void checkRoom(ByteBuffer fragment) {
        if (fragment.remaining() > MessageBytes.MOST - collected.length()) {
            throw new IllegalStateException(
                    "A message that passes extensions has at most " + MessageBytes.MOST + " bytes");
        }
    }

    /** Takes a data frame's worth of a message; the payload moves neither position nor limit. */
    void add(int frameOpcode, boolean fin, ByteBuffer payload, boolean mayCompress) {
        if (frameOpcode != Opcode.CONTINUATION) {
            opcode = frameOpcode;
            compress = mayCompress;
        }
        int position = payload.position();
        int limit = payload.limit();
        try {
            if (fin && collected.length() == 0) {
                process(payload);
                return;
            }
            collected.append(payload);
        } finally {
            payload.limit(limit).position(position);
        }
        if (fin) {
            process(collected.take());
        }
    }

    /** Forgets what was not passed on. */
    void clear() {
        collected.clear();
    }

    private void process(ByteBuffer data) {
        message.setOpcode(opcode).setRsv1(false).setRsv2(false).setRsv3(false);
        message.setData(data).setCompress(compress).setMaxFrame(Integer.MAX_VALUE);
        extensions.processOutgoingMessage(message, this);
        message.setData(NOTHING);
    }

    @Override
    public void complete(Message out) {
        if (connection.outgoing.failure() != null) {
            lost();
            return;
        }
        if (out.opcode() != Opcode.TEXT && out.opcode() != Opcode.BINARY) {
            fail(new IllegalStateException("An extension made a message with the opcode " + out.opcode()));
            return;
        }
        int first = out.opcode() | Opcode.reserved(out.rsv1(), out.rsv2(), out.rsv3());
        ByteBuffer data = out.data();
        int end = data.limit();
        while (data.remaining() > out.maxFrame()) {
            data.limit(data.position() + out.maxFrame());
            connection.outgoing.frame(first, false, data);
            data.position(data.limit()).limit(end);
            first = Opcode.CONTINUATION;
        }
        connection.outgoing.frame(first, true, data);
    }

    @Override
    public void fail(Throwable cause) {
        lost();
        connection.outgoing.failed(ExtensionFailure.of(cause, connection.options.limits()));
        connection.drained();
    }
}
