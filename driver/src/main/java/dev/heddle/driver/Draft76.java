package dev.heddle.driver;

import java.nio.ByteBuffer;

/**
 * The frames of draft-hixie-thewebsocketprotocol-76 §4.2, §5.3: those of draft 75, and FF 00 as closing handshake in both
 * directions.
 */
final class Draft76 extends Draft75 {

    private static final byte CLOSE = (byte) 0xFF;

    Draft76(Connection connection, DriverOptions options, Output output) {
        super(connection, options, output);
    }

    @Override
    public String version() {
        return "hixie-76";
    }

    /** Inside a message there is none: FF would end the message, as if what was sent of it were all. */
    @Override
    public boolean hasClosingHandshake(boolean insideMessage) {
        return !insideMessage;
    }

    @Override
    public void write(int opcode, boolean fin, ByteBuffer payload) {
        if (opcode == Opcode.CLOSE) {
            writer().claim(2).write(CLOSE).write((byte) 0).done();
        } else {
            super.write(opcode, fin, payload);
        }
    }

    @Override
    void onEmpty(byte partType) {
        if (partType == CLOSE) {
            connection().receivedClose(CloseCode.NO_CODE, "");
        }
    }
}
