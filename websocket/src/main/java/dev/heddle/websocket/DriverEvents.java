package dev.heddle.websocket;

import dev.heddle.driver.MessageAggregator;
import dev.heddle.driver.ProtocolError;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * The driver's events: those of messages and frames are signs of life and go on to the listener as they are, those that
 * change where the connection stands go to their part of it.
 */
final class DriverEvents extends MessageAggregator {

    /** Takes the end of the protocol. */
    @FunctionalInterface
    interface Ended {

        void accept(int code, String reason);
    }

    private final Announcer announcer;
    private final Keepalive keepalive;
    private final Runnable opened;
    private final Consumer<ProtocolError> failed;
    private final Ended ended;

    DriverEvents(
            Announcer announcer, Keepalive keepalive, Runnable opened, Consumer<ProtocolError> failed, Ended ended) {
        this.announcer = announcer;
        this.keepalive = keepalive;
        this.opened = opened;
        this.failed = failed;
        this.ended = ended;
    }

    @Override
    public void onOpen() {
        opened.run();
    }

    @Override
    protected void onText(String message) {
        keepalive.frame();
        announcer.tell(WebSocketListener::onText, message);
    }

    @Override
    protected void onBinary(ByteBuffer message) {
        keepalive.frame();
        announcer.tell(WebSocketListener::onBinary, message);
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
