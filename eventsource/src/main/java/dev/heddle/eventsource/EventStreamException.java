package dev.heddle.eventsource;

/** A stream that passes a limit. */
public final class EventStreamException extends Exception {

    private static final long serialVersionUID = 1;

    EventStreamException(String message) {
        super(message);
    }
}
