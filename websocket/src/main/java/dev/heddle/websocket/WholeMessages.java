package dev.heddle.websocket;

import dev.heddle.driver.MessageAggregator;
import dev.heddle.driver.WebSocketMessage;
import java.nio.ByteBuffer;

/** The peer's messages for a listener that takes them whole. */
final class WholeMessages extends MessageAggregator {

    private final WebSocketConnection connection;

    WholeMessages(WebSocketConnection connection) {
        this.connection = connection;
    }

    @Override
    protected void onText(String message) {
        connection.tell(WebSocketListener::onText, message, WebSocketMessage::text);
    }

    @Override
    protected void onBinary(ByteBuffer message) {
        connection.tell(WebSocketListener::onBinary, message, WebSocketMessage::binary);
    }
}
