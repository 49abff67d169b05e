package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.WebSocketListener;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("SEC-17")
class Sec17ReleaseTest {

    /** Where a connection may stand when it breaks. */
    enum At {
        BEGINNING,
        CONNECTING,
        OPEN,
        CONGESTED,
        PAUSED,
        CLOSING,
        CLOSED_BY_PEER
    }

    private static void bring(ScriptedPeer peer, At at) {
        if (at == At.BEGINNING) {
            return;
        }
        peer.connect();
        if (at == At.CONNECTING) {
            return;
        }
        peer.sendHead(peer.response());
        switch (at) {
            case CONGESTED -> {
                peer.transport().stall();
                peer.socket().send(Setup.bytes(200_000));
            }
            case PAUSED -> peer.socket().pause();
            case CLOSING -> peer.socket().close();
            case CLOSED_BY_PEER -> peer.send("880203e8");
            default -> {}
        }
        peer.run();
    }

    @ParameterizedTest
    @EnumSource
    void noTimerRunsOnceTheConnectionIsGone(At at) {
        for (Consumer<ScriptedPeer> end : ends()) {
            ScriptedPeer peer = ScriptedPeer.server(
                    new WebSocketListener() {}, Setup.options().build());
            bring(peer, at);
            end.accept(peer);
            peer.socket().pause();
            peer.socket().resume();
            peer.run();
            peer.clock().advanceSeconds(3);
            assertThat(peer.transport().isGone()).isTrue();
            assertThat(peer.clock().timers()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatOtherThreadsAskedForWhileItBrokeStartsNothing(At at) {
        ScriptedPeer peer =
                ScriptedPeer.server(new WebSocketListener() {}, Setup.options().build());
        bring(peer, at);
        peer.loop().execute(() -> {
            // These come from threads that saw the connection alive, and run when it is gone.
            Thread[] outside = {
                new Thread(() -> peer.socket().send(Setup.bytes(200_000))),
                new Thread(() -> peer.socket().ping(Setup.bytes(1), () -> {})),
                new Thread(() -> peer.socket().pause()),
                new Thread(() -> peer.socket().close())
            };
            for (Thread thread : outside) {
                thread.start();
                join(thread);
            }
            peer.transport().breakWith(new IOException("reset"));
        });
        peer.run();
        assertThat(peer.transport().isGone()).isTrue();
        assertThat(peer.clock().timers()).isZero();
        assertThat(peer.socket().bufferedAmount()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void theClockKeepsNoConnectionThatIsGone(At at) {
        MemoryLoop loop = new MemoryLoop(new FakeClock());
        List<WeakReference<Object>> connections = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            ScriptedPeer peer = ScriptedPeer.server(
                    new WebSocketListener() {}, Setup.options().build(), loop);
            bring(peer, at);
            peer.transport().breakWith(new IOException("reset"));
            connections.add(new WeakReference<>(peer.socket()));
        }
        for (int i = 0; i < 50 && connections.stream().anyMatch(each -> each.get() != null); i++) {
            System.gc();
        }
        assertThat(connections).allMatch(each -> each.get() == null);
        assertThat(loop.clock().timers()).isZero();
    }

    private static List<Consumer<ScriptedPeer>> ends() {
        return List.of(
                ScriptedPeer::end,
                peer -> peer.transport().breakWith(new IOException("reset")),
                peer -> peer.loop().run(peer.transport()::abort),
                peer -> peer.transport().endsLater().breakWith(new IOException("reset")),
                peer -> {
                    peer.socket().close();
                    peer.run();
                    peer.clock().advanceSeconds(13);
                });
    }

    private static void join(Thread thread) {
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
