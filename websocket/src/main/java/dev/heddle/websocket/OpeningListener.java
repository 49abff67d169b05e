package dev.heddle.websocket;

import dev.heddle.driver.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * For the adapter of a client: passes the events on to the application's listener, and tells the first of them, open or failed, to
 * whoever waits for the connection.
 */
public class OpeningListener implements WebSocketListener {

    private final WebSocketListener listener;
    private final Runnable decided;
    /** Null unless redirects are followed. */
    private final @Nullable Redirecting redirecting;

    private final CompletableFuture<WebSocket> opened;
    private @Nullable Throwable error;
    /** Whether another attempt goes on where this one has ended. */
    private boolean followed;

    private OpeningListener(WebSocketListener listener, Runnable decided) {
        this.listener = listener;
        this.decided = decided;
        this.redirecting = null;
        this.opened = new CompletableFuture<>();
    }

    private OpeningListener(WebSocketListener listener, Redirecting redirecting) {
        this.listener = listener;
        this.decided = () -> {};
        this.redirecting = redirecting;
        this.opened = redirecting.opened();
    }

    /** Takes over from an attempt that is followed by another. */
    private OpeningListener(WebSocketListener listener, OpeningListener before) {
        this.listener = listener;
        this.decided = before.decided;
        this.redirecting = before.redirecting;
        this.opened = before.opened;
    }

    /**
     * Makes one that gets messages as the listener wants them: whole or in parts.
     *
     * @param decided runs when the connection is open or has failed, at least once; the next attempt may begin then
     */
    public static OpeningListener of(WebSocketListener listener, Runnable decided) {
        return listener instanceof PartialListener partial
                ? new InParts(partial, decided)
                : new OpeningListener(listener, decided);
    }

    /** Makes one for an attempt that may be redirected; then the listener hears nothing of it. */
    static OpeningListener of(WebSocketListener listener, Redirecting redirecting) {
        return listener instanceof PartialListener partial
                ? new InParts(partial, redirecting)
                : new OpeningListener(listener, redirecting);
    }

    /**
     * Returns one for another attempt to open the same WebSocket: nothing is told any more of what becomes of this one, which must not
     * have been open or have failed. On the loop.
     */
    public OpeningListener again() {
        followed = true;
        return new OpeningListener(listener, this);
    }

    /** Tells whether another attempt goes on where this one has ended. */
    boolean isFollowed() {
        return followed;
    }

    /** Tells whether another attempt will follow a response of this status and these fields. */
    boolean isFollowed(int status, Headers headers) {
        if (redirecting != null) {
            return redirecting.follows(status, headers);
        }
        return listener instanceof OpeningListener hop && hop.isFollowed(status, headers);
    }

    /** Returns what is done when the connection is open, in front of its first message, or fails with what that failed with. */
    public CompletableFuture<WebSocket> opened() {
        return opened;
    }

    /** Closes the connection when who waits for it gives up, which is to end {@link #opened} in the opening's stead. */
    public void closeIfGivenUp(WebSocket socket) {
        CompletionStage<WebSocket> outcome = opened;
        outcome.whenComplete((open, failure) -> {
            if (failure != null) {
                // If it is over already, that is why it failed, and this does nothing.
                socket.close();
            }
        });
    }

    @Override
    public void onOpen(WebSocket socket) {
        decided.run();
        listener.onOpen(socket);
        opened.complete(socket);
    }

    @Override
    public void onText(WebSocket socket, String message) {
        listener.onText(socket, message);
    }

    @Override
    public void onBinary(WebSocket socket, ByteBuffer message) {
        listener.onBinary(socket, message);
    }

    @Override
    public void onPing(WebSocket socket, ByteBuffer payload) {
        listener.onPing(socket, payload);
    }

    @Override
    public void onPong(WebSocket socket, ByteBuffer payload) {
        listener.onPong(socket, payload);
    }

    @Override
    public void onDrain(WebSocket socket) {
        listener.onDrain(socket);
    }

    @Override
    public void onError(WebSocket socket, Throwable cause) {
        // The close may come much later: a server that refuses has time to end the connection.
        decided.run();
        if (followed) {
            return;
        }
        Throwable told = redirecting == null ? cause : redirecting.told(cause);
        error = told;
        if (told == null) {
            followed = true;
        } else {
            listener.onError(socket, told);
        }
    }

    @Override
    public void onClose(WebSocket socket, CloseEvent event) {
        decided.run();
        if (followed) {
            return;
        }
        try {
            listener.onClose(socket, error == null || event.cause() == null ? event : event.withCause(error));
        } finally {
            opened.completeExceptionally(
                    error != null ? error : new IOException("The connection was closed before it was open"));
        }
    }

    /** For a listener that takes messages in parts. */
    private static final class InParts extends OpeningListener implements PartialListener {

        private final PartialListener listener;

        InParts(PartialListener listener, Runnable decided) {
            super(listener, decided);
            this.listener = listener;
        }

        InParts(PartialListener listener, Redirecting redirecting) {
            super(listener, redirecting);
            this.listener = listener;
        }

        private InParts(PartialListener listener, OpeningListener before) {
            super(listener, before);
            this.listener = listener;
        }

        @Override
        public OpeningListener again() {
            super.again();
            return new InParts(listener, this);
        }

        @Override
        public void onPartialText(WebSocket socket, ByteBuffer utf8, boolean last) {
            listener.onPartialText(socket, utf8, last);
        }

        @Override
        public void onPartialBinary(WebSocket socket, ByteBuffer data, boolean last) {
            listener.onPartialBinary(socket, data, last);
        }
    }
}
