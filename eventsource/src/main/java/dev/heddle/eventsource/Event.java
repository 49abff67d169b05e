package dev.heddle.eventsource;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One event of a stream. Immutable.
 *
 * @param type the name under which the receiver listens for it; {@code message} where nothing else is said
 * @param data the text, of any number of lines
 * @param id what the receiver says in {@code Last-Event-ID} when it connects again. Empty: that it is to say nothing. Null: the
 *     id of the last event stays; received events always have one, if an empty one
 */
public record Event(String type, String data, @Nullable String id) {

    /** The type where nothing else is said. */
    public static final String MESSAGE = "message";

    /** Makes an empty type {@link #MESSAGE}. */
    public Event {
        Objects.requireNonNull(data, "data");
        if (type.isEmpty()) {
            type = MESSAGE;
        }
    }

    /** Makes an event of the type {@code message} that leaves the id as it is. */
    public static Event of(String data) {
        return new Event(MESSAGE, data, null);
    }

    /** Returns the same event with another type. */
    public Event withType(String newType) {
        return new Event(newType, data, id);
    }

    /** Returns the same event with another id. */
    public Event withId(String newId) {
        return new Event(type, data, Objects.requireNonNull(newId, "id"));
    }
}
