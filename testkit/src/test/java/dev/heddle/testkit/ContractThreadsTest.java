package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.heddle.driver.WebSocketMessage;
import dev.heddle.websocket.ReadyState;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketHandlers;
import dev.heddle.websocket.WebSocketOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract of {@code dev.heddle.websocket}, sentence by sentence: threads. */
class ContractThreadsTest {

    private static final int PATIENCE_SECONDS = 20;

    private final RecordingListener listener = new RecordingListener();

    @Tag("C1")
    @Test
    void eventsComeOnTheLoopOneAtATimeEachSeeingTheLast() throws InterruptedException {
        // Fields that no other thread may touch: lost updates would show.
        int[] count = {0};
        List<Boolean> wrong = new ArrayList<>();
        CountDownLatch all = new CountDownLatch(4000);
        try (MemoryLoop loop = new MemoryLoop(new FakeClock()).start()) {
            WebSocketHandlers counting = new WebSocketHandlers().onText((socket, message) -> {
                if (!loop.inLoop()) {
                    wrong.add(true);
                }
                count[0]++;
                all.countDown();
            });
            MemoryPair pair = new MemoryPair(new WebSocketHandlers(), counting, WebSocketOptions.defaults(), loop);
            pair.open();
            Together.run(4, thread -> IntStream.range(0, 1000)
                    .forEach(i -> pair.client().send("x")));
            assertThat(all.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(count[0]).isEqualTo(4000);
        assertThat(wrong).isEmpty();
    }

    @Tag("C2")
    @Test
    void noEventComesInsideAnother() {
        AtomicInteger depth = new AtomicInteger();
        List<Integer> depths = new ArrayList<>();
        Consumer<WebSocket> doEverything = socket -> {
            depths.add(depth.incrementAndGet());
            socket.pause();
            socket.resume();
            socket.send("x".repeat(30));
            socket.ping(ByteBuffer.allocate(0), () -> {});
            socket.close();
            depth.decrementAndGet();
        };
        WebSocketHandlers handlers = new WebSocketHandlers()
                .onOpen(doEverything)
                .onText((socket, message) -> doEverything.accept(socket))
                .onPing((socket, payload) -> doEverything.accept(socket))
                .onPong((socket, payload) -> doEverything.accept(socket))
                .onDrain(doEverything)
                .onError((socket, cause) -> doEverything.accept(socket))
                .onClose((socket, event) -> doEverything.accept(socket));
        WebSocketOptions options = Setup.options().watermarks(10, 20).build();
        ScriptedPeer peer = ScriptedPeer.client(handlers, options).open();
        peer.send("8181 00000000 61 8980 00000000 8a80 00000000 8380 00000000").end();
        assertThat(depths).hasSizeGreaterThan(3).containsOnly(1);
    }

    @Tag("C3")
    @Test
    void methodsMayBeCalledFromAnyThread() throws InterruptedException {
        ScriptedPeer peer = Setup.client(listener);
        WebSocket socket = peer.socket();
        Set<Object> streams = ConcurrentHashMap.newKeySet();
        Together.run(4, thread -> {
            socket.send("a");
            socket.send(ByteBuffer.allocate(1));
            socket.send(WebSocketMessage.text("c"));
            assertThat(socket.sendAsync(WebSocketMessage.text("b"))).isNotNull();
            socket.ping(ByteBuffer.allocate(0));
            socket.ping(ByteBuffer.allocate(0), () -> {});
            socket.pause();
            socket.request(1);
            socket.resume();
            streams.add(socket.messages());
            assertThat(List.of(
                            socket.readyState(),
                            socket.url(),
                            socket.protocol(),
                            socket.extensions(),
                            socket.version()))
                    .hasSize(5);
            assertThat(socket.bufferedAmount()).isNotNegative();
            assertThat(socket.isCongested()).isFalse();
            assertThatIllegalStateException().isThrownBy(() -> socket.sendPartialText(ByteBuffer.allocate(0), true));
            assertThatIllegalStateException().isThrownBy(() -> socket.sendPartialBinary(ByteBuffer.allocate(0), true));
            if (thread % 2 == 0) {
                socket.close();
            } else {
                socket.close(1000, "");
            }
        });
        assertThat(streams).hasSize(1);
        peer.run();
        assertThat(socket.readyState()).isEqualTo(ReadyState.CLOSING);
    }

    @Tag("C4")
    @Test
    void noMethodWaitsForTheNetworkOrAnotherThread() {
        // Nobody runs the loop and the network takes nothing: what waited for either would hang.
        ScriptedPeer peer = Setup.client(listener);
        peer.transport().stall();
        WebSocket socket = peer.socket();
        peer.loop().run(() -> {
            assertThat(socket.sendPartialText(ByteBuffer.allocate(10), true)).isTrue();
            assertThat(socket.sendPartialBinary(ByteBuffer.allocate(10), true)).isTrue();
        });
        for (int i = 0; i < 100; i++) {
            assertThat(socket.send("x".repeat(10_000))).isTrue();
        }
        assertThat(socket.sendAsync(WebSocketMessage.text("y")).toCompletableFuture())
                .isNotDone();
        assertThat(socket.send(ByteBuffer.allocate(10))).isTrue();
        assertThat(socket.send(WebSocketMessage.text("z"))).isTrue();
        assertThat(socket.ping(ByteBuffer.allocate(0))).isTrue();
        assertThat(socket.ping(ByteBuffer.allocate(0), () -> {})).isTrue();
        assertThat(socket.messages()).isNotNull();
        assertThat(List.of(socket.readyState(), socket.url(), socket.protocol(), socket.extensions(), socket.version()))
                .hasSize(5);
        assertThat(socket.bufferedAmount()).isPositive();
        assertThat(socket.isCongested()).isTrue();
        socket.pause();
        socket.request(1);
        socket.resume();
        assertThat(socket.close(1000, "")).isTrue();
        assertThat(socket.close()).isFalse();
        listener.assertExhausted();
    }

    @Tag("C5")
    @Test
    void whatTheLoopSendsComesBehindWhatOtherThreadsHadSent() {
        ScriptedPeer peer = ScriptedPeer.client(
                        new WebSocketHandlers().onText((socket, message) -> socket.send("loop")),
                        Setup.options().build())
                .open();
        peer.socket().send("outside");
        peer.transport().receive(Hex.bytes("8181 00000000 61"));
        peer.expect("8107 6f757473696465 8104 6c6f6f70");
    }
}
