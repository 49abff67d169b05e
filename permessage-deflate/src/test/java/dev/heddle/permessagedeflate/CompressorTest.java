package dev.heddle.permessagedeflate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.extensions.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which messages are compressed, and how. Source: RFC 7692 §7.2.1. */
class CompressorTest {

    private static Message message(ByteBuffer data) {
        return new Message(Exchange.TEXT, data);
    }

    @Tag("PMD-032")
    @Test
    void thresholdIsTheShortestMessageThatIsCompressed() {
        Exchange side =
                Exchange.server(PermessageDeflate.builder().threshold(1024).build(), "");
        byte[] data = Corpus.JSON.message(new Random(32), 1024);
        Exchange.Outcome shorter = side.send(message(ByteBuffer.wrap(data, 0, 1023)));
        assertThat(shorter.rsv1()).isFalse();
        assertThat(shorter.bytes()).hasSize(1023);
        assertThat(side.send(data).rsv1()).isTrue();
        side.close();
    }

    @Tag("PMD-027")
    @Tag("PMD-032")
    @Test
    void messageThatIsNotCompressedLeavesTheWindowAlone() {
        Exchange side = Exchange.server(PermessageDeflate.defaults(), "");
        assertThat(side.send("Hello").hex()).isEqualTo("f248cdc9c90700");
        assertThat(side.send("").rsv1()).isFalse();
        Exchange.Outcome plain = side.send(message(ByteBuffer.wrap("Jello".getBytes(StandardCharsets.UTF_8)))
                .setCompress(false));
        assertThat(plain.rsv1()).isFalse();
        assertThat(plain.text()).isEqualTo("Jello");
        assertThat(side.send("Hello").hex()).isEqualTo("f200110000");
        side.close();
    }

    @ValueSource(strings = {"", "server_no_context_takeover", "server_max_window_bits=8"})
    @ParameterizedTest
    void everyKindOfBufferIsReadAndLeftAsItIs(String agreed) {
        byte[] data = Corpus.BINARY.message(new Random(5), 3000);
        byte[] around = new byte[data.length + 7];
        System.arraycopy(data, 0, around, 3, data.length);
        ByteBuffer heap = ByteBuffer.wrap(around.clone(), 3, data.length);
        ByteBuffer direct = ByteBuffer.allocateDirect(around.length).put(around);
        direct.position(3).limit(3 + data.length);
        ByteBuffer[] buffers = {
            heap, direct, heap.asReadOnlyBuffer(), direct.asReadOnlyBuffer(), heap.slice(), direct.slice()
        };
        for (ByteBuffer buffer : buffers) {
            int position = buffer.position();
            Exchange side = Exchange.server(PermessageDeflate.defaults(), agreed);
            Exchange.Outcome sent = side.send(message(buffer));
            assertThat(sent.rsv1()).isTrue();
            try (PeerZlib.Receiver receiver = new PeerZlib.Receiver(false)) {
                assertThat(receiver.decompress(sent.bytes())).isEqualTo(data);
            }
            assertThat(buffer.position()).isEqualTo(position);
            assertThat(buffer.limit() - position).isEqualTo(data.length);
            assertThat(buffer.mismatch(ByteBuffer.wrap(data))).isEqualTo(-1);
            side.close();
        }
    }

    @Test
    void withoutTakeoverWhatDoesNotShrinkGoesOutAsItIs() {
        Exchange side = Exchange.server(PermessageDeflate.defaults(), "server_no_context_takeover");
        Random random = new Random(3);
        for (int length : new int[] {64, 100, 1000, 40_000, 300_000}) {
            byte[] data = Corpus.INCOMPRESSIBLE.message(random, length);
            Exchange.Outcome sent = side.send(data);
            assertThat(sent.rsv1()).as("%d bytes", length).isFalse();
            assertThat(sent.bytes()).isEqualTo(data);
            // And the next one is not touched by it.
            assertThat(side.send("Hello").hex()).isEqualTo("f248cdc9c90700");
        }
        side.close();
    }

    @ValueSource(ints = {8, 9, 12, 15})
    @ParameterizedTest
    void underTakeoverOnlyWhatIsAsLongAsTheWindowGoesOutAsItIs(int bits) {
        Exchange side = Exchange.server(PermessageDeflate.defaults(), "server_max_window_bits=" + bits);
        Random random = new Random(4);
        int window = 1 << bits;
        byte[] json = Corpus.JSON.message(random, 200);
        try (PeerZlib.Receiver receiver = new PeerZlib.Receiver(true)) {
            assertThat(receiver.decompress(side.send(json).bytes())).isEqualTo(json);
            byte[] shorter = Corpus.INCOMPRESSIBLE.message(random, window - 1);
            Exchange.Outcome sent = side.send(shorter);
            assertThat(sent.rsv1()).isTrue();
            assertThat(receiver.decompress(sent.bytes())).isEqualTo(shorter);
            for (int length : new int[] {window, window + 1, 5 * window}) {
                byte[] longer = Corpus.INCOMPRESSIBLE.message(random, length);
                Exchange.Outcome plain = side.send(longer);
                assertThat(plain.rsv1()).as("%d bytes", length).isFalse();
                assertThat(plain.bytes()).isEqualTo(longer);
                assertThat(receiver.decompress(side.send(json).bytes())).isEqualTo(json);
            }
        }
        side.close();
    }

    /** A flush with too little room for it would be written again and again. */
    @Test
    void flushIsWrittenOnceWhateverTheRoom() {
        Random random = new Random(6);
        Exchange side = Exchange.server(PermessageDeflate.defaults(), "");
        try (PeerZlib.Sender sender = new PeerZlib.Sender(true)) {
            for (int length = 1; length < 3000; length++) {
                byte[] data = Corpus.INCOMPRESSIBLE.message(random, length);
                // As long as what a compressor makes that has room for everything from the start.
                assertThat(side.send(data).bytes().length - sender.compress(data).length)
                        .as("%d bytes", length)
                        .isLessThanOrEqualTo(5);
            }
        }
        side.close();
    }

    @EnumSource
    @ParameterizedTest
    void everyLevelAndStrategyCanBeRead(Strategy strategy) {
        Random random = new Random(7);
        for (int level = -1; level <= 9; level++) {
            PermessageDeflate extension =
                    PermessageDeflate.builder().level(level).strategy(strategy).build();
            for (String agreed : new String[] {"", "server_max_window_bits=9", "server_no_context_takeover"}) {
                Exchange side = Exchange.server(extension, agreed);
                try (PeerZlib.Receiver receiver = new PeerZlib.Receiver(!agreed.contains("takeover"))) {
                    for (int length : new int[] {1, 5, 511, 512, 513, 5000}) {
                        byte[] data = Corpus.JSON.message(random, length);
                        Exchange.Outcome sent = side.send(data);
                        assertThat(sent.rsv1() ? receiver.decompress(sent.bytes()) : sent.bytes())
                                .as("level %d, %s, %d bytes", level, agreed, length)
                                .isEqualTo(data);
                    }
                }
                side.close();
            }
        }
    }
}
