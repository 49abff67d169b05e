package dev.heddle.eventsource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EventStreamWriterTest {

    @Test
    void eventIsItsFieldsAndAnEmptyLine() {
        assertThat(text(EventStreamWriter.event(Event.of("Hello")))).isEqualTo("data: Hello\n\n");
        assertThat(text(EventStreamWriter.event(new Event("notification", "Breaking News!", "99"))))
                .isEqualTo("event: notification\nid: 99\ndata: Breaking News!\n\n");
    }

    @Test
    void emptyIdIsWrittenAsItResetsThatOfTheReceiver() {
        assertThat(text(EventStreamWriter.event(Event.of("a").withId("")))).isEqualTo("id: \ndata: a\n\n");
    }

    @Test
    void dataHaveAFieldForEachLine() {
        assertThat(text(EventStreamWriter.event(Event.of("a\rb\r\n\nc\n"))))
                .isEqualTo("data: a\ndata: b\ndata: \ndata: c\ndata: \n\n");
    }

    @Test
    void commentIsALineForEachOfItsLines() {
        assertThat(text(EventStreamWriter.comment(""))).isEqualTo(":\n");
        assertThat(text(EventStreamWriter.comment("a\nb"))).isEqualTo(": a\n: b\n");
    }

    @Test
    void retryIsInMilliseconds() {
        assertThat(text(EventStreamWriter.retry(Duration.ofSeconds(5)))).isEqualTo("retry: 5000\n");
        assertThatIllegalArgumentException().isThrownBy(() -> EventStreamWriter.retry(Duration.ofMillis(-1)));
    }

    @Test
    void limitsArePositive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EventStreamLimits(0, 1))
                .withMessage("maxLine must be at least 1 byte, not 0");
        assertThatIllegalArgumentException().isThrownBy(() -> new EventStreamLimits(1, 0));
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }
}
