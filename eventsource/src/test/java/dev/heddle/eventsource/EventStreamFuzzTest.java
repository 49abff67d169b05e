package dev.heddle.eventsource;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** Any bytes, in reads of any size, give the events that the standard's words give when they are taken one by one. */
@Tag("SEC-47")
class EventStreamFuzzTest implements EventStreamListener {

    /** More than the fuzzer writes. */
    private static final EventStreamLimits LIMITS = new EventStreamLimits(1 << 20, 1 << 20);

    private final List<Event> events = new ArrayList<>();

    @FuzzTest
    void anyBytesGiveTheEventsOfTheStandard(byte[] input) {
        if (input.length == 0) {
            return;
        }
        events.clear();
        byte[] stream = new byte[input.length - 1];
        System.arraycopy(input, 1, stream, 0, stream.length);
        int step = (input[0] & 0x0F) + 1;
        EventStreamParser parser = new EventStreamParser(this, LIMITS, "before");
        for (int i = 0; i < stream.length; i += step) {
            parser.parse(ByteBuffer.wrap(stream, i, Math.min(step, stream.length - i)));
        }
        Reference reference = new Reference();
        reference.interpret(new String(stream, StandardCharsets.UTF_8));
        assertThat(events).isEqualTo(reference.events);
        assertThat(parser.lastEventId()).isEqualTo(reference.lastEventId);
    }

    @Override
    public void onEvent(Event event) {
        events.add(event);
    }

    @Override
    public void onError(EventStreamException error) {
        throw new AssertionError(error);
    }

    /** HTML §9.2.6 as it is written, on the whole text at once. */
    private static final class Reference {

        final List<Event> events = new ArrayList<>();
        String lastEventId = "before";
        private String id = "before";
        private String type = "";
        private String data = "";

        void interpret(String stream) {
            String text = stream.startsWith("\uFEFF") ? stream.substring(1) : stream;
            String[] lines = text.split("\r\n|\r|\n", -1);
            // Behind the last line end there is no line.
            for (int i = 0; i < lines.length - 1; i++) {
                line(lines[i]);
            }
        }

        private void line(String line) {
            if (line.isEmpty()) {
                dispatch();
            } else if (!line.startsWith(":")) {
                int colon = line.indexOf(':');
                String value = colon < 0 ? "" : line.substring(colon + 1);
                field(colon < 0 ? line : line.substring(0, colon), value.startsWith(" ") ? value.substring(1) : value);
            }
        }

        private void field(String name, String value) {
            switch (name) {
                case "event" -> type = value;
                case "data" -> data += value + "\n";
                case "id" -> id = value.contains("\0") ? id : value;
                default -> assertThat(name).isNotEmpty();
            }
        }

        private void dispatch() {
            lastEventId = id;
            if (!data.isEmpty()) {
                events.add(new Event(
                        type.isEmpty() ? "message" : type, data.substring(0, data.length() - 1), lastEventId));
            }
            data = "";
            type = "";
        }
    }
}
