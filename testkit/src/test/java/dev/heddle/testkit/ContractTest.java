package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.heddle.driver.WebSocketMessage;
import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.ReadyState;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketHandlers;
import dev.heddle.websocket.WebSocketOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract of {@code dev.heddle.websocket}, sentence by sentence; what it is over sockets, {@code TransportContract} tests. */
class ContractTest {

    private static final int PATIENCE_SECONDS = 20;

    private final RecordingListener listener = new RecordingListener();

    @Test
    void eachSentenceHasItsTest() throws IOException {
        String contract =
                Files.readString(Path.of("../websocket/src/main/java/dev/heddle/websocket/package-info.java"));
        List<String> sentences = new ArrayList<>();
        Matcher matcher = Pattern.compile("<b>(C\\d+)</b>").matcher(contract);
        while (matcher.find()) {
            sentences.add(matcher.group(1));
        }
        List<String> tested = Arrays.stream(ContractTest.class.getDeclaredMethods())
                .flatMap(method -> Arrays.stream(method.getAnnotationsByType(Tag.class)))
                .map(Tag::value)
                .toList();
        assertThat(sentences).hasSizeGreaterThan(20).doesNotHaveDuplicates();
        assertThat(tested).containsExactlyInAnyOrderElementsOf(sentences);
    }

    // Threads

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
            together(4, thread -> IntStream.range(0, 1000)
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
        together(4, thread -> {
            socket.send("a");
            socket.send(ByteBuffer.allocate(1));
            assertThat(socket.sendAsync(WebSocketMessage.text("b"))).isNotNull();
            socket.ping(ByteBuffer.allocate(0), () -> {});
            socket.pause();
            socket.request(1);
            socket.resume();
            assertThat(List.of(socket.readyState(), socket.url(), socket.protocol(), socket.version()))
                    .hasSize(4);
            assertThat(socket.bufferedAmount()).isNotNegative();
            assertThat(socket.isCongested()).isFalse();
            assertThatIllegalStateException().isThrownBy(() -> socket.sendPartialText(ByteBuffer.allocate(0), true));
            socket.close();
        });
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
        for (int i = 0; i < 100; i++) {
            assertThat(socket.send("x".repeat(10_000))).isTrue();
        }
        assertThat(socket.sendAsync(WebSocketMessage.text("y")).toCompletableFuture())
                .isNotDone();
        socket.pause();
        socket.resume();
        assertThat(socket.close()).isTrue();
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

    // Order

    @Tag("C6")
    @Test
    void eventsComeInOneOrder() {
        ScriptedPeer peer =
                ScriptedPeer.server(listener, Setup.options().build()).open();
        peer.send("8100 8900 8a00 8200 8300 8100").end();
        listener.expect(
                "open",
                "text",
                "ping",
                "pong",
                "binary",
                "error Unrecognized frame opcode: 3",
                "close 1002 Unrecognized frame opcode: 3 (not clean)");
    }

    @Tag("C7")
    @Test
    void theCloseComesOnceAlsoIfItWasNeverOpen() {
        ScriptedPeer peer = ScriptedPeer.server(listener, Setup.options().build());
        peer.transport().breakWith(new IOException("refused"));
        peer.loop().run(() -> peer.socket().closed());
        assertThat(listener.events()).hasSize(2);
        assertThat(listener.events().get(1)).isEqualTo("close 1006 (not clean)");
    }

    @Tag("C8")
    @Test
    void messagesComeInTheirOrder() {
        ScriptedPeer peer = Setup.client(listener);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            peer.sendFrame(0x81, Setup.ascii(Integer.toString(i)));
            expected.add("text " + i);
        }
        assertThat(listener.events()).isEqualTo(expected);
    }

