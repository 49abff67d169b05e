package dev.heddle.eventsource;

import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Makes events of the bytes of one stream, whatever the reads they came in. What is not finished when the stream ends is
 * dropped with the parser. Source: HTML §9.2.5, §9.2.6.
 */
public final class EventStreamParser {

    /** The shortest time before a new connection that a stream can ask for. */
    public static final Duration MIN_RETRY = Duration.ofMillis(100);
    /** The longest. */
    public static final Duration MAX_RETRY = Duration.ofHours(1);

    /** More digits than any time of use has. */
    private static final int MOST_DIGITS = 18;
    /** Up to here memory is kept for the next event. */
    private static final int KEPT = 4 * 1024;

    private final EventStreamListener listener;
    private final EventStreamLimits limits;
    private final Line line = new Line();
    private StringBuilder data = new StringBuilder();

    /** Whether the last byte ended a line by a carriage return, so that a line feed belongs to that. */
    private boolean returned;
    /** Whether a line has ended. */
    private boolean begun;
    /** Whether nothing more is to come out. */
    private boolean closed;

    private String type = "";
    /** The bytes of {@link #data} on the wire, each line with its end. */
    private int dataBytes;
    /** What the last field of that name said; it counts from the end of its event on. */
    private String id;

    private String lastEventId;

    /** Makes a parser with the limits of {@link EventStreamLimits#defaults} for a first connection. */
    public EventStreamParser(EventStreamListener listener) {
        this(listener, EventStreamLimits.defaults(), "");
    }

    /**
     * Makes a parser.
     *
     * @param lastEventId that of the connection before, or an empty text
     */
    public EventStreamParser(EventStreamListener listener, EventStreamLimits limits, String lastEventId) {
        this.listener = listener;
        this.limits = limits;
        this.id = lastEventId;
        this.lastEventId = lastEventId;
    }

    /** Returns the id of the last event, or that the stream had before; what to send as {@code Last-Event-ID} unless it is empty. */
    public String lastEventId() {
        return lastEventId;
    }

    /** Lets nothing more come out, also of the bytes that are being parsed. */
    public void close() {
        closed = true;
    }

    /** Takes all bytes from position to limit; they are not needed behind the call. */
    public void parse(ByteBuffer in) {
        while (in.hasRemaining() && !closed) {
            int start = in.position();
            if (returned) {
                returned = false;
                if (in.get(start) == '\n') {
                    in.position(start + 1);
                    continue;
                }
            }
            int end = start;
            while (end < in.limit() && !isLineEnd(in.get(end))) {
                end++;
            }
            if (!append(in, end - start) || end == in.limit()) {
                continue;
            }
            returned = in.get() == '\r';
            endLine();
        }
        in.position(in.limit());
    }

    private static boolean isLineEnd(byte octet) {
        return octet == '\n' || octet == '\r';
    }

    /** Takes bytes of a line; answers false if it becomes too long. */
    private boolean append(ByteBuffer in, int count) {
        if (count > limits.maxLine() - line.length()) {
            fail("A line of an event stream is longer than " + limits.maxLine() + " bytes (maxLine)");
            return false;
        }
        line.append(in, count);
        return true;
    }

    private void endLine() {
        if (!begun) {
            begun = true;
            line.dropByteOrderMark();
        }
        try {
            if (line.isEmpty()) {
                dispatch();
            } else {
                field();
            }
        } finally {
            // Also where the listener throws.
            line.clear();
        }
    }

    private void field() {
        int colon = line.indexOf(':');
        if (colon == 0) {
            listener.onComment(line.value(colon));
            return;
        }
        String name = colon < 0 ? line.text(0, line.length()) : line.text(0, colon);
        switch (name) {
            case "data" -> data(colon);
            case "event" -> type = line.value(colon);
            case "id" -> id(line.value(colon));
            case "retry" -> retry(line.value(colon));
            default -> {
                // To be ignored, the standard says.
            }
        }
    }

    private void data(int colon) {
        int length = line.valueLength(colon) + 1;
        if (length > limits.maxEvent() - dataBytes) {
            fail("The data of an event are more than " + limits.maxEvent() + " bytes (maxEvent)");
            return;
        }
        dataBytes += length;
        data.append(line.value(colon)).append('\n');
    }

    private void id(String value) {
        if (value.indexOf('\0') < 0) {
            id = value;
        }
    }

    private void retry(String value) {
        if (value.isEmpty() || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return;
        }
        int first = 0;
        while (first < value.length() - 1 && value.charAt(first) == '0') {
            first++;
        }
        Duration time = value.length() - first > MOST_DIGITS
                ? MAX_RETRY
                : Duration.ofMillis(Long.parseLong(value.substring(first)));
        if (time.compareTo(MIN_RETRY) < 0) {
            time = MIN_RETRY;
        } else if (time.compareTo(MAX_RETRY) > 0) {
            time = MAX_RETRY;
        }
        listener.onRetry(time);
    }

    private void dispatch() {
        lastEventId = id;
        String name = type;
        type = "";
        if (dataBytes == 0) {
            return;
        }
        data.setLength(data.length() - 1);
        String text = data.toString();
        data.setLength(0);
        if (data.capacity() > KEPT) {
            data = new StringBuilder();
        }
        dataBytes = 0;
        listener.onEvent(new Event(name, text, lastEventId));
    }

    private void fail(String why) {
        closed = true;
        listener.onError(new EventStreamException(why));
    }
}
