package dev.heddle.websocket;

import dev.heddle.driver.DriverListener;
import java.nio.ByteBuffer;

/** The peer's messages for a {@link PartialListener}: nothing is copied or collected. */
final class PartialMessages implements DriverListener {

    private static final Announcer.Event<ByteBuffer> TEXT_PART =
            (listener, socket, data) -> ((PartialListener) listener).onPartialText(socket, data, false);
    private static final Announcer.Event<ByteBuffer> LAST_TEXT_PART =
            (listener, socket, data) -> ((PartialListener) listener).onPartialText(socket, data, true);
    private static final Announcer.Event<ByteBuffer> BINARY_PART =
            (listener, socket, data) -> ((PartialListener) listener).onPartialBinary(socket, data, false);
    private static final Announcer.Event<ByteBuffer> LAST_BINARY_PART =
            (listener, socket, data) -> ((PartialListener) listener).onPartialBinary(socket, data, true);

    private final WebSocketConnection connection;

    PartialMessages(WebSocketConnection connection) {
        this.connection = connection;
    }

    @Override
    public void onText(ByteBuffer data, boolean last) {
        tell(last ? LAST_TEXT_PART : TEXT_PART, data, last);
    }

    @Override
    public void onBinary(ByteBuffer data, boolean last) {
        tell(last ? LAST_BINARY_PART : BINARY_PART, data, last);
    }

    private void tell(Announcer.Event<ByteBuffer> event, ByteBuffer data, boolean last) {
        if (last) {
            connection.message();
        }
        connection.announcer.tell(event, data);
    }
}
