package dev.heddle.permessagedeflate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A payload that is not whole is refused, wherever it was cut, and never delivered as other text. */
@Tag("SEC-08")
@Tag("PMD-029")
class Sec08CutTest {

    /** What is left of a payload right behind the first byte of a stored block is a whole payload: nobody can see the cut. */
    private static void assertNoCutGoesUnseen(byte[] payload) {
        for (int length = 0; length < payload.length; length++) {
            byte[] cut = Arrays.copyOf(payload, length);
            Exchange side = Exchange.server(PermessageDeflate.defaults(), "");
            try {
                byte[] whole = ReferenceInflate.inflate(new byte[0], cut, Integer.MAX_VALUE);
                assertThat(cut[length - 1]).isZero();
                assertThat(side.receive(cut).bytes()).isEqualTo(whole);
            } catch (ReferenceInflate.Refused e) {
                assertThat(side.refuse(cut).code())
                        .as("%d of %d bytes", length, payload.length)
                        .isEqualTo(1007);
            }
            side.close();
        }
    }

    private static void assertEveryCutIsRefused(byte[] payload) {
        for (int length = 0; length < payload.length; length++) {
            Exchange side = Exchange.server(PermessageDeflate.defaults(), "");
            assertThat(side.refuse(Arrays.copyOf(payload, length)).code())
                    .as("%d of %d bytes", length, payload.length)
                    .isEqualTo(1007);
            side.close();
        }
    }

    @EnumSource(names = {"JSON", "BINARY"})
    @ParameterizedTest
    void cutIsRefusedAtEveryByte(Corpus corpus) {
        Random random = new Random(8);
        for (int length : new int[] {1, 2, 10, 300, 4000}) {
            byte[] data = corpus.message(random, length);
            assertEveryCutIsRefused(compress(data, 1, Deflater.DEFAULT_STRATEGY));
            assertEveryCutIsRefused(compress(data, 9, Deflater.DEFAULT_STRATEGY));
            assertEveryCutIsRefused(compress(data, 9, Deflater.HUFFMAN_ONLY));
        }
    }

    @EnumSource
    @ParameterizedTest
    void storedBlocksAreAsWholeAsTheReferenceFindsThem(Corpus corpus) {
        Random random = new Random(9);
        for (int length : new int[] {1, 2, 10, 300, 1000}) {
            byte[] data = corpus.message(random, length);
            assertNoCutGoesUnseen(compress(data, 0, Deflater.DEFAULT_STRATEGY));
            assertNoCutGoesUnseen(compress(data, 9, Deflater.DEFAULT_STRATEGY));
        }
    }

    private static byte[] compress(byte[] data, int level, int strategy) {
        Deflater deflater = new Deflater(level, true);
        deflater.setStrategy(strategy);
        deflater.setInput(data);
        byte[] output = new byte[data.length * 2 + 100];
        int length = 0;
        while (!deflater.needsInput()) {
            length += deflater.deflate(output, length, output.length - length, Deflater.SYNC_FLUSH);
        }
        deflater.end();
        return Arrays.copyOf(output, length - 4);
    }

    @ValueSource(
            strings = {
                "f248cdc9c90700",
                "f348cdc9c9070000",
                "f348cdc9c90700f248cdc9c90700",
                "00",
            })
    @ParameterizedTest
    void cutExamplesOfTheRfcAreRefused(String payload) {
        assertEveryCutIsRefused(HexFormat.of().parseHex(payload));
    }

    @ValueSource(strings = {"000500faff48656c6c6f00", "f24805000000ffffcac9c90700"})
    @ParameterizedTest
    void cutExamplesWithStoredBlocksAreAsWholeAsTheReferenceFindsThem(String payload) {
        assertNoCutGoesUnseen(HexFormat.of().parseHex(payload));
    }

    @Tag("PMD-028")
    @ValueSource(strings = {"ffffff", "07", "fdffff", "010500faf048656c6c6f00", "02", "4b04000000"})
    @ParameterizedTest
    void corruptPayloadIsRefusedWithItsCause(String payload) {
        CountingZlib zlib = new CountingZlib();
        Exchange side = Exchange.server(PermessageDeflate.builder().zlib(zlib).build(), "");
        assertThat(side.refuse(payload).code()).isEqualTo(1007);
        assertThat(zlib.live()).isZero();
        side.close();
    }

    @Test
    void failureSaysWhatIsWrong() {
        Exchange side = Exchange.server(PermessageDeflate.defaults(), "");
        assertThat(side.refuse("ffffff"))
                .hasMessage("Invalid DEFLATE data")
                .hasCauseInstanceOf(DataFormatException.class);
        assertThat(side.refuse("f248cd")).hasMessageMatching("Invalid DEFLATE data|Compressed message is cut short");
        side.close();
    }
}