    @Tag("C9")
    @Test
    void whatOneThreadSendsArrivesInItsOrder() throws InterruptedException {
        int messages = 1000;
        CountDownLatch all = new CountDownLatch(4 * messages);
        List<List<Integer>> heard = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        try (MemoryLoop loop = new MemoryLoop(new FakeClock()).start()) {
            WebSocketHandlers hearing = new WebSocketHandlers().onText((socket, message) -> {
                heard.get(message.charAt(0) - '0').add(Integer.parseInt(message.substring(2)));
                all.countDown();
            });
            MemoryPair pair = new MemoryPair(new WebSocketHandlers(), hearing, WebSocketOptions.defaults(), loop);
            pair.open();
            together(4, thread -> IntStream.range(0, messages)
                    .forEach(i -> pair.client().send(thread + " " + i)));
            assertThat(all.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
        List<Integer> inOrder = IntStream.range(0, messages).boxed().toList();
        assertThat(heard).allSatisfy(each -> assertThat(each).isEqualTo(inOrder));
    }

    @Tag("C10")
    @Test
    void noMessageComesBetweenThePartsOfAnother() {
        ScriptedPeer peer = Setup.client(listener);
        peer.loop().run(() -> peer.socket().sendPartialText(Setup.ascii("a"), false));
        peer.socket().send("whole");
        peer.loop().run(() -> peer.socket().sendPartialText(Setup.ascii("b"), true));
        peer.expect("010161 800162 8105 77686f6c65");
    }

    @Tag("C11")
    @Test
    void aCloseGoesBehindWhatWasSentBefore() {
        ScriptedPeer peer = Setup.client(listener);
        peer.transport().watermarks(1, 1).stall();
        peer.socket().send("a");
        peer.run();
        peer.socket().send("b");
        peer.socket().close();
        peer.run();
        peer.transport().flow();
        peer.expect("810161 810162 880203e8");
    }

    @Tag("C12")
    @Test
    void whatIsSentBeforeTheOpeningGoesOutBehindTheHandshake() {
        ScriptedPeer peer = ScriptedPeer.server(listener, Setup.options().build());
        assertThat(peer.socket().send("a")).isTrue();
        peer.open();
        peer.expect("8181 00000000 61");
    }

    // Exactly once

    @Tag("C13")
    @Test
    void aMessageThatIsTakenIsWrittenOnce() {
        ScriptedPeer peer = Setup.client(listener);
        assertThat(peer.socket().send("a")).isTrue();
        peer.loop().run(() -> assertThat(peer.socket().send("b")).isTrue());
        peer.run();
        peer.expect("810161 810162");
        peer.socket().close();
        peer.expect("880203e8");
    }

    @Tag("C14")
    @Test
    void aMessageThatIsNotTakenIsNeverWritten() {
        WebSocketOptions options = Setup.options()
                .driver(driver -> driver.random(bytes -> {}).maxLength(10))
                .maxBufferedAmount(10)
                .build();
        ScriptedPeer peer = Setup.opened(ScriptedPeer.client(listener, options), listener);
        peer.transport().stall();
        assertThat(peer.socket().send("12345678901")).isFalse();
        peer.run();
        peer.transport().flow();
        peer.expectNothing();
    }

    @Tag("C15")
    @Test
    void whatSendAsyncReturnsIsCompletedOnceBeforeTheClose() {
        List<String> told = new ArrayList<>();
        WebSocketHandlers handlers = new WebSocketHandlers().onClose((socket, event) -> told.add("close"));
        ScriptedPeer peer =
                ScriptedPeer.client(handlers, Setup.options().build()).open();
        CompletionStage<Void> written = peer.socket()
                .sendAsync(WebSocketMessage.text("a"))
                .whenComplete((done, failure) -> told.add("a " + (failure == null)));
        peer.run();
        peer.transport().stall();
        CompletionStage<Void> lost = peer.socket()
                .sendAsync(WebSocketMessage.text("b"))
                .whenComplete((done, failure) -> told.add("b " + (failure == null)));
        peer.run();
        peer.transport().breakWith(new IOException("reset"));
        assertThat(told).containsExactly("a true", "b false", "close");
        assertThat(written.toCompletableFuture()).isCompleted();
        assertThat(lost.toCompletableFuture()).isCompletedExceptionally();
    }

    @Tag("C16")
    @Test
    void aPingsCallbackRunsAtMostOnceAndNotBehindTheClose() {
        AtomicInteger runs = new AtomicInteger();
        ScriptedPeer peer = Setup.client(listener);
        peer.socket().ping(Setup.ascii("a"), runs::incrementAndGet);
        peer.socket().ping(Setup.ascii("b"), () -> runs.addAndGet(100));
        peer.run();
        peer.send("8a81 00000000 61 8a81 00000000 61");
        peer.transport().breakWith(new IOException("reset"));
        assertThat(runs).hasValue(1);
    }

    @Tag("C17")
    @Test
    void ofManyClosesOneAnswersTrue() throws InterruptedException {
        ScriptedPeer peer = Setup.client(listener);
        AtomicInteger answers = new AtomicInteger();
        together(8, thread -> answers.addAndGet(peer.socket().close() ? 1 : 0));
        assertThat(answers).hasValue(1);
        peer.expect("880203e8");
    }

    @Tag("C18")
    @Test
    void aDrainComesOnceForEachCongestion() {
        WebSocketOptions options = Setup.options().watermarks(10, 20).build();
        ScriptedPeer peer = Setup.opened(ScriptedPeer.client(listener, options), listener);
        for (int i = 0; i < 3; i++) {
            peer.transport().stall();
            peer.socket().send("x".repeat(15));
            peer.socket().send("x".repeat(15));
            peer.run();
            assertThat(peer.socket().isCongested()).isTrue();
            peer.transport().flow();
            listener.expect("drain");
        }
    }

    // Memory

    @Tag("C19")
    @Test
    void bytesMayBeChangedOnceSendHasReturned() {
        ScriptedPeer peer = Setup.client(listener);
        peer.transport().stall();
        ByteBuffer bytes = ByteBuffer.wrap(new byte[] {1});
        peer.socket().send(bytes);
        bytes.put(0, (byte) 9);
        peer.loop().run(() -> {
            peer.socket().send(bytes);
            bytes.put(0, (byte) 8);
        });
        peer.transport().flow();
        peer.expect("820101 820109");
    }

    @Tag("C20")
    @Test
    void aMessagesBufferIsTheListenersAndAPingsIsLent() {
        List<ByteBuffer> kept = new ArrayList<>();
        WebSocketHandlers keeping = new WebSocketHandlers()
                .onBinary((socket, message) -> kept.add(message))
                .onPing((socket, payload) -> kept.add(payload));
        ScriptedPeer peer =
                ScriptedPeer.client(keeping, Setup.options().build()).open();
        peer.send("8281 00000000 01 8981 00000000 01");
        // The transport overwrites what it lent.
        assertThat(kept.get(0).get(0)).isEqualTo((byte) 1);
        assertThat(kept.get(1).limit() > 0 && kept.get(1).get(kept.get(1).limit() - 1) == 1)
                .isFalse();
    }

    @Tag("C21")
    @Test
    void neverMoreThanMaxBufferedAmountWaits() {
        WebSocketOptions options = Setup.options()
                .driver(driver -> driver.random(bytes -> {}).maxLength(10_000))
                .maxBufferedAmount(10_000)
                .build();
        ScriptedPeer peer = Setup.opened(ScriptedPeer.client(listener, options), listener);
        peer.transport().stall();
        long most = 0;
        while (peer.socket().send("x".repeat(99))) {
            most = Math.max(most, peer.socket().bufferedAmount());
        }
        assertThat(most).isLessThanOrEqualTo(10_000);
        peer.run();
        listener.expect(
                "error More than 10000 bytes of messages are waiting to be sent (maxBufferedAmount)",
                "close 1006 (not clean)");
    }

    @Tag("C22")
    @Test
    void noMessageComesBehindAPauseNorMoreThanWereRequested() {
        ScriptedPeer peer = Setup.client(listener);
        peer.loop().run(() -> peer.socket().pause());
        peer.send("8180 00000000 8180 00000000 8180 00000000");
        listener.assertExhausted();
        peer.socket().request(2);
        peer.socket().resume();
        peer.run();
        listener.expect("text", "text");
    }

    // Failure

    @Tag("C23")
    @Test
    void whatAListenerThrowsGoesNoFurther() {
        RecordingListener throwing = new RecordingListener() {
            @Override
            public void onText(WebSocket socket, String message) {
                throw new IllegalStateException("thrown");
            }
        };
        ScriptedPeer peer = Setup.client(throwing);
        peer.send("8180 00000000 8180 00000000").expect("880203f3").end();
        throwing.expect("error thrown", "close 1011 (not clean)");
    }

    @Tag("C24")
    @Test
    void theCloseEventSaysWhy() {
        CompletableFuture<CloseEvent> closed = new CompletableFuture<>();
        ScriptedPeer peer = ScriptedPeer.client(
                        new WebSocketHandlers().onClose((socket, event) -> closed.complete(event)),
                        Setup.options().build())
                .open();
        peer.socket().close(3001, "enough");
        peer.run();
        peer.send("8882 00000000 0bba").end();
        assertThat(closed)
                .isCompletedWithValue(
                        new CloseEvent(3002, "", true, CloseEvent.By.THIS_SIDE, ReadyState.OPEN, 3001, 3002, null));
    }

    @Tag("C25")
    @Test
    void behindTheCloseEventNothingChangesAnything() {
        ScriptedPeer peer = Setup.client(listener);
        peer.send("8880 00000000").end();
        listener.expect("close 1005 (clean)");
        WebSocket socket = peer.socket();
        peer.sent();
        assertThat(socket.send("a")).isFalse();
        assertThat(socket.send(ByteBuffer.allocate(1))).isFalse();
        assertThat(socket.sendAsync(WebSocketMessage.text("a")).toCompletableFuture())
                .isCompletedExceptionally();
        assertThat(socket.ping(ByteBuffer.allocate(0), () -> {})).isFalse();
        assertThat(socket.close()).isFalse();
        peer.loop().run(() -> {
            assertThat(socket.sendPartialText(ByteBuffer.allocate(0), true)).isFalse();
            assertThat(socket.sendPartialBinary(ByteBuffer.allocate(0), true)).isFalse();
        });
        socket.pause();
        socket.request(1);
        socket.resume();
        peer.expectNothing();
        listener.assertExhausted();
        assertThat(socket.bufferedAmount()).isZero();
        assertThat(peer.clock().timers()).isZero();
    }

    /** Does something on so many threads at once. */
    private static void together(int threads, Consumer<Integer> work) throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        List<Throwable> thrown = new ArrayList<>();
        List<Thread> running = IntStream.range(0, threads)
                .mapToObj(number -> new Thread(() -> {
                    try {
                        start.await();
                        work.accept(number);
                    } catch (Throwable e) {
                        synchronized (thrown) {
                            thrown.add(e);
                        }
                    }
                }))
                .toList();
        running.forEach(Thread::start);
        start.countDown();
        for (Thread thread : running) {
            thread.join();
        }
        assertThat(thrown).isEmpty();
    }
}
