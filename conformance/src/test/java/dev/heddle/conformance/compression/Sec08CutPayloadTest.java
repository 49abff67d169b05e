package dev.heddle.conformance.compression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.permessagedeflate.PermessageDeflate;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A payload of which something is missing is refused, wherever it is cut; it never becomes another text. */
@Tag("SEC-08")
@Tag("PMD-027")
@Tag("PMD-029")
class Sec08CutPayloadTest {

    private static final String TEXT = "What is cut short is refused, and not delivered as what was there. ".repeat(3);

    @ParameterizedTest
    @EnumSource
    void payloadIsRefusedWhereverItIsCut(Who who) {
        for (int strategy : List.of(Deflater.DEFAULT_STRATEGY, Deflater.HUFFMAN_ONLY, Deflater.FILTERED)) {
            Deflater deflater = new Deflater(9, true);
            deflater.setStrategy(strategy);
            byte[] payload = Deflated.deflate(deflater, TEXT.getBytes(StandardCharsets.US_ASCII));
            deflater.end();
            for (int length = 0; length <= payload.length; length++) {
                Side side = Side.open(who, PermessageDeflate.defaults(), "permessage-deflate");
                side.frame(0xc1, Arrays.copyOf(payload, length));
                if (length == payload.length) {
                    assertThat(side.log()).containsExactly("text \"" + TEXT + '"');
                    side.driver.lost();
                } else {
                    assertThat(side.log())
                            .as("strategy %d, %d bytes", strategy, length)
                            .containsExactly("Close 1007", "error 1007", "close 1007");
                }
            }
        }
    }
}
