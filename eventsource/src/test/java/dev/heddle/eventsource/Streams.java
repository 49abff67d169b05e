package dev.heddle.eventsource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Feeds streams to parsers and notes what comes out. */
final class Streams implements EventStreamListener {

    /** What came out, in its order: {@link Event}, {@link Duration}, {@link EventStreamException}; a comment as a text. */
    final List<Object> events = new ArrayList<>();

    private Streams() {}

    /** Returns the bytes of a text in which each character up to U+00FF stands for a byte. */
    static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Parses a stream whole, byte by byte, and cut at each place. Fails unless all of them give the same. */
    static List<Object> parse(byte[] stream, EventStreamLimits limits) {
        List<Object> whole = parse(limits, stream);
        List<byte[]> octets = IntStream.range(0, stream.length)
                .mapToObj(i -> new byte[] {stream[i]})
                .toList();
        same(whole, parse(limits, octets.toArray(byte[][]::new)));
        for (int cut = 0; cut <= Math.min(stream.length, 500); cut++) {
            same(whole, parse(limits, slice(stream, 0, cut), slice(stream, cut, stream.length)));
        }
        return whole;
    }

    /** Returns what came out, without limits that matter. */
    static List<Object> parse(byte[] stream) {
        return parse(stream, EventStreamLimits.defaults());
    }

    /** Returns the events that came out of a text. */
    static List<Event> events(String text) {
        return parse(utf8(text)).stream().flatMap(Streams::event).toList();
    }

    /** Returns the data of the events that came out of a text. */
    static List<String> data(String text) {
        return events(text).stream().map(Event::data).toList();
    }

    private static Stream<Event> event(Object object) {
        return object instanceof Event event ? Stream.of(event) : Stream.empty();
    }

    private static List<Object> parse(EventStreamLimits limits, byte[]... reads) {
        Streams streams = new Streams();
        EventStreamParser parser = new EventStreamParser(streams, limits, "");
        for (byte[] read : reads) {
            ByteBuffer in = ByteBuffer.wrap(read);
            parser.parse(in);
            if (in.hasRemaining()) {
                throw new AssertionError("Bytes were left");
            }
        }
        return streams.events;
    }

    private static byte[] slice(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    private static void same(List<Object> expected, List<Object> actual) {
        List<String> one = expected.stream().map(Object::toString).toList();
        List<String> other = actual.stream().map(Object::toString).toList();
        if (!one.equals(other)) {
            throw new AssertionError("Cut otherwise the stream gives " + other + " instead of " + one);
        }
    }

    @Override
    public void onEvent(Event event) {
        events.add(event);
    }

    @Override
    public void onRetry(Duration time) {
        events.add(time);
    }

    @Override
    public void onComment(String comment) {
        events.add(comment);
    }

    @Override
    public void onError(EventStreamException error) {
        events.add(error);
    }
}
