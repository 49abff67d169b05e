package dev.heddle.conformance.compression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.Headers;
import dev.heddle.driver.Request;
import dev.heddle.driver.WebSocketMessage;
import dev.heddle.permessagedeflate.PermessageDeflate;
import dev.heddle.testkit.FakeClock;
import dev.heddle.testkit.MemoryLoop;
import dev.heddle.testkit.MemoryPair;
import dev.heddle.testkit.RecordingListener;
import dev.heddle.testkit.ScriptedPeer;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Compression as an application has it, on the {@link WebSocket} object. */
class CompressedSocketTest {

    private static final int THREADS = 8;
    private static final int PER_THREAD = 1000;

    private final RecordingListener listener = new RecordingListener();

    private static WebSocketOptions options(PermessageDeflate extension) {
        return WebSocketOptions.builder().extensions(extension).build();
    }

    /** A client that speaks to a server's connection whose extension it offered. */
    private ScriptedPeer client(PermessageDeflate extension) {
        Request request = Request.of(
                "GET",
                "/chat",
                Headers.empty()
                        .with("Host", "example.com")
                        .with("Upgrade", "websocket")
                        .with("Connection", "Upgrade")
                        .with("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
                        .with("Sec-WebSocket-Version", "13")
                        .with("Sec-WebSocket-Extensions", "permessage-deflate"));
        ScriptedPeer peer =
                ScriptedPeer.client(request, listener, options(extension)).open();
        assertThat(peer.socket().extensions()).startsWith("permessage-deflate");
        return peer;
    }

    @Tag("PMD-020")
    @Tag("PMD-022")
    @Test
    void messagesAreCompressedInBothDirections() {
        ScriptedPeer peer = client(PermessageDeflate.defaults());
        peer.send("c1 87 00000000 f248cdc9c90700").send("c2 85 00000000 f200110000");
        listener.expect("open", "text Hello", "binary 48656c6c6f");
        assertThat(peer.socket().send("Hello")).isTrue();
        assertThat(peer.socket().send(ByteBuffer.wrap("Hello".getBytes(StandardCharsets.US_ASCII))))
                .isTrue();
        peer.expect("c107f248cdc9c90700 c205f200110000");
    }

    @Tag("PMD-032")
    @Test
    void messageIsSentAsItIsIfTheApplicationSaysSo() {
        ScriptedPeer peer = client(PermessageDeflate.defaults());
        peer.socket().send(WebSocketMessage.text("Hello").uncompressed());
        peer.expect("8105 48656c6c6f");
        peer.socket().send(WebSocketMessage.text("Hello"));
        peer.expect("c107f248cdc9c90700");
        peer.socket()
                .send(WebSocketMessage.binary(ByteBuffer.wrap(new byte[] {1, 2}))
                        .uncompressed());
        peer.expect("8202 0102");
    }

    @Tag("PMD-032")
    @Test
    void thresholdDecidesFromWhichLengthOn() {
        ScriptedPeer peer = client(PermessageDeflate.builder().threshold(1024).build());
        peer.socket().send("a".repeat(1023));
        peer.socket().send("a".repeat(1024));
        ByteBuffer sent = peer.sent();
        List<WireFrame> frames = WireFrame.read(Who.SERVER, sent);
        assertThat(frames).extracting(WireFrame::first).containsExactly(0x81, 0xc1);
        assertThat(frames.get(0).payload()).hasSize(1023);
        assertThat(frames.get(1).payload()).hasSizeLessThan(50);
    }

    @Tag("API-008")
    @Test
    void bufferedAmountCountsWhatIsStillToBeWritten() {
        ScriptedPeer peer = client(PermessageDeflate.defaults());
        peer.transport().stall();
        byte[] noise = new byte[10_000];
        new Random(1).nextBytes(noise);
        peer.socket().send("a".repeat(100_000));
        peer.run();
        assertThat(peer.socket().bufferedAmount()).isBetween(1L, 500L);
        peer.socket().send(ByteBuffer.wrap(noise));
        peer.run();
        assertThat(peer.socket().bufferedAmount()).isBetween(10_000L, 10_600L);
        peer.transport().flow();
        peer.run();
        assertThat(peer.socket().bufferedAmount()).isZero();
    }

    @Tag("PMD-028")
    @Test
    void corruptMessageIsOneErrorAndOneClose() {
        ScriptedPeer peer = client(PermessageDeflate.defaults());
        peer.send("c1 83 00000000 ffffff").run();
        peer.end();
        assertThat(listener.events()).hasSize(3).satisfies(events -> {
            assertThat(events.get(1)).startsWith("error permessage-deflate: Invalid DEFLATE data");
            assertThat(events.get(2)).startsWith("close 1007 permessage-deflate: Invalid DEFLATE data");
        });
    }

    @Tag("PMD-033")
    @Test
    void orderOfCompressionIsTheOrderOnTheWire() throws InterruptedException {
        CountDownLatch opened = new CountDownLatch(1);
        CountDownLatch received = new CountDownLatch(THREADS * PER_THREAD);
        List<String> texts = new ArrayList<>();
        RecordingListener sender = new RecordingListener() {
            @Override
            public void onOpen(WebSocket socket) {
                opened.countDown();
            }
        };
        RecordingListener receiver = new RecordingListener() {
            @Override
            public void onText(WebSocket socket, String message) {
                texts.add(message);
                received.countDown();
            }
        };
        try (MemoryLoop loop = new MemoryLoop(new FakeClock()).start()) {
            MemoryPair pair = new MemoryPair(sender, receiver, options(PermessageDeflate.defaults()), loop).open();
            assertThat(opened.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(pair.client().extensions()).isEqualTo("permessage-deflate");
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int thread = t;
                threads.add(new Thread(() -> {
                    for (int i = 0; i < PER_THREAD; i++) {
                        pair.client().send(thread + " says the same again and again, " + i);
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join(30_000);
            }
            assertThat(received.await(30, TimeUnit.SECONDS)).isTrue();
        }
        int[] next = new int[THREADS];
        for (String text : texts) {
            int thread = text.charAt(0) - '0';
            assertThat(text).isEqualTo(thread + " says the same again and again, " + next[thread]++);
        }
        assertThat(next).containsOnly(PER_THREAD);
    }
}
