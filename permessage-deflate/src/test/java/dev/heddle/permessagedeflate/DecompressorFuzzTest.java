package dev.heddle.permessagedeflate;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.heddle.extensions.ExtensionException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a peer sends as compressed messages: each is what the reference makes of it, or refused as the reference does. */
@Tag("SEC-06")
@Tag("SEC-07")
@Tag("SEC-08")
@Tag("SEC-12")
class DecompressorFuzzTest {

    private static final int TAKEOVER = 8;
    private static final int POOL = 16;
    private static final int SMALL_LIMIT = 32;

    /**
     * Takes one byte for the agreement and the limits, then messages: each one byte with its length, or 255 and two bytes.
     */
    @MethodSource("seeds")
    @FuzzTest
    void anyPayloadsAreMessagesOrAnError(byte[] input) throws ExtensionException {
        if (input.length == 0) {
            return;
        }
        int options = input[0];
        int maxLength = (options & SMALL_LIMIT) == 0 ? 200_000 : 1_000;
        Promise agreed = new Promise((options & TAKEOVER) == 0, WindowBits.LEAST + (options & 7));
        CountingZlib zlib = new CountingZlib();
        Codecs codecs = new Codecs(zlib, idle((options & POOL) == 0 ? 0 : 1));
        Decompressor heap = new Decompressor(codecs, agreed, maxLength);
        Decompressor direct = new Decompressor(codecs, agreed, maxLength);
        byte[] history = {};
        for (byte[] payload : payloads(input)) {
            ByteBuffer copy =
                    ByteBuffer.allocateDirect(payload.length).put(payload).flip();
            byte[] expected;
            try {
                expected = ReferenceInflate.inflate(history, payload, maxLength);
            } catch (ReferenceInflate.Refused e) {
                int code = refuse(heap, ByteBuffer.wrap(payload));
                assertThat(refuse(direct, copy.asReadOnlyBuffer())).isEqualTo(code);
                // zlib may see what is wrong behind the limit together with the limit.
                if (code != 1007 || e.code() != 1009) {
                    assertThat(code).isEqualTo(e.code());
                }
                break;
            }
            assertThat(bytes(heap.decompress(ByteBuffer.wrap(payload)))).isEqualTo(expected);
            assertThat(bytes(direct.decompress(copy.asReadOnlyBuffer()))).isEqualTo(expected);
            history = remember(history, expected, agreed);
        }
        heap.close();
        direct.close();
        codecs.close();
        assertThat(zlib.live()).isZero();
    }

    static Options idle(int codecs) {
        Options defaults = Options.DEFAULTS;
        return new Options(
                defaults.level(),
                defaults.strategy(),
                false,
                defaults.maxWindowBits(),
                false,
                defaults.requestMaxWindowBits(),
                0,
                codecs);
    }

    private static byte[] remember(byte[] history, byte[] message, Promise agreed) {
        if (!agreed.takeover()) {
            return new byte[0];
        }
        byte[] all = Arrays.copyOf(history, history.length + message.length);
        System.arraycopy(message, 0, all, history.length, message.length);
        return Arrays.copyOfRange(all, Math.max(0, all.length - WindowBits.bytes(agreed.windowBits())), all.length);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static int refuse(Decompressor decompressor, ByteBuffer payload) {
        try {
            decompressor.decompress(payload);
        } catch (ExtensionException e) {
            return e.code();
        }
        throw new AssertionError("A payload was accepted that the reference refuses");
    }

    private static List<byte[]> payloads(byte[] input) {
        List<byte[]> payloads = new ArrayList<>();
        for (int i = 1; i < input.length; ) {
            int length = input[i++] & 0xff;
            if (length == 255 && i + 1 < input.length) {
                length = (input[i++] & 0xff) << 8 | input[i++] & 0xff;
            }
            int end = Math.min(input.length, i + length);
            payloads.add(Arrays.copyOfRange(input, i, end));
            i = end;
        }
        return payloads;
    }

    /** The examples of RFC 7692 §7.2.3, messages of each kind, and ones that went wrong on the way. */
    static Stream<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (String text : new String[] {
            "07 07f248cdc9c90700 05f200110000 0b000500faff48656c6c6f00 08f348cdc9c9070000 05f200110000"
                    + "0df24805000000ffffcac9c90700 0100 0ef348cdc9c90700f248cdc9c90700 05f200110000",
            "0f 07f248cdc9c90700 05f200110000",
            "00 00",
            "00 03f248cd",
            "00 03ffffff",
            "07 0b030003000300030003000300",
        }) {
            seeds.add(HexFormat.of().parseHex(text.replace(" ", "")));
        }
        Random random = new Random(9);
        for (Corpus corpus : Corpus.values()) {
            for (boolean takeover : new boolean[] {true, false}) {
                try (PeerZlib.Sender sender = new PeerZlib.Sender(takeover)) {
                    ByteBuffer seed = ByteBuffer.allocate(40_000);
                    seed.put((byte) (7 + (takeover ? 0 : TAKEOVER)));
                    for (int length : new int[] {1, 40, 700, 2_000, 300}) {
                        byte[] payload = sender.compress(corpus.message(random, length));
                        seed.put((byte) 255).putShort((short) payload.length).put(payload);
                    }
                    byte[] whole = Arrays.copyOf(seed.array(), seed.position());
                    seeds.add(whole);
                    for (int i = 0; i < 40; i++) {
                        byte[] wrong = whole.clone();
                        wrong[random.nextInt(wrong.length)] ^= (byte) (1 << random.nextInt(8));
                        wrong[0] = (byte) random.nextInt(64);
                        seeds.add(wrong);
                    }
                }
            }
        }
        return seeds.stream();
    }
}
