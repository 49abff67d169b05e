package dev.heddle.permessagedeflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the options are, and what is said of a wrong one. */
class BuilderTest {

    @Test
    void extensionSaysWhatItIs() {
        PermessageDeflate extension = PermessageDeflate.defaults();
        assertThat(extension.name()).isEqualTo("permessage-deflate");
        assertThat(extension.rsv1()).isTrue();
        assertThat(extension.rsv2()).isFalse();
        assertThat(extension.rsv3()).isFalse();
        assertThat(extension.createClientSession(Exchange.LIMITS).isSynchronous())
                .isTrue();
    }

    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "level|10|level must be -1 to 9, not 10",
                "level|-2|level must be -1 to 9, not -2",
                "level|high|level must be a whole number, not high",
                "level|-|level must have a value",
                "strategy|fast|strategy must be default or filtered or huffmanOnly, not fast",
                "maxWindowBits|7|maxWindowBits must be 8 to 15, not 7",
                "maxWindowBits|16|maxWindowBits must be 8 to 15, not 16",
                "requestMaxWindowBits|7|requestMaxWindowBits must be 8 to 15, not 7",
                "requestMaxWindowBits|16|requestMaxWindowBits must be 8 to 15, not 16",
                "threshold|-1|threshold must be at least 0, not -1",
                "maxIdleCodecs|-1|maxIdleCodecs must be at least 0, not -1",
                "noContextTakeover|1|noContextTakeover must be true or false, not 1",
                "requestNoContextTakeover|yes|requestNoContextTakeover must be true or false, not yes",
                "memLevel|9|memLevel can not be set: what a compressor holds follows what it compresses",
                "window|9|No such option: window; there are level, strategy, noContextTakeover, maxWindowBits,"
                        + " requestNoContextTakeover, requestMaxWindowBits, threshold, maxIdleCodecs",
            })
    @ParameterizedTest
    void wrongOptionIsRefusedByName(String option, @Nullable String value, String message) {
        PermessageDeflate.Builder builder = PermessageDeflate.builder();
        assertThatThrownBy(() -> builder.set(option, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @CsvSource(
            nullValues = "-",
            value = {
                "level, 0",
                "level, 9",
                "level, -1",
                "strategy, default",
                "strategy, filtered",
                "strategy, huffmanOnly",
                "noContextTakeover, -",
                "noContextTakeover, true",
                "noContextTakeover, false",
                "requestNoContextTakeover, -",
                "maxWindowBits, 8",
                "maxWindowBits, 15",
                "requestMaxWindowBits, 8",
                "requestMaxWindowBits, 15",
                "threshold, 0",
                "threshold, 2147483647",
                "maxIdleCodecs, 0",
                "maxIdleCodecs, 64",
            })
    @ParameterizedTest
    void optionCanBeSetByName(String option, @Nullable String value) {
        Exchange side =
                Exchange.server(PermessageDeflate.builder().set(option, value).build(), "");
        Exchange.Outcome sent = side.send("Hello");
        try (PeerZlib.Receiver receiver = new PeerZlib.Receiver(false)) {
            assertThat(sent.rsv1() ? receiver.decompress(sent.bytes()) : sent.bytes())
                    .asString()
                    .isEqualTo("Hello");
        }
        side.close();
    }
}
