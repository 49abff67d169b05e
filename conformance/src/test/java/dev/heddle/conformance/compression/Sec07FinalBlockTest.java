package dev.heddle.conformance.compression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.permessagedeflate.PermessageDeflate;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A final block ends neither a message nor the connection's window, and nothing moves into another message. */
@Tag("SEC-07")
@Tag("PMD-024")
@Tag("PMD-025")
class Sec07FinalBlockTest {

    private static final String[][] SEQUENCE = {
        {"f248cdc9c90700", "Hello"},
        {"f200110000", "Hello"},
        {"000500faff48656c6c6f00", "Hello"},
        {"f348cdc9c9070000", "Hello"},
        {"f200110000", "Hello"},
        {"f24805000000ffffcac9c90700", "Hello"},
        {"00", ""},
        {"f348cdc9c90700f248cdc9c90700", "HelloHello"},
        {"f200110000", "Hello"}
    };

    @ParameterizedTest
    @EnumSource
    void blocksOfAllKindsFollowEachOther(Who who) {
        for (int fragment = 1; fragment <= 14; fragment++) {
            Side side = Side.open(who, PermessageDeflate.defaults(), "permessage-deflate");
            for (String[] step : SEQUENCE) {
                byte[] payload = HexFormat.of().parseHex(step[0]);
                for (int from = 0; from < payload.length; from += fragment) {
                    int to = Math.min(payload.length, from + fragment);
                    int first = (from == 0 ? 0x41 : 0) | (to == payload.length ? 0x80 : 0);
                    side.frame(first, Arrays.copyOfRange(payload, from, to));
                }
                assertThat(side.log()).as("%s by %d", step[0], fragment).containsExactly("text \"" + step[1] + '"');
            }
            side.driver.lost();
        }
    }

    @ParameterizedTest
    @EnumSource
    void messagesOfSeveralFinalBlocksAreWholeAndTheNextIsItself(Who who) {
        long seed = 87022;
        Random random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            Side side = Side.open(who, PermessageDeflate.defaults(), "permessage-deflate");
            StringBuilder text = new StringBuilder();
            ByteArrayOutputStream payload = new ByteArrayOutputStream();
            for (int block = random.nextInt(4); block >= 0; block--) {
                String part = "block".repeat(random.nextInt(200)) + block;
                text.append(part);
                payload.writeBytes(finished(part));
            }
            // An empty block behind the last final one, as RFC 7692 §7.2.3.4 has it.
            payload.write(0);
            side.frame(0xc1, payload.toByteArray());
            side.frame(0xc1, HexFormat.of().parseHex("f248cdc9c90700"));
            assertThat(side.log())
                    .as("seed %d round %d", seed, round)
                    .containsExactly("text \"" + text + '"', "text \"Hello\"");
            side.driver.lost();
        }
    }

    private static byte[] finished(String text) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(text.getBytes(StandardCharsets.US_ASCII));
        deflater.finish();
        byte[] block = new byte[2000];
        int length = deflater.deflate(block);
        assertThat(deflater.finished()).isTrue();
        deflater.end();
        return Arrays.copyOf(block, length);
    }
}
