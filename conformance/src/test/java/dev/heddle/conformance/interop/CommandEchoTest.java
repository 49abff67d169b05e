package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.command.ChildProcess;
import dev.heddle.conformance.command.HeddleConnect;
import dev.heddle.conformance.command.HeddleServe;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Both commands against each other. */
class CommandEchoTest {

    @Tag("WS-060")
    @Test
    void connectGetsEachLineBack() throws Exception {
        List<String> lines = List.of("Hello", "", "Grüße, 世界", "x".repeat(1 << 20), "y".repeat(60 << 20), "last");
        try (HeddleServe server = HeddleServe.start()) {
            ChildProcess.Result result = HeddleConnect.run(lines, server.url());
            assertThat(result.out()).isEqualTo(lines);
            assertThat(result.err()).containsExactly("Connected to " + server.url(), "Closed with 1000");
            assertThat(result.status()).isZero();
        }
    }

    @Tag("WS-060")
    @Test
    void connectSendsBinaryAndPrintsItInHex() throws Exception {
        String large = "z".repeat(1 << 20);
        try (HeddleServe server = HeddleServe.start()) {
            ChildProcess.Result result = HeddleConnect.run(List.of("Hello", large), "--binary", server.url());
            assertThat(result.out())
                    .containsExactly("48656c6c6f", HexFormat.of().formatHex(large.getBytes(StandardCharsets.US_ASCII)));
            assertThat(result.status()).isZero();
        }
    }
}
