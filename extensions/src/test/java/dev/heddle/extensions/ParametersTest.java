package dev.heddle.extensions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an extension's author can say in a header. */
class ParametersTest {

    @Tag("SEC-26")
    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a;b", "a,b", "a=b", "a\r\nb", "\u010a", "\""})
    void namesAreTokens(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Parameters.empty().with(name))
                .withMessageContaining("must be a token");
        assertThatIllegalArgumentException().isThrownBy(() -> Parameters.empty().with(name, 1));
    }

    @Tag("SEC-26")
    @ParameterizedTest
    @ValueSource(strings = {"\r", "\n", "\0", "\u007f", "\u010a", "\u0d0a"})
    void valuesCanNotBreakTheHeader(String character) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Parameters.empty().with("a", "b" + character))
                .withMessageContaining("parameter a must be printable ASCII");
    }

    @Test
    void whatIsNoTokenIsQuoted() {
        assertThat(Parameters.empty().with("a").with("b", 8).with("c", "x y").with("d", "\"\\"))
                .hasToString("a; b=8; c=\"x y\"; d=\"\\\"\\\\\"");
    }
}
