package dev.heddle.eventsource;

import static dev.heddle.eventsource.Streams.parse;
import static dev.heddle.eventsource.Streams.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields that are slipped into a stream, and streams without bounds. */
@Tag("SEC-47")
class Sec47EventStreamTest {

    private static final String[] PIECES = {
        "",
        "a",
        " ",
        ":",
        "\r",
        "\n",
        "\r\n",
        "\t",
        "data",
        "event: x",
        "id: 1",
        "retry: 1",
        "é",
        "\u20AC",
        "\uD83D\uDE00",
        "\uFEFF",
        "\0"
    };

    @Tag("ES-024")
    @ParameterizedTest
    @ValueSource(strings = {"a\rb\n\nevent: x", "\n\n", "\r\revent: x\r\rdata: y", "a\r\n\r\nid: 1", "\n"})
    void lineEndsInDataStayInsideTheEvent(String data) {
        byte[] stream = array(EventStreamWriter.event(Event.of(data)));
        assertThat(parse(stream)).containsExactly(new Event("message", lineFeeds(data), ""));
    }

    @Tag("ES-024")
    @ParameterizedTest
    @ValueSource(strings = {"\r", "\n", "\0", "a\rb", "a\nb", "1\r\n", "\u0001", "\u007F", "\t"})
    void controlCharacterInTypeOrIdIsRefused(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventStreamWriter.event(Event.of("x").withType(value)))
                .withMessageContaining("The type of an event must have no control character, but has 0x");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventStreamWriter.event(Event.of("x").withId(value)))
                .withMessageContaining("The id of an event must have no control character");
    }

    @Tag("ES-024")
    @ParameterizedTest
    @ValueSource(strings = {"a\ndata: x\n\n", "\r\rdata: x\r\r", "a\r\n\r\nid: 7\r\n\r\n"})
    void lineEndsInACommentStayInsideTheComment(String comment) {
        byte[] stream = array(EventStreamWriter.comment(comment));
        assertThat(parse(stream)).allSatisfy(came -> assertThat(came).isInstanceOf(String.class));
        assertThat(String.join("\n", parse(stream).stream().map(String::valueOf).toList()))
                .isEqualTo(lineFeeds(comment));
    }

    @Tag("ES-024")
    @Test
    void whatIsWrittenIsReadBack() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            List<Event> sent = new ArrayList<>();
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            for (int i = 0; i < 3; i++) {
                Event event = new Event(plain(random), pieces(random), plain(random));
                sent.add(new Event(event.type(), lineFeeds(event.data()), event.id()));
                stream.writeBytes(array(EventStreamWriter.event(event)));
            }
            assertThat(parse(stream.toByteArray()))
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(List.<Object>copyOf(sent));
        }
    }

    @Test
    void loneSurrogateIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventStreamWriter.event(Event.of("a\uD83D")))
                .withMessage("An event's text has a lone surrogate");
    }

    @Tag("ES-026")
    @Test
    void lineThatIsTooLongEndsTheStream() {
        EventStreamLimits limits = new EventStreamLimits(20, 1000);
        String longest = "data: " + "x".repeat(14);
        assertThat(parse(utf8(longest + "\n\n"), limits)).hasSize(1);
        List<Object> came = parse(utf8("data: a\n\n" + longest + "x\n\ndata: b\n\n"), limits);
        assertThat(came).hasSize(2);
        assertThat((EventStreamException) came.get(1))
                .hasMessage("A line of an event stream is longer than 20 bytes (maxLine)");
    }

    @Tag("ES-026")
    @Test
    void lineWithoutEndIsRefusedAtTheLimit() {
        List<Object> came = parse(new byte[64 * 1024 + 1]);
        assertThat(came).hasSize(1);
        assertThat((EventStreamException) came.get(0)).hasMessageContaining("65536 bytes (maxLine)");
    }

    @Tag("ES-026")
    @Test
    void eventWithoutEndIsRefusedAtTheLimit() {
        EventStreamLimits limits = new EventStreamLimits(20, 12);
        assertThat(parse(utf8("data: 12345\ndata: 12345\n\n"), limits))
                .containsExactly(new Event("message", "12345\n12345", ""));
        List<Object> came = parse(utf8("data: 12345\ndata: 123456\n\n"), limits);
        assertThat((EventStreamException) came.get(0))
                .hasMessage("The data of an event are more than 12 bytes (maxEvent)");
        // Empty lines of data count as well: each has its end.
        assertThat(parse(utf8("data\n".repeat(13) + "\n"), limits)).hasSize(1);
        assertThat(parse(utf8("data\n".repeat(13) + "\n"), limits).get(0)).isInstanceOf(EventStreamException.class);
    }

    private static byte[] array(ByteBuffer bytes) {
        byte[] array = new byte[bytes.remaining()];
        bytes.get(array);
        return array;
    }

    private static String lineFeeds(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n');
    }

    private static String pieces(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private static String plain(Random random) {
        return pieces(random).replaceAll("[\\x00-\\x1F\\x7F]", "");
    }
}
