package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "Grüße",
                "¿?Wie bitte???????????????",
                "κόσμε??",
                "世界",
                "\uD83D\uDE00",
                "a\uD83D\uDE00\uD83D\uDE00é\uFFFD\uD7FF\uE000"
            })
    void textIsEncoded(String text) {
        assertThat(Utf8.encode(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 100})
    void loneSurrogateIsRefusedWhereverItStands(int place) {
        for (String around : new String[] {"a", "?", "é", "世", "\uD83D\uDE00"}) {
            for (String alone : new String[] {"\uD83D", "\uDE00", "\uDE00\uD83D"}) {
                String text = around.repeat(place) + alone;
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> Utf8.encode(text))
                        .withMessage("Text has a lone surrogate at index " + place * around.length());
                assertThatIllegalArgumentException().isThrownBy(() -> Utf8.encode(text + "b"));
            }
        }
    }
}
