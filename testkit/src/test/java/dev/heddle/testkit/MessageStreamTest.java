package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.heddle.driver.WebSocketMessage;
import dev.heddle.websocket.PartialListener;
import dev.heddle.websocket.ReadyState;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketHandlers;
import dev.heddle.websocket.WebSocketOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A socket's messages as Reactive Streams. */
class MessageStreamTest {

    private static final String ABC = "8181 00000000 61 8281 00000000 62 8181 00000000 63";

    private final RecordingListener listener = new RecordingListener();
    private final Reader reader = new Reader();
    private final Source source = new Source();

    /** Writes down what it hears, and asks for nothing by itself. */
    private static final class Reader implements Flow.Subscriber<WebSocketMessage> {

        private final List<String> heard = new ArrayList<>();
        private Flow.Subscription subscription;
        private Runnable atNext = () -> {};

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            heard.add("subscribed");
        }

        @Override
        public void onNext(WebSocketMessage message) {
            heard.add(
                    message instanceof WebSocketMessage.Text text
                            ? text.text()
                            : Hex.of(((WebSocketMessage.Binary) message).bytes()));
            atNext.run();
        }

        @Override
        public void onError(Throwable cause) {
            heard.add("error " + cause.getMessage());
        }

        @Override
        public void onComplete() {
            heard.add("complete");
        }

