package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.command.ChildProcess;
import dev.heddle.netty.NettyClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Where a proxy looks up the servers, the attempts that may be under way at once are counted at the proxy. */
@Tag("WS-006")
class ProxyConnectingTest {

    private static final int LIMIT = 3;
    private static final int ATTEMPTS = 1000;
    private static final int ANSWERED = 30;

    /** Connections that were accepted and not answered, now and at most. */
    private final AtomicInteger pending = new AtomicInteger();

    private final AtomicInteger most = new AtomicInteger();
    private final BlockingQueue<RawPeer> accepted = new LinkedBlockingQueue<>();

    @Test
    void attemptsAtAProxyAreLimitedWhateverServersTheyAreFor() throws Exception {
        List<Recorder> attempts = new ArrayList<>();
        List<RawPeer> silent = new ArrayList<>();
        CompletableFuture<Void> accepting;
        try (ServerSocket listening = new ServerSocket(0, ATTEMPTS, InetAddress.getLoopbackAddress())) {
            accepting = CompletableFuture.runAsync(() -> accept(listening));
            try (NettyClient client = NettyClient.builder()
                    .threads(1)
                    .maxConnecting(LIMIT)
                    .options(TestServer.unlimited().build())
                    .proxy("http://127.0.0.1:" + listening.getLocalPort())
                    .build()) {
                for (int i = 0; i < ATTEMPTS; i++) {
                    attempts.add(new Recorder());
                    assertThat(client.connect("ws://server-" + i + ".example/", attempts.get(i)))
                            .isNotNull();
                }
                for (int i = 0; i < ANSWERED; i++) {
                    try (RawPeer peer = next()) {
                        peer.readHead();
                        // Before the client can know of it.
                        pending.decrementAndGet();
                        peer.send("HTTP/1.1 502 Bad Gateway\r\n\r\n");
                        peer.awaitEnd();
                    }
                }
                for (int i = 0; i < LIMIT; i++) {
                    silent.add(next());
                    assertThat(silent.get(i).readHead()).startsWith("CONNECT server-");
                }
            }
        }
        for (RawPeer peer : silent) {
            peer.awaitEnd();
            peer.close();
        }
        for (Recorder attempt : attempts) {
            assertThat(attempt.close().code()).isEqualTo(1006);
        }
        Recorder.await(accepting);
        assertThat(accepted).isEmpty();
        assertThat(most).hasValue(LIMIT);
    }

    private RawPeer next() throws InterruptedException {
        RawPeer next = accepted.poll(ChildProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(next).as("another connection").isNotNull();
        return next;
    }

    private void accept(ServerSocket listening) {
        while (!listening.isClosed()) {
            try {
                RawPeer peer = new RawPeer(listening.accept());
                most.accumulateAndGet(pending.incrementAndGet(), Math::max);
                accepted.add(peer);
            } catch (IOException closed) {
                if (!listening.isClosed()) {
                    throw new UncheckedIOException(closed);
                }
            }
        }
    }
}
