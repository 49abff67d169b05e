package dev.heddle.permessagedeflate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A sender may end any block as the last one, and go on referring to what was before it. Source: RFC 7692 §7.2.3.4. */
@Tag("SEC-07")
@Tag("PMD-024")
@Tag("PMD-025")
class Sec07FinalBlockTest {

    private static final int WINDOW = 32 * 1024;

    /** Everything that was sent. */
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    @EnumSource
    @ParameterizedTest
    void windowReachesOverFinalBlocksAndMessages(Corpus corpus) {
        int seed = 7;
        Random random = new Random(seed);
        for (int idle : new int[] {0, 1}) {
            PermessageDeflate extension =
                    PermessageDeflate.builder().maxIdleCodecs(idle).build();
            Exchange server = Exchange.server(extension, "");
            sent.reset();
            for (int i = 0; i < 60; i++) {
                ByteArrayOutputStream payload = new ByteArrayOutputStream();
                ByteArrayOutputStream message = new ByteArrayOutputStream();
                int blocks = 1 + random.nextInt(4);
                for (int block = 0; block < blocks; block++) {
                    byte[] data = corpus.message(random, random.nextInt(1 << random.nextInt(17)));
                    // Half of it is a copy of what is behind us, as far as a window reaches.
                    byte[] before = sent.toByteArray();
                    int back = Math.min(before.length, 1 + random.nextInt(WINDOW));
                    int copied = Math.min(back, data.length / 2);
                    System.arraycopy(before, before.length - back, data, 0, copied);
                    payload.writeBytes(finalBlock(data));
                    sent.writeBytes(data);
                    message.writeBytes(data);
                }
                payload.write(0);
                assertThat(server.receive(payload.toByteArray()).bytes())
                        .as("message %d, seed %d", i, seed)
                        .isEqualTo(message.toByteArray());
            }
            server.close();
            extension.close();
        }
    }

    private byte[] finalBlock(byte[] data) {
        Deflater deflater = new Deflater(9, true);
        byte[] before = sent.toByteArray();
        deflater.setDictionary(before, Math.max(0, before.length - WINDOW), Math.min(WINDOW, before.length));
        deflater.setInput(data);
        deflater.finish();
        byte[] output = new byte[data.length * 2 + 100];
        int length = deflater.deflate(output);
        assertThat(deflater.finished()).isTrue();
        deflater.end();
        return Arrays.copyOf(output, length);
    }
}
