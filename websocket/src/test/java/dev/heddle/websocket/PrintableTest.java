package dev.heddle.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("SEC-48")
class PrintableTest {

    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 0x07, 0x09, 0x0A, 0x0D, 0x1B, 0x1F, 0x7F, 0x80, 0x85, 0x9B, 0x9F, 0x061C, 0x200E, 0x200F, 0x2028,
                0x2029, 0x202A, 0x202E, 0x2066, 0x2069, 0xD800, 0xDFFF
            })
    void whatATerminalOrALogWouldActOnIsEscaped(int unsafe) {
        assertThat(Printable.escape("a" + (char) unsafe + "b")).isEqualTo(String.format("a\\u%04xb", unsafe));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Hello", "\u00e9\u00a0", "\u65e5\u672c", "\ud83d\ude00", "back\\slash"})
    void whatCanBeReadStays(String text) {
        assertThat(Printable.escape(text)).isEqualTo(text);
    }

    @Test
    void aLogGets256Characters() {
        assertThat(Printable.escape("a".repeat(256))).isEqualTo("a".repeat(256));
        assertThat(Printable.escape("a".repeat(257))).isEqualTo("a".repeat(256) + "\u2026");
    }

    @Test
    void theLimitCutsNoCharacterInTwo() {
        assertThat(Printable.escape("\ud83d\ude00".repeat(3), 2)).isEqualTo("\ud83d\ude00\ud83d\ude00\u2026");
        assertThat(Printable.escape("\n\n\n", 2)).isEqualTo("\\u000a\\u000a\u2026");
    }
}
