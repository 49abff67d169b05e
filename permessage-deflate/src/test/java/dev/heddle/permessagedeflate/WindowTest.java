package dev.heddle.permessagedeflate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each window that can be agreed on is kept to, as zlib with that window sees it. Source: RFC 7692 §7.1.2. */
@Tag("PMD-005")
@Tag("PMD-013")
@Tag("SEC-10")
class WindowTest {

    private static PythonZlib peer;

    @BeforeAll
    static void start() throws IOException {
        peer = PythonZlib.start();
    }

    @AfterAll
    static void stop() {
        if (peer != null) {
            peer.close();
        }
    }

    static Stream<Arguments> agreements() {
        List<Arguments> agreements = new ArrayList<>();
        for (int bits = WindowBits.LEAST; bits <= WindowBits.MOST; bits++) {
            for (Corpus corpus : Corpus.values()) {
                agreements.add(Arguments.of(bits, true, corpus));
                agreements.add(Arguments.of(bits, false, corpus));
            }
        }
        return agreements.stream();
    }

    /** Lengths around the window, and any. */
    private static List<byte[]> messages(int bits, Corpus corpus, Random random) {
        int window = 1 << bits;
        List<byte[]> messages = new ArrayList<>();
        for (int length : new int[] {0, 1, window - 1, window, window + 1, 3 * window, 1, window / 2, window / 2}) {
            messages.add(corpus.message(random, length));
        }
        for (int i = 0; i < 40; i++) {
            messages.add(corpus.message(random, random.nextInt(i % 8 == 0 ? 4 * window : window)));
        }
        return messages;
    }

    @MethodSource("agreements")
    @ParameterizedTest(name = "{0} bits, takeover {1}, {2}")
    void whatIsSentCanBeReadWithTheWindow(int bits, boolean takeover, Corpus corpus) throws ReferenceInflate.Refused {
        int seed = 100 + bits;
        Exchange server = Exchange.server(
                PermessageDeflate.defaults(),
                "server_max_window_bits=" + bits + (takeover ? "" : "; server_no_context_takeover"));
        boolean fresh = true;
        ByteArrayOutputStream before = new ByteArrayOutputStream();
        for (byte[] data : messages(bits, corpus, new Random(seed))) {
            Exchange.Outcome sent = server.send(data);
            byte[] read = sent.bytes();
            if (sent.rsv1()) {
                read = peer.decompress(read, bits, fresh || !takeover);
                fresh = false;
                byte[] history = takeover ? before.toByteArray() : new byte[0];
                assertThat(ReferenceInflate.inflate(history, sent.bytes(), data.length, 1 << bits))
                        .isEqualTo(data);
                before.writeBytes(data);
            }
            assertThat(read).as("seed %d, %d bytes", seed, data.length).isEqualTo(data);
        }
        server.close();
    }

    /** zlib has no raw stream of 8 bits; one of 9 looks back 512 − 262 = 250 bytes, which are in a window of 8 bits too. */
    @MethodSource("agreements")
    @ParameterizedTest(name = "{0} bits, takeover {1}, {2}")
    void whatIsReceivedWithTheWindowCanBeRead(int bits, boolean takeover, Corpus corpus) {
        int seed = 200 + bits;
        Exchange client = Exchange.client(
                PermessageDeflate.defaults(),
                "server_max_window_bits=" + bits + (takeover ? "" : "; server_no_context_takeover"));
        boolean fresh = true;
        for (byte[] data : messages(bits, corpus, new Random(seed))) {
            byte[] payload = peer.compress(data, Math.max(9, bits), fresh || !takeover);
            fresh = false;
            assertThat(client.receive(payload).bytes())
                    .as("seed %d, %d bytes", seed, data.length)
                    .isEqualTo(data);
        }
        client.close();
    }

    @ValueSource(ints = {8, 9, 10})
    @ParameterizedTest
    void repeatsBeyondTheWindowAreNotReferredTo(int bits) {
        byte[] period = new byte[1000];
        new Random(13).nextBytes(period);
        byte[] data = new byte[1 << 20];
        for (int i = 0; i < data.length; i++) {
            data[i] = period[i % period.length];
        }
        // Half a megabyte each of two messages, so that a reference may also be tempting across them.
        Exchange server = Exchange.server(
                PermessageDeflate.builder().maxWindowBits(15).build(), "server_max_window_bits=" + bits);
        int at = 0;
        boolean fresh = true;
        for (int length : new int[] {1 << 19, 100, 700, (1 << 19) - 800}) {
            byte[] message = Arrays.copyOfRange(data, at, at + length);
            at += length;
            Exchange.Outcome sent = server.send(message);
            byte[] read = sent.bytes();
            if (sent.rsv1()) {
                read = peer.decompress(read, bits, fresh);
                fresh = false;
            }
            assertThat(read).isEqualTo(message);
        }
        server.close();
    }
}
