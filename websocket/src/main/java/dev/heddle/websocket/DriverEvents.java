package dev.heddle.websocket;

import dev.heddle.driver.DriverListener;
import dev.heddle.driver.ProtocolError;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * The driver's events: those of frames are signs of life and go on to the listener, messages by {@link WholeMessages} or
 * {@link PartialMessages}; those that change where the connection stands go to their part of it.
 */
final class DriverEvents implements DriverListener {

    /** Takes the end of the protocol. */
    @FunctionalInterface
    interface Ended {

        void accept(int code, String reason);
    }

    private final Announcer announcer;
    private final Keepalive keepalive;
    private final DriverListener messages;
    private final Runnable opened;
    private final Consumer<ProtocolError> failed;
    private final Ended ended;

    DriverEvents(
            Announcer announcer,
            Keepalive keepalive,
            DriverListener messages,
            Runnable opened,
            Consumer<ProtocolError> failed,
            Ended ended) {
        this.announcer = announcer;
        this.keepalive = keepalive;
        this.messages = messages;
        this.opened = opened;
        this.failed = failed;
        this.ended = ended;
    }

    @Override
    public void onOpen() {
        opened.run();
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
        keepalive.frame();
        announcer.tell(WebSocketListener::onPing, payload);
    }

    @Override
    public void onPong(ByteBuffer payload) {
        keepalive.frame();
        announcer.tell(WebSocketListener::onPong, payload);
    }

    @Override
    public void onError(ProtocolError error) {
        failed.accept(error);
    }

    @Override
    public void onClose(int code, String reason) {
        ended.accept(code, reason);
    }
}
