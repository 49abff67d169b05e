package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.WebSocket;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("API-008")
class BufferedAmountTest {

    private final RecordingListener listener = new RecordingListener();
    private final ScriptedPeer peer = Setup.client(listener);
    private final WebSocket socket = peer.socket();

    @Test
    void countsPayloadThatTheNetworkHasNotTaken() {
        peer.transport().stall();
        for (int i = 0; i < 3; i++) {
            socket.send(Setup.bytes(1000));
        }
        assertThat(socket.bufferedAmount()).isEqualTo(3000);
        peer.run();
        assertThat(socket.bufferedAmount()).isEqualTo(3000);
        peer.transport().flow();
        assertThat(socket.bufferedAmount()).isZero();
    }

    @Test
    void countsWhatOtherThreadsHaveQueued() {
        socket.send(Setup.bytes(1000));
        socket.send("\u00e9");
        assertThat(socket.bufferedAmount()).isEqualTo(1002);
        peer.run();
        assertThat(socket.bufferedAmount()).isZero();
    }

    @Test
    void fallsAsTheNetworkTakesBytes() {
        peer.transport().stall();
        for (int i = 0; i < 100; i++) {
            socket.send(Setup.bytes(1000));
        }
        peer.run();
        long before = socket.bufferedAmount();
        assertThat(before).isEqualTo(100_000);
        for (int i = 0; i < 100; i++) {
            peer.transport().drain(1004);
            // Framing of what is left may count until all is gone.
            assertThat(socket.bufferedAmount())
                    .isBetween((99L - i) * 1000, (99L - i) * 1004)
                    .isLessThan(before);
            before = socket.bufferedAmount();
        }
        assertThat(before).isZero();
    }

    @Test
    void doesNotCountFramingOnceAllHadBeenTakenBefore() {
        for (int round = 0; round < 3; round++) {
            peer.transport().stall();
            socket.send(Setup.bytes(1000));
            peer.run();
            assertThat(socket.bufferedAmount()).isEqualTo(1000);
            peer.transport().flow();
            assertThat(socket.bufferedAmount()).isZero();
        }
    }

    @Test
    void doesNotCountPongsAndPings() {
        peer.transport().stall();
        peer.sendFrame(0x89, Setup.bytes(100));
        socket.ping(Setup.bytes(100), () -> {});
        peer.run();
        assertThat(socket.bufferedAmount()).isZero();
    }

    @Test
    void isZeroWhenTheConnectionIsGone() {
        peer.transport().stall();
        socket.send(Setup.bytes(100_000));
        peer.run();
        socket.send(Setup.bytes(1000));
        peer.transport().breakWith(new IOException("reset"));
        assertThat(socket.bufferedAmount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void isNeverNegativeNorLessThanWhatIsUnsent(long seed) {
        Random random = new Random(seed);
        long payload = 0;
        peer.transport().stall();
        for (int i = 0; i < 2000; i++) {
            switch (random.nextInt(4)) {
                case 0 -> {
                    int size = random.nextInt(3000);
                    payload += size;
                    socket.send(Setup.bytes(size));
                }
                case 1 -> peer.transport().drain(random.nextInt(5000));
                case 2 -> peer.run();
                default -> socket.ping(Setup.bytes(random.nextInt(126)), () -> {});
            }
            long taken = peer.transport().progress();
            assertThat(socket.bufferedAmount())
                    .as("seed %d, step %d", seed, i)
                    .isNotNegative()
                    .isBetween(payload - taken, payload);
        }
        peer.transport().flow();
        assertThat(socket.bufferedAmount()).isZero();
    }
}
