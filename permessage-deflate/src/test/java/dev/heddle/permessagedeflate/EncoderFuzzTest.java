package dev.heddle.permessagedeflate;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is sent: the reference makes the same of it, within the window that was agreed on, and it hardly grew. */
class EncoderFuzzTest {

    private static final int TAKEOVER = 8;

    /** Takes one byte for the window and takeover, one for level and strategy, then messages: one byte with their length × 8. */
    @MethodSource("seeds")
    @FuzzTest
    void anyMessagesCanBeReadBack(byte[] input) throws ReferenceInflate.Refused {
        if (input.length < 2) {
            return;
        }
        int bits = WindowBits.LEAST + (input[0] & 7);
        boolean takeover = (input[0] & TAKEOVER) == 0;
        Strategy[] strategies = Strategy.values();
        Encoder encoder =
                new Encoder(Effort.of((input[1] & 0x7f) % 10, strategies[(input[1] & 0x7f) / 10 % strategies.length]));
        encoder.begin(bits);
        byte[] history = {};
        for (int at = 2; at < input.length; ) {
            int length = Math.max(1, (input[at++] & 0xff) * 8);
            byte[] message = Arrays.copyOfRange(input, at, Math.min(input.length, at + length));
            at += length;
            if (message.length == 0) {
                return;
            }
            Bytes output = new Bytes(0);
            encoder.encode(ByteBuffer.wrap(message), output);
            byte[] payload = Arrays.copyOf(output.array(), output.length());
            assertThat(ReferenceInflate.inflate(history, payload, message.length, 1 << bits))
                    .isEqualTo(message);
            assertThat(payload.length).isLessThanOrEqualTo(message.length + 6);
            if (takeover) {
                byte[] all = Arrays.copyOf(history, history.length + message.length);
                System.arraycopy(message, 0, all, history.length, message.length);
                history = Arrays.copyOfRange(all, Math.max(0, all.length - (1 << bits)), all.length);
            } else {
                encoder.begin(bits);
            }
        }
    }

    static Stream<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        Random random = new Random(10);
        for (Corpus corpus : Corpus.values()) {
            for (int options = 0; options < 16; options++) {
                byte[] seed = corpus.message(random, 9_000);
                seed[0] = (byte) options;
                seed[1] = (byte) (options * 2);
                seeds.add(seed);
            }
        }
        return seeds.stream();
    }
}
