package dev.heddle.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ReadyStateTest {

    @Tag("WS-107")
    @Test
    void theOrdinalsAreTheNumbersOfTheStandard() {
        assertThat(ReadyState.values())
                .containsExactly(ReadyState.CONNECTING, ReadyState.OPEN, ReadyState.CLOSING, ReadyState.CLOSED);
    }
}
