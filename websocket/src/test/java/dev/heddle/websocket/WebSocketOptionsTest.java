package dev.heddle.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class WebSocketOptionsTest {

    @Test
    void everythingHasAFiniteDefault() {
        WebSocketOptions options = WebSocketOptions.defaults();
        assertThat(options.handshakeTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.pingInterval()).isEqualTo(Duration.ofSeconds(20));
        assertThat(options.pongTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(options.idleTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(options.closeTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.linger()).isEqualTo(Duration.ofSeconds(2));
        assertThat(options.writeStallTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(options.minWriteRate()).isZero();
        assertThat(options.minWriteRateTime()).isZero();
        assertThat(options.highWatermark()).isEqualTo(64 * 1024);
        assertThat(options.lowWatermark()).isEqualTo(32 * 1024);
        assertThat(options.maxBufferedAmount()).isEqualTo(64L * 1024 * 1024);
        assertThat(options.driver().limits().maxLength()).isEqualTo((1 << 26) - 1);
    }

    static Stream<BiFunction<WebSocketOptions.Builder, Duration, WebSocketOptions.Builder>> times() {
        return List.<BiFunction<WebSocketOptions.Builder, Duration, WebSocketOptions.Builder>>of(
                WebSocketOptions.Builder::handshakeTimeout,
                WebSocketOptions.Builder::pingInterval,
                WebSocketOptions.Builder::pongTimeout,
                WebSocketOptions.Builder::idleTimeout,
                WebSocketOptions.Builder::closeTimeout,
                WebSocketOptions.Builder::linger,
                WebSocketOptions.Builder::writeStallTimeout)
                .stream();
    }

    @ParameterizedTest
    @MethodSource("times")
    void aTimeIsNotNegativeAndFitsATimer(
            BiFunction<WebSocketOptions.Builder, Duration, WebSocketOptions.Builder> time) {
        WebSocketOptions.Builder builder = WebSocketOptions.builder();
        assertThat(time.apply(builder, Duration.ZERO)).isSameAs(builder);
        assertThat(time.apply(builder, Duration.ofDays(36_500))).isSameAs(builder);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> time.apply(builder, Duration.ofNanos(-1)))
                .withMessageEndingWith(" must not be negative, but is PT-0.000000001S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> time.apply(builder, ChronoUnit.FOREVER.getDuration()))
                .withMessageContaining(" must be at most PT876000H, or zero for never, but is ");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "-1, 1", "2, 1"})
    void watermarksAreInOrder(int low, int high) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebSocketOptions.builder().watermarks(low, high))
                .withMessage("Watermarks must be 1 <= low <= high, not low " + low + " and high " + high);
    }

    @Test
    void theLeastRateIsSomethingInSomeTime() {
        WebSocketOptions options = WebSocketOptions.builder()
                .minWriteRate(100_000, Duration.ofSeconds(3))
                .build();
        assertThat(options.minWriteRate()).isEqualTo(100_000);
        assertThat(options.minWriteRateTime()).isEqualTo(Duration.ofSeconds(3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebSocketOptions.builder().minWriteRate(-1, Duration.ofSeconds(3)))
                .withMessage("minWriteRate must be at least 0 bytes, not -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebSocketOptions.builder().minWriteRate(1, Duration.ZERO))
                .withMessage("The time of minWriteRate must not be zero");
    }

    @Test
    void theCapIsAtLeastOneByteAndOneLegalMessage() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebSocketOptions.builder().maxBufferedAmount(0))
                .withMessage("maxBufferedAmount must be at least 1 byte, not 0");
        WebSocketOptions options = WebSocketOptions.builder()
                .driver(driver -> driver.maxLength(1000))
                .maxBufferedAmount(1)
                .build();
        assertThat(options.maxBufferedAmount()).isEqualTo(1000);
    }

    @Test
    void whatIsBuiltDoesNotChangeWithItsBuilder() {
        WebSocketOptions.Builder builder = WebSocketOptions.builder().linger(Duration.ofSeconds(1));
        WebSocketOptions first = builder.build();
        builder.linger(Duration.ofSeconds(3)).watermarks(1, 2);
        assertThat(first.linger()).isEqualTo(Duration.ofSeconds(1));
        assertThat(first.highWatermark()).isEqualTo(64 * 1024);
    }
}
