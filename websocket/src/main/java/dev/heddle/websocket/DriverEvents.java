package dev.heddle.websocket;

import dev.heddle.driver.DriverListener;
import dev.heddle.driver.ProtocolError;
import java.nio.ByteBuffer;

/**
 * The driver's events: those of frames are signs of life and go on to the listener, messages by {@link WholeMessages} or
 * {@link PartialMessages}; those that change where the connection stands go to their part of it.
 */
final class DriverEvents implements DriverListener {

    private final DriverListener messages;
    private final WebSocketConnection connection;

    DriverEvents(WebSocketConnection connection, DriverListener messages) {
        this.connection = connection;
        this.messages = messages;
    }

    @Override
    public void onOpen() {
        connection.opened();
    }

    @Override
    public void onFrameLength(int frameLength) {
        messages.onFrameLength(frameLength);
    }

    @Override
    public void onText(ByteBuffer data, boolean last) {
        messages.onText(data, last);
    }

    @Override
    public void onBinary(ByteBuffer data, boolean last) {
        messages.onBinary(data, last);
    }

    @Override
    public void onPing(ByteBuffer payload) {
        connection.keepalive.frame();
        connection.announcer.tell(WebSocketListener::onPing, payload);
    }

    @Override
    public void onPong(ByteBuffer payload) {
        connection.keepalive.frame();
        connection.announcer.tell(WebSocketListener::onPong, payload);
    }

    @Override
    public void onError(ProtocolError error) {
        connection.violated(error);
    }

    @Override
    public void onClose(int code, String reason) {
        connection.protocolEnded(code, reason);
    }
}
