package dev.heddle.websocket;

import dev.heddle.driver.Driver;
import dev.heddle.driver.WebSocketMessage;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The way of messages and pings from any thread to the driver: at once on the loop, else through the queue in a copy of
 * their own.
 */
final class Sending {

    private static final int MAX_CONTROL_PAYLOAD = 125;
    /** What a ping takes besides its payload, with a mask (RFC 6455 §5.2): empty ones are not for free either. */
    private static final int CONTROL_HEADER = 6;

    private final WebSocketConnection connection;
    private final Transport transport;
    private final Driver driver;
    private final Life life;
    private final OutsideQueue outside;
    private final Backlog backlog;
    private final Settling settling;
    /** Whether the connection speaks a draft, which has neither binary messages nor pings. */
    private final boolean draft;
    /** Whether the connection is to be ended, as more was sent than may wait. */
    private volatile boolean overflowed;
    /** The message in parts that was begun and not ended, or null; on the loop, as what follows. */
    private @Nullable OpenMessage open;
    /** How many messages the driver took. */
    private long taken;
    /** Null before the first message whose sender wants to know when it is written. */
    private @Nullable Receipts receipts;

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
        return binary(new WebSocketMessage.Binary(message));
    }

    boolean message(WebSocketMessage message) {
        return message instanceof WebSocketMessage.Text text ? text(text) : binary((WebSocketMessage.Binary) message);
    }

    boolean partialText(ByteBuffer utf8, boolean last) {
        return part(utf8, true, last);
    }

    boolean partialBinary(ByteBuffer data, boolean last) {
        return !draft && part(data, false, last);
    }

    CompletionStage<Void> messageAsync(WebSocketMessage message) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        boolean carried = message instanceof WebSocketMessage.Text || !draft;
        if (!carried || !send(message, length(message), written)) {
            written.completeExceptionally(Receipts.unwritten());
        }
        return written.minimalCompletionStage();
    }

    private boolean text(WebSocketMessage.Text message) {
        return send(message, message.encodedLength(), null);
    }

    private boolean binary(WebSocketMessage.Binary message) {
        return !draft && send(message, length(message), null);
    }

    private static int length(WebSocketMessage message) {
        return message instanceof WebSocketMessage.Text text
                ? text.encodedLength()
                : ((WebSocketMessage.Binary) message).bytes().remaining();
    }

    boolean ping(ByteBuffer payload, Runnable callback) {
        if (payload.remaining() > MAX_CONTROL_PAYLOAD) {
            throw new IllegalArgumentException(
                    "A ping has at most 125 bytes of payload, not " + payload.remaining() + " (RFC 6455 §5.5)");
        }
        int length = CONTROL_HEADER + payload.remaining();
        if (draft || !takes(0) || !takesPing()) {
            return false;
        }
        ByteBuffer owned = copy(payload);
        if (transport.inLoop()) {
            outside.drain();
            sendPing(owned, callback, length);
            settle();
            return true;
        }
        return outside.add(0, () -> sendPing(owned, callback, length));
    }

    private void sendPing(ByteBuffer payload, Runnable callback, int length) {
        boolean sent = driver.ping(
                payload, () -> connection.announcer.tell((listener, socket, answered) -> answered.run(), callback));
        if (sent) {
            backlog.pinged(length);
        }
    }

    private boolean part(ByteBuffer data, boolean text, boolean last) {
        if (!transport.inLoop()) {
            throw new IllegalStateException("A part of a message can only be sent on the connection's own loop");
        }
        int length = data.remaining();
        boolean sent = false;
        if (takes(length)) {
            outside.drain();
            sent = sendPart(data, text, last);
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
                    sendNow(next.message(), next.length(), next.written());
                } else if (next.written() != null) {
                    next.written().completeExceptionally(Receipts.unwritten());
                }
            }
        }
    }

    /** The connection is gone. */
    void gone() {
        endParts();
        if (receipts != null) {
            receipts.gone();
        }
    }

    /** What was written is flushed. */
    void flushed() {
        if (receipts != null) {
            receipts.settle(taken);
        }
    }

    private boolean send(WebSocketMessage message, int length, @Nullable CompletableFuture<Void> written) {
        if (!takes(length)) {
            return false;
        }
        if (transport.inLoop()) {
            outside.drain();
            boolean sent = sendWhole(open == null ? message : own(message), length, written);
            settle();
            return sent;
        }
        WebSocketMessage kept = own(message);
        if (!outside.add(length, () -> sendWhole(kept, length, written))) {
            return false;
        }
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
            overflows("messages");
            return false;
        }
        return true;
    }

    /** Tells whether one more ping can be sent; ends the connection if it can not. */
    private boolean takesPing() {
        if (backlog.exceededByPings(life.state() == ReadyState.CONNECTING)) {
            overflows("pings");
            return false;
        }
        return true;
    }

    private void overflows(String what) {
        if (overflowed) {
            return;
        }
        // Not exactly once: it is about what many calls would leave behind while the loop is busy.
        overflowed = true;
        outside.runInLoop(() -> connection
                .failing()
                .lost("More than " + connection.options.maxBufferedAmount() + " bytes of " + what
                        + " are waiting to be sent (maxBufferedAmount)"));
    }

    private void settle() {
        settling.settle();
        if (settling.isReading()) {
            // Not all is written before the read's end, where it is settled whether this stays true.
            backlog.congests();
        }
    }

    private boolean sendWhole(WebSocketMessage message, int length, @Nullable CompletableFuture<Void> written) {
        if (open == null) {
            return sendNow(message, length, written);
        }
        open.add(new OpenMessage.Waiting(message, length, written));
        return true;
    }

    private boolean sendNow(WebSocketMessage message, int length, @Nullable CompletableFuture<Void> written) {
        backlog.sending();
        boolean sent = driver.send(message);
        if (sent) {
            taken++;
            backlog.sent(length);
        }
        if (written != null) {
            await(written, sent);
        }
        return sent;
    }

    private void await(CompletableFuture<Void> written, boolean sent) {
        if (!sent) {
            written.completeExceptionally(Receipts.unwritten());
            return;
        }
        if (receipts == null) {
            receipts = new Receipts(connection);
        }
        receipts.add(taken, written);
    }

    private boolean sendPart(ByteBuffer data, boolean text, boolean last) {
        backlog.sending();
        boolean sent = text ? driver.text(data, last) : driver.binary(data, last);
        if (sent) {
            taken += last ? 1 : 0;
            backlog.sent(data.remaining());
        }
        return sent;
    }

    /** Returns a message whose bytes nobody else can change. */
    private static WebSocketMessage own(WebSocketMessage message) {
        return message instanceof WebSocketMessage.Binary binary && !binary.isPrepared()
                ? new WebSocketMessage.Binary(copy(binary.bytes()), binary.compress())
                : message;
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        ByteBuffer copy = ByteBuffer.allocate(bytes.remaining());
        return copy.put(0, bytes, bytes.position(), bytes.remaining());
    }
}
