package dev.heddle.websocket;

import java.nio.ByteBuffer;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a {@link Reconnecting}, from the call to connect on. It passes the events on to the application's listener, up to the
 * moment at which it is given up before it is open.
 */
class Attempt implements WebSocketListener {

    private enum Stage {
        OPENING,
        /** The connection has events for the listener, the close event at last. */
        LIVE,
        /** No event reaches the listener. */
        GIVEN_UP
    }

    private final Reconnecting owner;
    private final WebSocketListener listener;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.OPENING);
    /** Null before it is open. */
    private volatile @Nullable WebSocket socket;

    private volatile long openedAt;
    private volatile boolean over;
    /** Why what is to be sent first could not be sent. */
    private volatile @Nullable Throwable notRestored;
    /** What connects; in the owner's lane. */
    @Nullable
    Future<WebSocket> connecting;

    private Attempt(Reconnecting owner, WebSocketListener listener) {
        this.owner = owner;
        this.listener = listener;
    }

    /** Makes one that gets messages as the listener wants them: whole or in parts. */
    static Attempt of(Reconnecting owner, WebSocketListener listener) {
        return listener instanceof PartialListener partial ? new InParts(owner, partial) : new Attempt(owner, listener);
    }

    /** Gives up what is not open and has not failed yet; false if there will be, or was, a close event. */
    boolean giveUp() {
        return stage.compareAndSet(Stage.OPENING, Stage.GIVEN_UP);
    }

    /** Returns the socket, null before it is open. */
    @Nullable
    WebSocket socket() {
        return socket;
    }

    /** Returns the time of the scheduler at which it was open. */
    long openedAt() {
        return openedAt;
    }

    /** Tells whether the close event has come. */
    boolean isOver() {
        return over;
    }

    /** Closes the connection, as what is to be sent first could not be. */
    void failToRestore(WebSocket open, Throwable cause) {
        notRestored = cause;
        if (!open.close()) {
            // It was ending already: the hook failed over that, and not the other way round.
            notRestored = null;
        }
    }

    /** Returns why what is to be sent first could not be sent, null if it was. */
    @Nullable
    Throwable notRestored() {
        return notRestored;
    }

    /** Tells whether events are for the listener; the first is for it unless the attempt was given up before. */
    final boolean live() {
        return stage.get() == Stage.LIVE || stage.compareAndSet(Stage.OPENING, Stage.LIVE);
    }

    @Override
    public void onOpen(WebSocket open) {
        // In front of the stage: who sees that gets the socket.
        openedAt = owner.nanoTime();
        socket = open;
        if (!live()) {
            open.close();
            return;
        }
        owner.opened(this, open, () -> listener.onOpen(open));
    }

    @Override
    public void onText(WebSocket open, String message) {
        if (live()) {
            listener.onText(open, message);
        }
    }

    @Override
    public void onBinary(WebSocket open, ByteBuffer message) {
        if (live()) {
            listener.onBinary(open, message);
        }
    }

    @Override
    public void onPing(WebSocket open, ByteBuffer payload) {
        if (live()) {
            listener.onPing(open, payload);
        }
    }

    @Override
    public void onPong(WebSocket open, ByteBuffer payload) {
        if (live()) {
            listener.onPong(open, payload);
        }
    }

    @Override
    public void onDrain(WebSocket open) {
        if (live()) {
            owner.drained();
            listener.onDrain(open);
        }
    }

    @Override
    public void onError(WebSocket failed, Throwable error) {
        if (live()) {
            listener.onError(failed, error);
        }
    }

    @Override
    public void onClose(WebSocket closed, CloseEvent event) {
        over = true;
        if (!live()) {
            return;
        }
        owner.disconnected();
        try {
            listener.onClose(closed, event);
        } finally {
            owner.ended(this, event);
        }
    }

    /** For a listener that takes messages in parts. */
    private static final class InParts extends Attempt implements PartialListener {

        private final PartialListener listener;

        InParts(Reconnecting owner, PartialListener listener) {
            super(owner, listener);
            this.listener = listener;
        }

        @Override
        public void onPartialText(WebSocket open, ByteBuffer utf8, boolean last) {
            if (live()) {
                listener.onPartialText(open, utf8, last);
            }
        }

        @Override
        public void onPartialBinary(WebSocket open, ByteBuffer data, boolean last) {
            if (live()) {
                listener.onPartialBinary(open, data, last);
            }
        }
    }
}
