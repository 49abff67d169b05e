package dev.heddle.websocket;

import dev.heddle.driver.Driver;
import dev.heddle.driver.WebSocketMessage;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The way of messages and pings from any thread to the driver: at once on the loop, else through the queue in a copy of
 * their own.
 */
final class Sending {

    private static final int MAX_CONTROL_PAYLOAD = 125;

    private final WebSocketConnection connection;
    private final Transport transport;
    private final Driver driver;
    private final Life life;
    private final OutsideQueue outside;
    private final Backlog backlog;
    private final Settling settling;
    /** Whether the connection speaks a draft, which has neither binary messages nor pings. */
    private final boolean draft;
    /** The message in parts that was begun and not ended, or null; on the loop. */
    private @Nullable OpenMessage open;

    Sending(WebSocketConnection connection) {
        this.connection = connection;
        this.transport = connection.transport;
        this.driver = connection.driver;
        this.life = connection.life;
        this.outside = connection.outside;
        this.backlog = connection.backlog;
        this.settling = connection.settling;
        // Only a server speaks drafts, and it has had the request when its driver was made.
        this.draft = driver.version().startsWith("hixie-");
    }

    boolean text(String message) {
        return text(new WebSocketMessage.Text(message));
    }

    boolean binary(ByteBuffer message) {
        return binary(message, true);
    }

    boolean message(WebSocketMessage message) {
        if (message instanceof WebSocketMessage.Text text) {
            return text(text);
        }
        WebSocketMessage.Binary binary = (WebSocketMessage.Binary) message;
        return binary(binary.bytes(), binary.compress());
    }

    boolean partialText(ByteBuffer utf8, boolean last) {
        return part(utf8, true, last);
    }

    boolean partialBinary(ByteBuffer data, boolean last) {
        return !draft && part(data, false, last);
    }

    private boolean text(WebSocketMessage.Text message) {
        return send(message.utf8(), true, true, message.compress());
    }

    private boolean binary(ByteBuffer message, boolean compress) {
        return !draft && send(message, false, false, compress);
    }

    boolean ping(ByteBuffer payload, Runnable callback) {
        if (payload.remaining() > MAX_CONTROL_PAYLOAD) {
            throw new IllegalArgumentException(
                    "A ping has at most 125 bytes of payload, not " + payload.remaining() + " (RFC 6455 §5.5)");
        }
        if (draft || life.isClosing()) {
            return false;
        }
        ByteBuffer owned = copy(payload);
        outside.run(() -> driver.ping(
                owned, () -> connection.announcer.tell((listener, socket, answered) -> answered.run(), callback)));
        return true;
    }

    private boolean part(ByteBuffer data, boolean text, boolean last) {
        if (!transport.inLoop()) {
            throw new IllegalStateException("A part of a message can only be sent on the connection's own loop");
        }
        int length = data.remaining();
        boolean sent = false;
        if (takes(length)) {
            outside.drain();
            sent = sendNow(data, text, last, true);
        }
        if (sent && !last) {
            if (open == null) {
                open = new OpenMessage(outside);
            }
            backlog.collecting(length);
        } else {
            endParts();
        }
        settle();
        return sent;
    }

    /** The message in parts is at its end, or never will be: those behind it go on. */
    private void endParts() {
        OpenMessage ended = open;
        open = null;
        backlog.collected();
        if (ended != null) {
            for (OpenMessage.Waiting next = ended.next(); next != null; next = ended.next()) {
                // In vain if the closing has cut the message off.
                if (!life.isClosing()) {
                    sendNow(next.bytes(), next.text(), true, next.compress());
                }
            }
        }
    }

    /** The connection is gone. */
    void gone() {
        endParts();
    }

    private boolean send(ByteBuffer message, boolean text, boolean owned, boolean compress) {
        int length = message.remaining();
        if (!takes(length)) {
            return false;
        }
        if (transport.inLoop()) {
            outside.drain();
            boolean sent = sendWhole(message, text, owned, compress);
            settle();
            return sent;
        }
        ByteBuffer kept = owned ? message : copy(message);
        outside.add(length, () -> sendWhole(kept, text, true, compress));
        if (backlog.congests()) {
            // The loop may have written everything before it could see that someone waits for it.
            outside.add(0, () -> {});
        }
        return true;
    }

    /** Tells whether so much more can be sent; ends the connection if it can not. */
    private boolean takes(int length) {
        if (life.isClosing()) {
            return false;
        }
        if (backlog.exceededBy(length)) {
            outside.run(() -> connection
                    .failing()
                    .lost("More than " + connection.options.maxBufferedAmount()
                            + " bytes of messages are waiting to be sent (maxBufferedAmount)"));
            return false;
        }
        return true;
    }

    private void settle() {
        settling.settle();
        if (settling.isReading()) {
            // Not all is written before the read's end, where it is settled whether this stays true.
            backlog.congests();
        }
    }

    private boolean sendWhole(ByteBuffer message, boolean text, boolean owned, boolean compress) {
        if (open == null) {
            return sendNow(message, text, true, compress);
        }
        open.add(new OpenMessage.Waiting(owned ? message : copy(message), text, compress));
        return true;
    }

    private boolean sendNow(ByteBuffer message, boolean text, boolean last, boolean compress) {
        backlog.sending();
        boolean sent = text ? driver.text(message, last, compress) : driver.binary(message, last, compress);
        if (sent) {
            backlog.sent(message.remaining());
        }
        return sent;
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        ByteBuffer copy = ByteBuffer.allocate(bytes.remaining());
        return copy.put(0, bytes, bytes.position(), bytes.remaining());
    }
}
