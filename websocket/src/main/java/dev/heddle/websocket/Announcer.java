package dev.heddle.websocket;

import dev.heddle.driver.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Tells the listener what happens: one event behind the other and never one inside another, at most one error, one close
 * when everything else is over, and nothing behind it. What the listener throws goes no further.
 */
final class Announcer {

    private static final System.Logger LOG = System.getLogger(WebSocketConnection.class.getName());

    /** One kind of event; does not capture anything, so that telling it costs no memory. */
    @FunctionalInterface
    interface Event<T> {

        void tell(WebSocketListener listener, WebSocket socket, T subject);
    }

    private final WebSocketListener listener;
    private final WebSocketConnection socket;

    /** Whether the listener is being told something. */
    private boolean telling;
    /** Whether there was an error, told or not. */
    private boolean failed;
    /** The error, while it waits to be told. */
    private @Nullable Throwable error;
    /** What the close event will say; null until the protocol has ended. */
    private @Nullable CloseEvent ending;
    /** Whether the transport has ended too. */
    private boolean gone;
    /** Whether the close was told. */
    private boolean closed;

    Announcer(WebSocketListener listener, WebSocketConnection socket) {
        this.listener = listener;
        this.socket = socket;
    }

    /** Tells whether messages come in parts. */
    boolean tellsParts() {
        return listener instanceof PartialListener;
    }

    /** Tells whether another attempt will follow a response of this status and these fields. */
    boolean isFollowed(int status, Headers headers) {
        return listener instanceof OpeningListener opening && opening.isFollowed(status, headers);
    }

    /** Tells an event while the connection lives; not from inside another. */
    <T> void tell(Event<T> event, T subject) {
        telling = true;
        try {
            event.tell(listener, socket, subject);
        } catch (Throwable e) {
            telling = false;
            socket.listenerThrew(e);
        }
        telling = false;
        tellEnd();
    }

    /** Tells whether an event is under way, so that another has to wait. */
    boolean isTelling() {
        return telling;
    }

    /** Tells whether an error would be told: only the first counts, and none behind the end. */
    boolean takesError() {
        return !failed && ending == null;
    }

    /** There is an error. */
    void error(Throwable cause) {
        if (takesError()) {
            failed = true;
            error = cause;
            tellEnd();
        }
    }

    boolean hasFailed() {
        return failed;
    }

    /** The protocol has ended. */
    void ending(CloseEvent event) {
        ending = event;
        tellEnd();
    }

    /** The transport has ended. */
    void gone() {
        gone = true;
        tellEnd();
    }

    /** Tells what is due and waits for nothing else: the error first, the close when all is over. */
    private void tellEnd() {
        if (telling) {
            return;
        }
        Throwable cause = error;
        if (cause != null) {
            error = null;
            tellFinal(WebSocketListener::onError, cause);
        }
        CloseEvent event = ending;
        if (gone && event != null && !closed) {
            closed = true;
            tellFinal(WebSocketListener::onClose, event);
        }
    }

    private <T> void tellFinal(Event<T> event, T subject) {
        telling = true;
        try {
            event.tell(listener, socket, subject);
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.WARNING, "A listener threw at the end of a WebSocket", e);
        }
        telling = false;
    }
}
