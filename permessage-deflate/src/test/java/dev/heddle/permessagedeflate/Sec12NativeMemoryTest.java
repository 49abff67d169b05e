package dev.heddle.permessagedeflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.extensions.Message;
import dev.heddle.extensions.SessionLimits;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What zlib holds is given back exactly once, whatever happens; the counting zlib fails a test where it is used after. */
@Tag("SEC-12")
class Sec12NativeMemoryTest {

    private final CountingZlib zlib = new CountingZlib();
    private final List<String> ended = new ArrayList<>();

    private PermessageDeflate extension(int idle) {
        return PermessageDeflate.builder().zlib(zlib).maxIdleCodecs(idle).build();
    }

    @Test
    void nothingIsMadeBeforeTheFirstCompressedMessage() {
        PermessageDeflate extension = extension(0);
        extension.createClientSession(Exchange.LIMITS).close();
        Exchange side = Exchange.server(extension, "");
        side.send("");
        side.send(new Message(Exchange.TEXT, ByteBuffer.wrap(new byte[9])).setCompress(false));
        side.receive(new Message(Exchange.TEXT, ByteBuffer.wrap(new byte[9])));
        assertThat(zlib.made()).isZero();
        side.send("Hello");
        assertThat(zlib.made()).as("what is sent needs none").isZero();
        side.receive("f248cdc9c90700");
        assertThat(zlib.live()).isEqualTo(1);
        side.close();
        assertThat(zlib.live()).isZero();
    }

    @ValueSource(ints = {0, 1, 8})
    @ParameterizedTest
    void nothingLivesOnAnyWayOut(int idle) {
        List<String> ways = List.of("", "server_no_context_takeover; client_no_context_takeover");
        for (String agreed : ways) {
            for (int way = 0; way < 12; way++) {
                try (PermessageDeflate extension = extension(idle)) {
                    Exchange side = Exchange.server(extension, agreed, new SessionLimits(1000));
                    leave(side, way);
                    side.close();
                    assertThat(zlib.live()).as("way %d", way).isLessThanOrEqualTo(idle);
                }
                assertThat(zlib.live()).as("way %d", way).isZero();
            }
        }
    }

    private static void leave(Exchange side, int way) {
        if (way >= 6) {
            side.send("Hello");
            side.receive("f248cdc9c90700");
        }
        switch (way % 6) {
            case 0 -> assertThat(side.refuse("ffffff").code()).isEqualTo(1007);
            case 1 -> assertThat(side.refuse("f248cd").code()).isEqualTo(1007);
            case 2 -> assertThat(side.refuse("0300".repeat(9)).code()).isEqualTo(1007);
            case 3 -> {
                try (PeerZlib.Sender sender = new PeerZlib.Sender(false)) {
                    assertThat(side.refuse(sender.compress(new byte[1001])).code())
                            .isEqualTo(1009);
                }
            }
            case 4 -> side.send(Corpus.INCOMPRESSIBLE.message(new Random(1), 40_000));
            default -> side.send(Corpus.JSON.message(new Random(1), 40_000));
        }
    }

    @Test
    void failureOfTheJvmEndsWhatWasInUse() {
        Zlib failing = new Zlib() {
            @Override
            public Inflater newInflater() {
                return new Inflater(true) {
                    @Override
                    public int inflate(byte[] output, int offset, int length) {
                        throw new OutOfMemoryError("on purpose");
                    }

                    @Override
                    public void end() {
                        ended.add("inflater");
                        super.end();
                    }
                };
            }
        };
        Exchange side =
                Exchange.server(PermessageDeflate.builder().zlib(failing).build(), "");
        assertThatThrownBy(() -> side.receive("00")).isInstanceOf(OutOfMemoryError.class);
        side.close();
        assertThat(ended).containsExactly("inflater");
    }

    @Test
    void idleConnectionsShareWhatIsPooled() {
        PermessageDeflate extension = extension(2);
        List<Exchange> sides = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Exchange side = Exchange.server(extension, "server_no_context_takeover");
            assertThat(side.send("Hello").hex()).isEqualTo("f248cdc9c90700");
            assertThat(side.receive("f248cdc9c90700").text()).isEqualTo("Hello");
            sides.add(side);
        }
        assertThat(zlib.made()).isEqualTo(1);
        // Also with takeover by the peer: what it may refer to is not in zlib.
        for (Exchange side : sides) {
            assertThat(side.receive("f200110000").text()).isEqualTo("Hello");
            side.close();
        }
        assertThat(zlib.made()).isEqualTo(1);
        assertThat(zlib.live()).isEqualTo(1);
        extension.close();
        assertThat(zlib.live()).isZero();
    }

    @Test
    void connectionOutlivesThePool() {
        PermessageDeflate extension = extension(2);
        Exchange side = Exchange.server(extension, "");
        side.send("Hello");
        side.receive("f248cdc9c90700");
        extension.close();
        assertThat(side.send("Hello").hex()).isEqualTo("f200110000");
        assertThat(side.receive("f200110000").text()).isEqualTo("Hello");
        side.close();
        assertThat(zlib.live()).isZero();
    }

    @Test
    void compressorOfAClosedConnectionRemembersNothingForTheNext() {
        PermessageDeflate extension = extension(1);
        Exchange first = Exchange.server(extension, "");
        first.send("Hello");
        first.close();
        Exchange second = Exchange.server(extension, "");
        assertThat(second.send("Hello").hex()).isEqualTo("f248cdc9c90700");
        second.close();
        extension.close();
    }

    @Test
    void messageBeforeTheAgreementIsAMistake() {
        Exchange side = Exchange.refused(extension(0), "foo");
        assertThatThrownBy(() -> side.send("Hello"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("No parameters were agreed on");
        assertThatThrownBy(() -> side.receive("00")).isInstanceOf(IllegalStateException.class);
        side.close();
        assertThat(zlib.made()).isZero();
    }
}
