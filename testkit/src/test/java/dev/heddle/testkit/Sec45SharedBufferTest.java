package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The transport in memory overwrites every buffer with 0xDD once it is no longer lent or has been written. */
@Tag("SEC-45")
class Sec45SharedBufferTest {

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void theCallersBufferIsItsOwnOnceSendReturns(boolean inLoop, boolean stalled) {
        ScriptedPeer peer = Setup.client(new RecordingListener());
        if (stalled) {
            peer.transport().stall();
            peer.socket().send(Setup.bytes(100_000));
            peer.run();
        }
        byte[] mine = new byte[] {0, 1, 2, 3};
        ByteBuffer message = ByteBuffer.wrap(mine, 1, 2);
        Runnable sending = () -> {
            peer.socket().send(message);
            peer.socket().ping(message, () -> {});
            Arrays.fill(mine, (byte) 0xEE);
        };
        if (inLoop) {
            peer.loop().run(sending);
        } else {
            sending.run();
        }
        assertThat(message.position()).isEqualTo(1);
        assertThat(message.remaining()).isEqualTo(2);
        peer.run().transport().flow();
        assertThat(Hex.of(peer.sent()))
                .contains("82020102")
                .contains("89020102")
                .doesNotContain("ee");
    }

    @Test
    void aClientDoesNotMaskTheCallersBuffer() {
        ScriptedPeer peer = ScriptedPeer.server(new RecordingListener(), WebSocketOptions.defaults())
                .open();
        byte[] mine = new byte[1000];
        peer.loop().run(() -> peer.socket().send(ByteBuffer.wrap(mine)));
        assertThat(mine).containsOnly(0);
        assertThat(peer.sent().remaining()).isEqualTo(1008);
    }

    @Test
    void aMessageBelongsToTheListener() {
        List<ByteBuffer> kept = new ArrayList<>();
        RecordingListener keeping = new RecordingListener() {
            @Override
            public void onBinary(WebSocket socket, ByteBuffer message) {
                kept.add(message);
            }
        };
        ScriptedPeer peer = Setup.client(keeping);
        peer.transport().splitReads(3);
        peer.send("8282 00000000 0102 0281 00000000 03 8081 00000000 04");
        assertThat(kept).extracting(Hex::of).containsExactly("0102", "0304");
    }

    @Test
    void nothingOfAReleasedBufferEverReachesTheWire() {
        ScriptedPeer peer = Setup.client(new RecordingListener());
        peer.transport().chunks(256).watermarks(300, 600).splitReads(1);
        peer.transport().stall();
        for (int i = 0; i < 200; i++) {
            peer.sendFrame(0x89, Setup.bytes(i % 126));
            peer.socket().send(Setup.bytes(i));
            peer.transport().drain(i * 3L % 500);
        }
        peer.transport().flow();
        assertThat(Hex.of(peer.sent())).doesNotContain("dddd");
    }
}