        void expect(String... expected) {
            assertThat(heard).containsExactly(expected);
            heard.clear();
        }
    }

    /** Gives messages from inside the request, as long as it has any. */
    private static final class Source implements Flow.Publisher<WebSocketMessage>, Flow.Subscription {

        private final Queue<WebSocketMessage> left = new ArrayDeque<>();
        private Flow.Subscriber<? super WebSocketMessage> subscriber;
        private long requested;
        private boolean cancelled;

        Source add(String... texts) {
            for (String text : texts) {
                left.add(WebSocketMessage.text(text));
            }
            return this;
        }

        @Override
        public void subscribe(Flow.Subscriber<? super WebSocketMessage> given) {
            subscriber = given;
            given.onSubscribe(this);
        }

        @Override
        public void request(long count) {
            requested += count;
            while (requested > 0 && !left.isEmpty() && !cancelled) {
                requested--;
                subscriber.onNext(left.remove());
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    @Test
    void aSubscriberGetsWhatItRequestsInPlaceOfTheListener() {
        ScriptedPeer peer = Setup.client(listener);
        peer.socket().messages().subscribe(reader);
        peer.run();
        peer.send(ABC);
        reader.expect("subscribed");
        reader.subscription.request(2);
        peer.run();
        reader.expect("a", "62");
        reader.subscription.request(5);
        peer.run();
        reader.expect("c");
        peer.send("8882 00000000 03e8").end();
        reader.expect("complete");
        listener.expect("close 1000 (clean)");
    }

    @Test
    void whoCancelsLeavesTheRestToTheListener() {
        ScriptedPeer peer = Setup.client(listener);
        peer.socket().messages().subscribe(reader);
        peer.run();
        reader.atNext = () -> reader.subscription.cancel();
        reader.subscription.request(1);
        peer.send(ABC);
        reader.expect("subscribed", "a");
        listener.expect("binary 62", "text c");
    }

    @Test
    void aSecondSubscriberIsRefused() {
        ScriptedPeer peer = Setup.client(listener);
        peer.socket().messages().subscribe(reader);
        Reader second = new Reader();
        peer.socket().messages().subscribe(second);
        peer.run();
        second.expect("subscribed", "error The messages of this WebSocket have had their subscriber");
        reader.expect("subscribed");
    }

    @Test
    void lessThanOneCanNotBeRequested() {
        ScriptedPeer peer = Setup.client(listener);
        peer.socket().messages().subscribe(reader);
        peer.run();
        reader.subscription.request(0);
        peer.run();
        assertThat(reader.heard).hasSize(2);
        assertThat(reader.heard.get(1)).startsWith("error ");
    }

    @Test
    void aFailureEndsTheStreamWithItsCause() {
        ScriptedPeer peer = Setup.client(listener);
        peer.socket().messages().subscribe(reader);
        peer.run();
        peer.transport().breakWith(new IOException("reset"));
        reader.expect("subscribed", "error Network error: ws://example.com/chat: java.io.IOException: reset");
        assertThat(listener.events()).hasSize(2);
    }

    @Test
    void aSubscriberThatThrowsIsTreatedAsAListener() {
        ScriptedPeer peer = Setup.client(listener);
        peer.socket().messages().subscribe(reader);
        peer.run();
        reader.atNext = () -> {
            throw new IllegalStateException("thrown");
        };
        reader.subscription.request(1);
        peer.send("8181 00000000 61").expect("880203f3").end();
        listener.expect("error The subscriber threw at a message", "close 1011 (not clean)");
    }

    @Test
    void whatNobodyRequestedIsDroppedWhenThisSideCloses() {
        ScriptedPeer peer = Setup.client(listener);
        peer.socket().messages().subscribe(reader);
        peer.run();
        peer.send(ABC + "8882 00000000 03e8");
        peer.socket().close();
        peer.run();
        peer.end();
        reader.expect("subscribed", "complete");
        listener.expect("close 1000 (clean)");
    }

    @Test
    void aSourceIsAskedOneByOneFromTheOpeningOn() {
        ScriptedPeer peer = ScriptedPeer.server(listener, Setup.options().build());
        source.add("a", "b", "c").subscribe(peer.socket().messages());
        peer.run();
        assertThat(source.requested).isZero();
        peer.open();
        assertThat(source.left).isEmpty();
        assertThat(source.requested).isEqualTo(1);
        peer.expect("8181 00000000 61 8181 00000000 62 8181 00000000 63");
    }

    @Test
    void aSourceWaitsWhileTheSocketIsCongested() {
        WebSocketOptions options = Setup.options().watermarks(10, 20).build();
        ScriptedPeer peer = Setup.opened(ScriptedPeer.client(listener, options), listener);
        peer.transport().watermarks(10, 20).stall();
        source.add("x".repeat(30), "y", "z").subscribe(peer.socket().messages());
        peer.run();
        assertThat(source.left).hasSize(2);
        peer.transport().flow();
        assertThat(source.left).isEmpty();
        listener.expect("drain");
    }

    @Test
    void aSourceIsCancelledWhenTheClosingBegins() {
        ScriptedPeer peer = Setup.client(listener);
        source.subscribe(peer.socket().messages());
        peer.send("8882 00000000 03e8");
        assertThat(source.cancelled).isTrue();
        Source late = new Source();
        late.subscribe(peer.socket().messages());
        peer.run();
        assertThat(late.cancelled).isTrue();
    }

    @Test
    void behindASourceThatCompletesAnotherMayCome() {
        ScriptedPeer peer = Setup.client(listener);
        source.add("a").subscribe(peer.socket().messages());
        Source early = new Source().add("no");
        early.subscribe(peer.socket().messages());
        peer.run();
        assertThat(early.cancelled).isTrue();
        peer.socket().messages().onComplete();
        new Source().add("b").subscribe(peer.socket().messages());
        peer.run();
        peer.expect("810161 810162");
    }

    @Test
    void aSourceThatFailsFailsTheConnection() {
        ScriptedPeer peer = Setup.client(listener);
        source.subscribe(peer.socket().messages());
        peer.socket().messages().onError(new IOException("disk"));
        peer.run();
        peer.expect("880203f3").end();
        listener.expect("error disk", "close 1011 (not clean)");
    }

    @Test
    void aSourceThatGivesWhatIsNoTextFailsTheConnection() {
        ScriptedPeer peer = Setup.client(listener);
        source.add("\uD83D").subscribe(peer.socket().messages());
        peer.run();
        assertThat(source.cancelled).isTrue();
        peer.expect("880203f3").end();
        listener.expect("error Text has a lone surrogate at index 0", "close 1011 (not clean)");
    }

    @Test
    void aSourceThatGivesMoreThanItWasAskedForFailsTheConnection() {
        WebSocketOptions options = Setup.options().watermarks(10, 20).build();
        ScriptedPeer peer = Setup.opened(ScriptedPeer.client(listener, options), listener);
        peer.transport().watermarks(10, 20).stall();
        source.add("x".repeat(30)).subscribe(peer.socket().messages());
        peer.run();
        peer.loop().run(() -> source.subscriber.onNext(WebSocketMessage.text("too many")));
        assertThat(source.cancelled).isTrue();
        listener.expect("error The source sent a message that was not asked for (§1.1)");
    }

    @Test
    void aSocketPipedIntoItselfIsAnEchoWithBackPressure() {
        WebSocketHandlers echo =
                new WebSocketHandlers().onOpen(socket -> socket.messages().subscribe(socket.messages()));
        WebSocketOptions options = Setup.options().watermarks(10, 20).build();
        ScriptedPeer peer = ScriptedPeer.client(echo, options).open();
        peer.send(ABC).expect("810161 820162 810163");
        peer.transport().watermarks(10, 20).stall();
        String frame = "8193 00000000 " + "61".repeat(19);
        peer.send(frame.repeat(10));
        assertThat(peer.socket().bufferedAmount()).isLessThan(60);
        peer.transport().flow();
        peer.run();
        peer.expect(("8113" + "61".repeat(19)).repeat(10));
        peer.send("8882 00000000 03e8").expect("880203e8");
    }

    @Test
    void signalsMayComeFromOtherThreads() throws InterruptedException {
        int count = 1000;
        CountDownLatch heard = new CountDownLatch(count);
        try (MemoryLoop loop = new MemoryLoop(new FakeClock()).start()) {
            MemoryPair pair = new MemoryPair(
                    new WebSocketHandlers(),
                    new WebSocketHandlers().onOpen(socket -> socket.messages().subscribe(socket.messages())),
                    WebSocketOptions.defaults(),
                    loop);
            Reader counting = new Reader();
            counting.atNext = () -> {
                counting.subscription.request(1);
                heard.countDown();
            };
            pair.client().messages().subscribe(counting);
            pair.open();
            for (int i = 0; i < count; i++) {
                pair.client().send(Integer.toString(i));
            }
            CountDownLatch subscribed = new CountDownLatch(1);
            loop.execute(subscribed::countDown);
            assertThat(subscribed.await(20, TimeUnit.SECONDS)).isTrue();
            counting.subscription.request(1);
            assertThat(heard.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(counting.heard.subList(1, count + 1)).element(count - 1).isEqualTo(Integer.toString(count - 1));
        }
    }

    @Test
    void aPartialListenerHasNoStreamOfWholeMessages() {
        ScriptedPeer peer = ScriptedPeer.client(
                new PartialListener() {
                    @Override
                    public void onPartialText(WebSocket socket, ByteBuffer utf8, boolean last) {}

                    @Override
                    public void onPartialBinary(WebSocket socket, ByteBuffer data, boolean last) {}
                },
                Setup.options().build());
        assertThatIllegalStateException().isThrownBy(() -> peer.socket().messages());
    }

    @Test
    void whoSubscribesOnAnotherThreadMissesNothing() {
        ScriptedPeer peer = Setup.client(listener);
        peer.socket().messages().subscribe(reader);
        // Behind the subscription on its way, in one read.
        peer.send("8180 00000000".repeat(1000));
        reader.subscription.request(Long.MAX_VALUE);
        peer.run();
        assertThat(reader.heard.size() - 1 + listener.events().size()).isEqualTo(1000);
    }

    /** Reactive Streams §2.7: requests come from any thread, as from a pool that works on what came before. */
    @Test
    void requestOfAnotherThreadWhileAReadIsParsedLosesNoMessage() {
        WebSocketHandlers handlers = new WebSocketHandlers().onPing((socket, payload) -> {
            Thread other = new Thread(() -> reader.subscription.request(1));
            other.start();
            joined(other);
        });
        ScriptedPeer peer =
                ScriptedPeer.client(handlers, Setup.options().build()).open();
        peer.socket().messages().subscribe(reader);
        peer.run();
        reader.expect("subscribed");
        peer.loop().run(() -> reader.subscription.request(1000));
        peer.send("8980 00000000" + "8181 00000000 61".repeat(300)).run();
        assertThat(reader.heard).hasSize(300).containsOnly("a");
    }

    @Test
    void streamThatIsFirstAskedForBehindTheCloseCompletes() {
        ScriptedPeer peer = Setup.client(listener);
        peer.send("8880 00000000").end();
        assertThat(peer.socket().readyState()).isEqualTo(ReadyState.CLOSED);
        peer.socket().messages().subscribe(reader);
        peer.run();
        reader.expect("subscribed", "complete");
    }

    @Test
    void closeIsToldWhateverTheSourceDoes() {
        ScriptedPeer peer = Setup.client(listener);
        peer.socket().messages().onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long count) {}

            @Override
            public void cancel() {
                throw new IllegalStateException("source");
            }
        });
        peer.run();
        peer.transport().breakWith(new IOException("reset"));
        peer.run();
        listener.expect(
                "error Network error: ws://example.com/chat: java.io.IOException: reset", "close 1006 (not clean)");
    }

    @Test
    void sourceThatThrowsWhenItIsAskedEndsTheConnection() {
        ScriptedPeer peer = Setup.client(listener);
        peer.socket().messages().onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long count) {
                throw new IllegalStateException("source");
            }

            @Override
            public void cancel() {}
        });
        peer.run();
        assertThat(listener.events()).first().asString().contains("source");
        assertThat(peer.socket().readyState()).isEqualTo(ReadyState.CLOSING);
    }

    private static void joined(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
