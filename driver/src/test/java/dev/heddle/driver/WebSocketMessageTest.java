package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WebSocketMessageTest {

    @Test
    void textIsEncodedOnce() {
        WebSocketMessage.Text text = new WebSocketMessage.Text("Grüße");
        assertThat(text.encodedLength()).isEqualTo(7);
        assertThat(text.encoded()).isSameAs(text.encoded());
    }

    @Test
    void oneTextGoesToManyConnections() {
        WebSocketMessage text = WebSocketMessage.text("Grüße");
        for (Role role : Role.values()) {
            DriverTester tester = DriverTester.open(role);
            assertThat(tester.driver.send(text)).isTrue();
            assertThat(tester.driver.send(text)).isTrue();
        }
        assertThat(((WebSocketMessage.Text) text).encoded()).isEqualTo("Grüße".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void loneSurrogateIsFoundWhereTheTextIsNeeded() {
        WebSocketMessage.Text text = new WebSocketMessage.Text("a\uD83D");
        assertThatIllegalArgumentException()
                .isThrownBy(text::encodedLength)
                .withMessage("Text has a lone surrogate at index 1");
    }

    @Test
    void messagesAreValues() {
        assertThat(WebSocketMessage.text("a"))
                .isEqualTo(WebSocketMessage.text("a"))
                .hasSameHashCodeAs(WebSocketMessage.text("a"))
                .isNotEqualTo(WebSocketMessage.text("b"))
                .isNotEqualTo(WebSocketMessage.text("a").uncompressed())
                .isNotEqualTo(WebSocketMessage.binary(ByteBuffer.allocate(1)))
                .hasToString("Text[text=a, compress=true]");
    }
}
