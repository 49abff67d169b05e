package dev.heddle.driver;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Both streams of a driver, in both directions, keep the rules of Reactive Streams. */
class StreamsTckTest {

    /** Rules of publishers that serve several subscribers, or that say more than they have to. */
    private static final Set<String> NOT_OFFERED = Set.of(
            "optional_spec111_maySupportMultiSubscribe",
            "optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribersWhenRequestingManyUpfront",
            "optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribersWhenRequestingManyUpfrontAndCompleteAsExpected",
            "optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribersWhenRequestingOneByOne",
            "optional_spec111_registeredSubscribersMustReceiveOnNextOrOnCompleteSignals");

    /** A frame of so much payload leaves no room for the next one in its buffer: one frame is one item. */
    private static final int ALONE = 4000;

    /** More than any rule takes. Without a reader of messages bytes flow freely, so a source of them must have an end. */
    private static final long PLENTY = 1000;

    @TestFactory
    Stream<DynamicTest> ioIsAPublisher() {
        return TckTests.of(false, NOT_OFFERED, executor -> new PublisherTck<>(false, count -> io(executor, count)));
    }

    @TestFactory
    Stream<DynamicTest> ioIsAPublisherOnALoop() {
        return TckTests.of(true, NOT_OFFERED, executor -> new PublisherTck<>(true, count -> io(executor, count)));
    }

    @TestFactory
    Stream<DynamicTest> messagesIsAPublisher() {
        return TckTests.of(
                false, NOT_OFFERED, executor -> new PublisherTck<>(false, count -> messages(executor, count)));
    }

    @TestFactory
    Stream<DynamicTest> messagesIsAPublisherOnALoop() {
        return TckTests.of(true, NOT_OFFERED, executor -> new PublisherTck<>(true, count -> messages(executor, count)));
    }

    @TestFactory
    Stream<DynamicTest> ioIsASubscriber() {
        return TckTests.of(false, Set.of(), StreamsTckTest::ioSubscriber);
    }

    @TestFactory
    Stream<DynamicTest> ioIsASubscriberOnALoop() {
        return TckTests.of(true, Set.of(), StreamsTckTest::ioSubscriber);
    }

    @TestFactory
    Stream<DynamicTest> messagesIsASubscriber() {
        return TckTests.of(false, Set.of(), StreamsTckTest::messagesSubscriber);
    }

    @TestFactory
    Stream<DynamicTest> messagesIsASubscriberOnALoop() {
        return TckTests.of(true, Set.of(), StreamsTckTest::messagesSubscriber);
    }

    private static SubscriberTck<ByteBuffer> ioSubscriber(Executor executor) {
        return new SubscriberTck<>(() -> open(executor).streams().io(), number -> frame(1));
    }

    private static SubscriberTck<WebSocketMessage> messagesSubscriber(Executor executor) {
        return new SubscriberTck<>(
                () -> open(executor).streams().messages(), number -> new WebSocketMessage.Text("message " + number));
    }

    /** The response to the handshake is the first item, messages follow. */
    private static Flow.Publisher<ByteBuffer> io(Executor executor, long count) {
        ServerDriver driver = server(executor);
        if (count == 0) {
            driver.end();
            return driver.streams().io();
        }
        driver.setHeader("X-Alone", "x".repeat(ALONE - 200));
        accept(driver);
        WebSocketMessage message = new WebSocketMessage.Binary(ByteBuffer.allocate(ALONE));
        PublisherTck.source(count - 1, () -> message, driver::end)
                .subscribe(driver.streams().messages());
        return driver.streams().io();
    }

    private static Flow.Publisher<WebSocketMessage> messages(Executor executor, long count) {
        DriverStreams streams = open(executor).streams();
        TestSource<?>[] source = new TestSource<?>[1];
        TestSource<ByteBuffer> frames =
                PublisherTck.source(Math.min(count, PLENTY), () -> frame(1), () -> source[0].complete());
        source[0] = frames;
        boolean[] begun = {false};
        return subscriber -> {
            streams.messages().subscribe(subscriber);
            if (!begun[0]) {
                begun[0] = true;
                frames.subscribe(streams.io());
            }
        };
    }

    private static ServerDriver open(Executor executor) {
        ServerDriver driver = server(executor);
        accept(driver);
        return driver;
    }

    private static ServerDriver server(Executor executor) {
        return Driver.server(DriverTester.options().executor(executor).build());
    }

    private static void accept(ServerDriver driver) {
        driver.start();
        driver.parse(ByteBuffer.wrap(Wire.octets(DriverTester.REQUEST)));
    }

    private static ByteBuffer frame(int size) {
        return ByteBuffer.wrap(Wire.frame(Role.SERVER, true, Opcode.BINARY, new byte[size]));
    }
}
