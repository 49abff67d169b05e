package dev.heddle.driver;

import dev.heddle.extensions.Extensions;
import dev.heddle.extensions.Message;
import dev.heddle.extensions.Session;
import java.nio.ByteBuffer;

/**
 * The peer's messages where extensions are agreed on: made whole, passed through those, and only then held to what a
 * message may be. One that lies whole in what was read is not copied.
 */
final class IncomingMessages implements Session.Callback {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Connection connection;
    private final Extensions extensions;
    private final Limits limits;
    private final Utf8Validator utf8 = new Utf8Validator();
    private final MessageBytes collected = new MessageBytes();
    /** Every message, one after the other. */
    private final Message message = new Message(Opcode.TEXT, NOTHING);

    private int opcode;
    private boolean rsv1;
    private boolean rsv2;
    private boolean rsv3;

    IncomingMessages(Connection connection, Extensions extensions, Limits limits) {
        this.connection = connection;
        this.extensions = extensions;
        this.limits = limits;
    }

    /** A message begins. */
    void begin(FrameParser frame) {
        opcode = frame.opcode();
        rsv1 = frame.rsv1();
        rsv2 = frame.rsv2();
        rsv3 = frame.rsv3();
        // The rules hold it to maxLength, an int.
        collected.declare((int) frame.length());
    }

    /**
     * Takes a slice of the message's payload.
     *
     * @param last whether the message ends with it
     */
    void payload(ByteBuffer slice, boolean last) {
        if (last && collected.length() == 0) {
            process(slice);
            return;
        }
        collected.append(slice);
        if (last) {
            process(collected.take());
        }
    }

    /** Forgets what was not passed on. */
    void clear() {
        collected.clear();
    }

    private void process(ByteBuffer data) {
        message.setOpcode(opcode).setRsv1(rsv1).setRsv2(rsv2).setRsv3(rsv3).setData(data);
        extensions.processIncomingMessage(message, this);
        message.setData(NOTHING);
    }

    @Override
    public void complete(Message out) {
        ByteBuffer data = out.data();
        if (data.remaining() > limits.maxLength()) {
            connection.fail(ViolationException.limit(Violation.TOO_LARGE, "maxLength", limits.maxLength())
                    .error());
            return;
        }
        switch (out.opcode()) {
            case Opcode.TEXT -> {
                if (utf8.accept(data) && utf8.complete()) {
                    connection.receivedMessage(data, true);
                } else {
                    connection.fail(
                            ViolationException.of(Violation.TEXT_NOT_UTF8).error());
                }
            }
            case Opcode.BINARY -> connection.receivedMessage(data, false);
            default -> fail(new IllegalStateException("An extension made a message with the opcode " + out.opcode()));
        }
    }

    @Override
    public void fail(Throwable cause) {
        connection.fail(ExtensionFailure.of(cause, limits));
    }
}
