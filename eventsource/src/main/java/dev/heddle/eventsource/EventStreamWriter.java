package dev.heddle.eventsource;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Makes the bytes of an event stream. Each call gives whole lines, which may go to many receivers; nothing is kept between
 * calls. Source: HTML §9.2.5, §9.2.6.
 */
public final class EventStreamWriter {

    private EventStreamWriter() {}

    /**
     * Returns an event, each line of its data in a field of its own: a receiver gets every line end as a line feed.
     *
     * @return from position to limit of a new buffer
     * @throws IllegalArgumentException if type or id have a control character: a line break would end the field, and what follows
     *     it would be one of its own, by which whoever chose the text could slip in events. Also if a text has a lone surrogate,
     *     which UTF-8 can not express
     */
    public static ByteBuffer event(Event event) {
        StringBuilder text = new StringBuilder(event.data().length() + 64);
        if (!event.type().equals(Event.MESSAGE)) {
            check("type", event.type());
            field(text, "event", event.type());
        }
        String id = event.id();
        if (id != null) {
            check("id", id);
            field(text, "id", id);
        }
        lines(text, "data", event.data());
        return encode(text.append('\n'));
    }

    /**
     * Returns a comment, which receivers ignore: an empty one keeps a connection from looking idle.
     *
     * @param comment of any number of lines
     * @return from position to limit of a new buffer
     * @throws IllegalArgumentException if it has a lone surrogate
     */
    public static ByteBuffer comment(String comment) {
        StringBuilder text = new StringBuilder(comment.length() + 4);
        if (comment.isEmpty()) {
            text.append(":\n");
        } else {
            lines(text, "", comment);
        }
        return encode(text);
    }

    /**
     * Returns what tells the receiver how long to wait before it connects again.
     *
     * @return from position to limit of a new buffer
     * @throws IllegalArgumentException if the time is negative
     */
    public static ByteBuffer retry(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("The time before a new connection must not be negative, but is " + time);
        }
        return encode(field(new StringBuilder(), "retry", Long.toString(time.toMillis())));
    }

    private static void check(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c == 0x7F) {
                throw new IllegalArgumentException(
                        "The " + name + " of an event must have no control character, but has 0x"
                                + Integer.toHexString(c) + " at index " + i);
            }
        }
    }

    private static void lines(StringBuilder text, String name, String value) {
        int start = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\r' || c == '\n') {
                field(text, name, value.substring(start, i));
                if (c == '\r' && i + 1 < value.length() && value.charAt(i + 1) == '\n') {
                    i++;
                }
                start = i + 1;
            }
        }
        field(text, name, value.substring(start));
    }

    private static StringBuilder field(StringBuilder text, String name, String value) {
        return text.append(name).append(": ").append(value).append('\n');
    }

    private static ByteBuffer encode(StringBuilder text) {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("An event's text has a lone surrogate", e);
        }
    }
}
