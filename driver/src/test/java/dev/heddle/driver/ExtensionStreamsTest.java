package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams of a driver whose sessions answer later. */
class ExtensionStreamsTest {

    private final TaskQueue tasks = new TaskQueue();
    private final Toy toy = Toy.later("a").signs();

    private StreamTester open(Role role, Limits limits) {
        StreamTester tester = StreamTester.open(
                role,
                DriverTester.options()
                        .limits(limits)
                        .extensions(List.of(toy))
                        .executor(tasks)
                        .build());
        tasks.run();
        return tester;
    }

    private StreamTester connected(Role role, Limits limits) {
        StreamTester tester = open(role, limits).connectAll();
        tasks.run();
        tester.sent.items().clear();
        return tester;
    }

    private void add(StreamTester tester, String... frames) {
        tester.bytes.add(tester.frames(frames));
        tasks.run();
    }

    private void finish(List<Toy.Work> inside) {
        inside.remove(0).finish();
        tasks.run();
    }

    private static String frame(Role role, String hex) {
        return Wire.hex(Wire.from(role, Wire.bytes(hex)));
    }

    private static WebSocketMessage text(String text) {
        return new WebSocketMessage.Text(text);
    }

    @ParameterizedTest
    @EnumSource
    void lateMessagesReachTheirReaderInOrder(Role role) {
        StreamTester tester = connected(role, Limits.defaults());
        tester.messages.request(3);
        tasks.run();
        add(tester, "8101 31", "8101 32");
        assertThat(tester.messages.items()).isEmpty();
        toy.incoming.remove(1).finish();
        tasks.run();
        assertThat(tester.messages.items()).isEmpty();
        finish(toy.incoming);
        assertThat(tester.messages.items()).containsExactly(text("1a"), text("2a"));
    }

    @ParameterizedTest
    @EnumSource
    void messagesToSendAreAskedForWhileThereIsRoomInside(Role role) {
        StreamTester tester = connected(role, Limits.defaults().withMaxPendingMessages(2));
        TestSource<WebSocketMessage> source = new TestSource<>();
        source.subscribe(tester.streams.messages());
        source.add(text("1"));
        source.add(WebSocketMessage.text("").uncompressed());
        source.add(text("3"));
        tasks.run();
        assertThat(Toy.texts(toy.outgoing)).containsExactly("1", "");
        assertThat(toy.outgoing.get(1).message().compress()).isFalse();
        assertThat(source.wanted()).isZero();
        toy.outgoing.remove(0).finish();
        tasks.run();
        assertThat(tester.sentHex()).isEqualTo(frame(role, "8102 3161"));
        assertThat(Toy.texts(toy.outgoing)).containsExactly("", "3");
        finish(toy.outgoing);
        finish(toy.outgoing);
        assertThat(source.wanted()).isEqualTo(1);
        assertThat(tester.sentHex())
                .isEqualTo(frame(role, "8102 3161") + frame(role, "8101 61") + frame(role, "8102 3361"));
    }

    @ParameterizedTest
    @EnumSource
    void withTooManyMessagesInsideNoBytesAreAskedFor(Role role) {
        StreamTester tester = connected(role, Limits.defaults().withMaxPendingMessages(2));
        tester.messages.request(10);
        tasks.run();
        assertThat(tester.bytes.wanted()).isEqualTo(1);
        add(tester, "8101 31", "8101 32", "8101 33");
        assertThat(tester.bytes.wanted()).isZero();
        assertThat(tester.driver.wantsRead()).isFalse();
        finish(toy.incoming);
        // The third has gone inside instead.
        assertThat(tester.bytes.wanted()).isZero();
        assertThat(Toy.texts(toy.incoming)).containsExactly("2", "3");
        finish(toy.incoming);
        assertThat(tester.bytes.wanted()).isEqualTo(1);
        finish(toy.incoming);
        assertThat(tester.messages.items()).containsExactly(text("1a"), text("2a"), text("3a"));
    }

