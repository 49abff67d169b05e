package dev.heddle.eventsource;

import static dev.heddle.eventsource.Streams.bytes;
import static dev.heddle.eventsource.Streams.data;
import static dev.heddle.eventsource.Streams.events;
import static dev.heddle.eventsource.Streams.parse;
import static dev.heddle.eventsource.Streams.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamParserTest {

    @Tag("ES-009")
    @Test
    void streamIsUtf8AndWhatIsNotBecomesAReplacement() {
        assertThat(parse(bytes("data: \u00ff\n\n"))).containsExactly(new Event("message", "\uFFFD", ""));
        assertThat(parse(bytes("data: \u00e2\u0082\u00ac\n\n"))).containsExactly(new Event("message", "\u20AC", ""));
        assertThat(parse(bytes("data: \u00e2\u0082\n\n"))).containsExactly(new Event("message", "\uFFFD", ""));
    }

    @Tag("ES-010")
    @Test
    void oneLeadingByteOrderMarkIsDropped() {
        assertThat(data("\uFEFFdata: 1\n\n")).containsExactly("1");
        assertThat(data("\uFEFF\uFEFFdata: 1\n\n")).isEmpty();
        assertThat(data("\uFEFF\ndata: 1\n\n")).containsExactly("1");
        assertThat(data("data: 1\n\uFEFFdata: 2\n\n")).containsExactly("1");
    }

    @Tag("ES-011")
    @Test
    void linesEndWithEachOfTheThreeLineEnds() {
        assertThat(data("data: a\r\ndata: b\r\r")).containsExactly("a\nb");
        assertThat(data("data: a\n\ndata: b\r\rdata: c\r\n\r\n")).containsExactly("a", "b", "c");
        assertThat(data("data: a\n\r")).containsExactly("a");
        assertThat(data("data: a\r\n\ndata: b\n\r\n")).containsExactly("a", "b");
    }

    @Tag("ES-011")
    @Test
    void carriageReturnAtTheEndOfAReadDispatchesAtOnce() {
        List<Event> events = new ArrayList<>();
        EventStreamParser parser = new EventStreamParser(listener(events));
        parser.parse(ByteBuffer.wrap(utf8("data: a\r\r")));
        assertThat(events).containsExactly(new Event("message", "a", ""));
        parser.parse(ByteBuffer.wrap(utf8("\ndata: b\n\n")));
        assertThat(events).hasSize(2);
    }

    @Tag("ES-012")
    @Test
    void emptyLineDispatches() {
        assertThat(events("data: x\n\n")).containsExactly(new Event("message", "x", ""));
        assertThat(events("data: x\n")).isEmpty();
    }

    @Tag("ES-013")
    @Test
    void lineThatStartsWithAColonIsAComment() {
        assertThat(parse(utf8(": hi\ndata: x\n:\n\n"))).containsExactly("hi", "", new Event("message", "x", ""));
    }

    @Tag("ES-014")
    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {"data:x,x", "data: x,x", "data:  x, x", "data:\tx,\tx", "data: a:b,a:b", "data::,:"})
    void fieldIsSplitAtTheFirstColonAndOneSpaceIsDropped(String line, String value) {
        assertThat(data(line + "\n\n")).containsExactly(value);
    }

    @Tag("ES-015")
    @Test
    void lineWithoutAColonIsAFieldWithAnEmptyValue() {
        assertThat(data("data\n\n")).containsExactly("");
        assertThat(data("data\ndata\n\n")).containsExactly("\n");
    }

    @Tag("ES-016")
    @Test
    void dataLinesAreJoined() {
        assertThat(data("data: YHOO\ndata: +2\ndata: 10\n\n")).containsExactly("YHOO\n+2\n10");
    }

    @Tag("ES-017")
    @Test
    void eventWithoutDataIsNotDispatchedAndItsTypeIsForgotten() {
        assertThat(events("event: a\nid: 1\n\ndata: x\n\n")).containsExactly(new Event("message", "x", "1"));
    }

    @Tag("ES-018")
    @Test
    void typeIsForOneEventAndEmptyMeansMessage() {
        assertThat(events("event: a\ndata: 1\n\ndata: 2\n\nevent: a\nevent:\ndata: 3\n\n"))
                .containsExactly(new Event("a", "1", ""), new Event("message", "2", ""), new Event("message", "3", ""));
    }

    @Tag("ES-019")
    @Test
    void idStaysForLaterEventsAndEmptyResets() {
        assertThat(events("id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n"))
                .extracting(Event::id)
                .containsExactly("1", "1", "");
        assertThat(events("id: 7\ndata: a\n\nid: 1\0\ndata: b\n\n"))
                .extracting(Event::id)
                .containsExactly("7", "7");
    }

    @Tag("ES-020")
    @Test
    void idTakesEffectAtTheEmptyLineAlsoWithoutData() {
        assertThat(lastEventId("id: 9\n\n", "")).isEqualTo("9");
        assertThat(lastEventId("id: 9\n", "")).isEmpty();
        assertThat(lastEventId("id: 9\n", "8")).isEqualTo("8");
        assertThat(lastEventId("id\n\n", "8")).isEmpty();
        assertThat(lastEventId("data: a\n\n", "8")).isEqualTo("8");
    }

    @Tag("ES-021")
    @ParameterizedTest
    @CsvSource({
        "3000,3000",
        "0003000,3000",
        "0,100",
        "99,100",
        "3600001,3600000",
        "999999999999999999999999999999,3600000"
    })
    void retryOfDigitsSetsTheDelayWithinItsRange(String value, long millis) {
        assertThat(parse(utf8("retry: " + value + "\n"))).containsExactly(Duration.ofMillis(millis));
    }

    @Tag("ES-021")
    @ParameterizedTest
    @ValueSource(strings = {"3000x", "-1", "+1", "1.5", "", " 1", "\u0663", "\u0661\u0662"})
    void otherRetryIsIgnored(String value) {
        assertThat(parse(utf8("retry: " + value + "\n"))).isEmpty();
    }

    @Tag("ES-022")
    @ParameterizedTest
    @ValueSource(strings = {"Data: x", " data: x", "datax: y", "DATA: x", "data : x", "foo"})
    void unknownFieldIsIgnored(String line) {
        assertThat(parse(utf8(line + "\n\n"))).isEmpty();
    }

    @Tag("ES-023")
    @Test
    void eventThatTheEndCutsOffIsDropped() {
        assertThat(parse(utf8("data: x\n"))).isEmpty();
        assertThat(parse(utf8("data: x\nda"))).isEmpty();
    }

    @Test
    void closedParserLetsNothingMoreOut() {
        List<Event> events = new ArrayList<>();
        EventStreamParser parser = new EventStreamParser(listener(events));
        parser.parse(ByteBuffer.wrap(utf8("data: a\n\n")));
        parser.close();
        ByteBuffer rest = ByteBuffer.wrap(utf8("data: b\n\n"));
        parser.parse(rest);
        assertThat(events).containsExactly(new Event("message", "a", ""));
        assertThat(rest.hasRemaining()).isFalse();
    }

    @Test
    void closingInsideAnEventHoldsBackTheNext() {
        List<Event> events = new ArrayList<>();
        EventStreamParser[] parser = new EventStreamParser[1];
        parser[0] = new EventStreamParser(new EventStreamListener() {

            @Override
            public void onEvent(Event event) {
                events.add(event);
                parser[0].close();
            }

            @Override
            public void onError(EventStreamException error) {
                throw new AssertionError(error);
            }
        });
        parser[0].parse(ByteBuffer.wrap(utf8("data: a\n\ndata: b\n\n")));
        assertThat(events).hasSize(1);
    }

    private static String lastEventId(String stream, String before) {
        EventStreamParser parser =
                new EventStreamParser(listener(new ArrayList<>()), EventStreamLimits.defaults(), before);
        parser.parse(ByteBuffer.wrap(utf8(stream)));
        return parser.lastEventId();
    }

    private static EventStreamListener listener(List<Event> events) {
        return new EventStreamListener() {

            @Override
            public void onEvent(Event event) {
                events.add(event);
            }

            @Override
            public void onError(EventStreamException error) {
                throw new AssertionError(error);
            }
        };
    }
}
