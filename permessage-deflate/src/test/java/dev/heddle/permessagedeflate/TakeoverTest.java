package dev.heddle.permessagedeflate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.extensions.Message;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each side remembers follows from what the one who sends has promised. Source: RFC 7692 §7.1.1. */
class TakeoverTest {

    /** What both sides agree on, the role, and whether this side is set to reset its own compressor. */
    static Stream<Arguments> agreements() {
        List<Arguments> agreements = new ArrayList<>();
        for (boolean server : new boolean[] {false, true}) {
            for (boolean client : new boolean[] {false, true}) {
                for (boolean own : new boolean[] {false, true}) {
                    for (int idle : new int[] {0, 2}) {
                        agreements.add(Arguments.of(true, server, client, own, idle));
                        agreements.add(Arguments.of(false, server, client, own, idle));
                    }
                }
            }
        }
        return agreements.stream();
    }

    @Tag("PMD-012")
    @Tag("SEC-11")
    @MethodSource("agreements")
    @ParameterizedTest(name = "as server {0}, server resets {1}, client resets {2}, own setting {3}, {4} idle")
    void contextFollowsThePromiseOfTheSender(
            boolean asServer, boolean serverResets, boolean clientResets, boolean own, int idle) {
        String parameters = (serverResets ? "server_no_context_takeover" : "")
                + (serverResets && clientResets ? "; " : "")
                + (clientResets ? "client_no_context_takeover" : "");
        try (PermessageDeflate extension = PermessageDeflate.builder()
                .noContextTakeover(own)
                .maxIdleCodecs(idle)
                .build()) {
            Exchange side = asServer ? Exchange.server(extension, parameters) : Exchange.client(extension, parameters);
            boolean sends = !own && !(asServer ? serverResets : clientResets);
            boolean receives = !(asServer ? clientResets : serverResets);
            check(side, sends, receives);
            side.close();
        }
    }

    private static void check(Exchange side, boolean sends, boolean receives) {
        Random random = new Random(12);
        byte[] data = Corpus.JSON.message(random, 1000);
        try (PeerZlib.Sender sender = new PeerZlib.Sender(receives);
                PeerZlib.Receiver receiver = new PeerZlib.Receiver(sends)) {
            int first = 0;
            for (int i = 0; i < 3; i++) {
                byte[] sent = side.send(data).bytes();
                assertThat(receiver.decompress(sent)).isEqualTo(data);
                first = i == 0 ? sent.length : first;
                // A message that was sent before costs next to nothing, unless it was forgotten.
                assertThat(sent.length < first / 4).isEqualTo(sends && i > 0);
                assertThat(side.receive(sender.compress(data)).bytes()).isEqualTo(data);
            }
        }
        if (!receives) {
            // Not even what is still in memory can be referred to.
            try (PeerZlib.Sender wrong = new PeerZlib.Sender(true)) {
                side.receive(wrong.compress(data));
                assertThat(side.refuse(wrong.compress(data)).code()).isEqualTo(1007);
            }
        }
    }

    @Tag("PMD-019")
    @Tag("PMD-022")
    @EnumSource
    @ParameterizedTest
    void manyMessagesOfEveryLengthPassInBothDirections(Corpus corpus) {
        for (int idle : new int[] {0, 1}) {
            int seed = 22 + idle;
            Random random = new Random(seed);
            PermessageDeflate extension =
                    PermessageDeflate.builder().maxIdleCodecs(idle).build();
            Exchange side = Exchange.server(extension, "");
            try (PeerZlib.Sender sender = new PeerZlib.Sender(true);
                    PeerZlib.Receiver receiver = new PeerZlib.Receiver(true)) {
                for (int i = 0; i < 200; i++) {
                    byte[] data = corpus.message(random, random.nextInt(1 << random.nextInt(17)));
                    String what = "message " + i + " of " + data.length + " bytes, seed " + seed;
                    assertThat(side.receive(sender.compress(data)).bytes())
                            .as(what)
                            .isEqualTo(data);
                    assertThat(side.receive(new Message(Exchange.TEXT, ByteBuffer.wrap(data)))
                                    .bytes())
                            .as(what)
                            .isEqualTo(data);
                    Exchange.Outcome sent = side.send(data);
                    assertThat(sent.rsv1() ? receiver.decompress(sent.bytes()) : sent.bytes())
                            .as(what)
                            .isEqualTo(data);
                }
            }
            side.close();
            extension.close();
        }
    }
}