    @ParameterizedTest
    @EnumSource
    void lateMessagesWaitForASlowReader(Role role) {
        StreamTester tester = connected(role, Limits.defaults());
        add(tester, "8101 31", "8101 32");
        toy.finishAll();
        tasks.run();
        // The next bytes were asked for while the messages were inside; no more are.
        add(tester, "8101 33");
        assertThat(tester.messages.items()).isEmpty();
        assertThat(tester.bytes.wanted()).isZero();
        tester.messages.request(1);
        tasks.run();
        assertThat(tester.messages.items()).containsExactly(text("1a"));
        assertThat(tester.bytes.wanted()).isZero();
        tester.messages.request(1);
        tasks.run();
        assertThat(tester.bytes.wanted()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void streamSubscribedToItselfEchoes(Role role) {
        StreamTester tester = open(role, Limits.defaults().withMaxPendingMessages(3));
        tester.streams.messages().subscribe(tester.streams.messages());
        tester.connect();
        tasks.run();
        tester.sent.items().clear();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            add(tester, "8101 3" + i, "8201 3" + i);
            expected.append(frame(role, "8103 3" + i + "6161")).append(frame(role, "8203 3" + i + "6161"));
        }
        while (!(toy.incoming.isEmpty() && toy.outgoing.isEmpty())) {
            toy.finishAll();
            tasks.run();
        }
        assertThat(tester.sentHex()).isEqualTo(expected.toString());
    }

    @ParameterizedTest
    @EnumSource
    void endOfTheBytesComesBehindTheMessages(Role role) {
        StreamTester tester = connected(role, Limits.defaults());
        tester.messages.request(10);
        add(tester, "8101 31", "8802 03e8");
        tester.bytes.complete();
        tasks.run();
        assertThat(tester.messages.isCompleted()).isFalse();
        finish(toy.incoming);
        assertThat(tester.messages.items()).containsExactly(text("1a"));
        assertThat(tester.messages.isCompleted()).isTrue();
        assertThat(tester.sent.isCompleted()).isTrue();
        assertThat(tester.sentHex()).isEqualTo(frame(role, "8802 03e8"));
        assertThat(toy.closed).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void failureOfASessionEndsTheStreamsBehindTheMessagesInFront(Role role) {
        StreamTester tester = connected(role, Limits.defaults());
        tester.messages.request(10);
        add(tester, "8101 31", "8101 32");
        toy.incoming.get(1).fail(new IllegalStateException("x"));
        finish(toy.incoming);
        assertThat(tester.messages.items()).containsExactly(text("1a"));
        assertThat(tester.messages.error()).isInstanceOfSatisfying(ProtocolErrorException.class, thrown -> {
            assertThat(thrown).hasMessage("a: x").hasCause(thrown.error().cause());
            assertThat(thrown.error().violation()).isEqualTo(Violation.EXTENSION);
            assertThat(thrown.error().code()).isEqualTo(1010);
        });
        assertThat(tester.sentHex()).isEqualTo(frame(role, DriverTester.closeFrame(1010, "a: x")));
    }

    @ParameterizedTest
    @EnumSource
    void cancelledSocketDoesNotWaitForWhatIsInside(Role role) {
        List<String> events = new ArrayList<>();
        Toy each = Toy.later("a");
        DriverOptions options =
                DriverTester.options().extensions(List.of(each)).executor(tasks).build();
        StreamTester tester = StreamTester.open(role, options).connectAll();
        tester.messages.then(message -> events.add("message"));
        tasks.run();
        tester.bytes.add(tester.frames("8101 31"));
        tasks.run();
        tester.sent.cancel();
        tasks.run();
        assertThat(tester.driver.state()).isEqualTo(State.CLOSED);
        each.finishAll();
        tasks.run();
        assertThat(events).isEmpty();
        assertThat(each.closed).isEqualTo(1);
        assertThat(tester.driver.binary(ByteBuffer.allocate(1))).isFalse();
    }
}
