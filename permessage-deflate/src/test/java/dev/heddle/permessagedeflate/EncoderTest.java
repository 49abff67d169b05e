package dev.heddle.permessagedeflate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is compressed can be read back, and how it is put into blocks. Source: RFC 1951. */
class EncoderTest {

    private static final int STORED = 0;
    private static final int FIXED = 1;
    private static final int DYNAMIC = 2;

    private static Encoder encoder(int level, Strategy strategy, int windowBits) {
        Encoder encoder = new Encoder(Effort.of(level, strategy));
        encoder.begin(windowBits);
        return encoder;
    }

    private static byte[] encode(Encoder encoder, byte[] data) {
        Bytes output = new Bytes(0);
        encoder.encode(ByteBuffer.wrap(data), output);
        return Arrays.copyOf(output.array(), output.length());
    }

    private static int type(byte[] payload) {
        return payload[0] >> 1 & 3;
    }

    @ValueSource(ints = {-1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    @ParameterizedTest
    void messagesOfAnyLengthCanBeReadBehindEachOther(int level) {
        for (Strategy strategy : Strategy.values()) {
            for (Corpus corpus : Corpus.values()) {
                long seed = 40L + level;
                Random random = new Random(seed);
                Encoder encoder = encoder(level, strategy, 15);
                try (PeerZlib.Receiver receiver = new PeerZlib.Receiver(true)) {
                    // More than the window and its room, and around what is one block.
                    for (int length : new int[] {1, 2, 3, 4, 300, 16_383, 16_384, 16_385, 32_768, 70_000, 5, 1_000}) {
                        byte[] data = corpus.message(random, length);
                        assertThat(receiver.decompress(encode(encoder, data)))
                                .as("seed %d, %s, %s, %d bytes", seed, strategy, corpus, length)
                                .isEqualTo(data);
                    }
                }
            }
        }
    }

    @EnumSource
    @ParameterizedTest
    void whatIsBegunAnewRefersToNothingBefore(Corpus corpus) {
        Random random = new Random(41);
        Encoder encoder = encoder(9, Strategy.DEFAULT, 15);
        for (int round = 0; round < 200; round++) {
            byte[] data = corpus.message(new Random(round % 3), 1 + random.nextInt(3_000));
            byte[] first = encode(encoder(9, Strategy.DEFAULT, 15), data);
            encoder.begin(15);
            assertThat(encode(encoder, data)).as("round %d", round).isEqualTo(first);
        }
    }

    @Test
    void blockTakesTheShortestForm() {
        byte[] noise = Corpus.INCOMPRESSIBLE.message(new Random(42), 2_000);
        byte[] json = Corpus.JSON.message(new Random(42), 2_000);
        Encoder encoder = encoder(6, Strategy.DEFAULT, 15);
        assertThat(type(encode(encoder, "Hello".getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo(FIXED);
        assertThat(type(encode(encoder, json))).isEqualTo(DYNAMIC);
        byte[] stored = encode(encoder, noise);
        assertThat(type(stored)).isEqualTo(STORED);
        // §3.2.4: a byte with the type, the length twice; and then the flush.
        assertThat(stored).hasSize(1 + 4 + noise.length + 1);
    }

    @Test
    void matchIsAsLongAsCanBeAndAsFarAsTheWindow() {
        byte[] data = new byte[40_000];
        new Random(43).nextBytes(data);
        // The same bytes again, exactly a window later.
        System.arraycopy(data, 1_000, data, 1_000 + 32_768, 3_000);
        Encoder encoder = encoder(9, Strategy.DEFAULT, 15);
        byte[] payload = encode(encoder, data);
        assertThat(payload.length).isLessThan(data.length - 2_500);
        try (PeerZlib.Receiver receiver = new PeerZlib.Receiver(true)) {
            assertThat(receiver.decompress(payload)).isEqualTo(data);
        }
    }

    @Test
    void memoryIsUsedAgainAcrossWindowSizes() throws ReferenceInflate.Refused {
        Random random = new Random(44);
        Encoder encoder = encoder(6, Strategy.DEFAULT, 15);
        for (int round = 0; round < 300; round++) {
            int bits = WindowBits.LEAST + random.nextInt(8);
            encoder.begin(bits);
            byte[] history = {};
            for (int i = 0; i < 3; i++) {
                byte[] data = Corpus.COPIES.message(random, 1 + random.nextInt(round % 50 == 0 ? 50_000 : 1_000));
                assertThat(ReferenceInflate.inflate(history, encode(encoder, data), data.length, 1 << bits))
                        .as("seed 44, round %d, %d bits", round, bits)
                        .isEqualTo(data);
                byte[] all = Arrays.copyOf(history, history.length + data.length);
                System.arraycopy(data, 0, all, history.length, data.length);
                history = all;
            }
        }
    }
}
