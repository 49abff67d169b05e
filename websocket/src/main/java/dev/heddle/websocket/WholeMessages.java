package dev.heddle.websocket;

import dev.heddle.driver.MessageAggregator;
import java.nio.ByteBuffer;

/** The peer's messages for a listener that takes them whole. */
final class WholeMessages extends MessageAggregator {

    private final Announcer announcer;
    private final Keepalive keepalive;

    WholeMessages(Announcer announcer, Keepalive keepalive) {
        this.announcer = announcer;
        this.keepalive = keepalive;
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
}
