package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a listener does inside events that come from late answers. */
class ExtensionReentrancyTest {

    private final TaskQueue tasks = new TaskQueue();
    private final Toy toy = Toy.later("a");

    /** Does something with each text. */
    private static DriverListener onText(Consumer<String> action) {
        return new DriverListener() {
            @Override
            public void onText(ByteBuffer data, boolean last) {
                action.accept(Wire.hex(data));
            }
        };
    }

    private DriverTester open(Role role) {
        return DriverTester.open(role, tasks, toy);
    }

    private void answerAll() {
        toy.finishAll();
        tasks.run();
    }

    @Tag("SEC-44")
    @ParameterizedTest
    @EnumSource
    void whatAListenerThrowsReachesTheExecutorAndNothingIsLost(Role role) {
        DriverTester tester = DriverTester.open(
                role,
                DriverTester.options()
                        .limits(Limits.defaults().withMaxPendingMessages(2))
                        .extensions(List.of(toy))
                        .executor(tasks));
        tester.then(onText(text -> {
            throw new IllegalArgumentException(text);
        }));
        tester.frames("8101 31", "8101 32", "8101 33", "8802 03e8");
        List<String> thrown = new ArrayList<>();
        while (!toy.incoming.isEmpty()) {
            toy.incoming.remove(0).finish();
            try {
                tasks.run();
            } catch (IllegalArgumentException e) {
                thrown.add(e.getMessage());
            }
        }
        tester.expect("text 31", "text 32", "text 33", "> 880203e8", "close 1000");
        assertThat(thrown).containsExactly("31", "32", "33");
        assertThat(toy.closed).isEqualTo(1);
    }

    @Tag("SEC-44")
    @ParameterizedTest
    @EnumSource
    void whatAListenerThrowsBehindASynchronousSessionReachesParse(Role role) {
        DriverTester tester = DriverTester.open(role, Toy.atOnce("a"));
        tester.then(onText(text -> {
            throw new IllegalArgumentException(text);
        }));
        byte[] bytes = Wire.join(
                Wire.toPeer(role, Wire.bytes("8101 31")),
                Wire.toPeer(role, Wire.bytes("0101 32")),
                Wire.toPeer(role, Wire.bytes("8001 33")));
        List<String> thrown = new ArrayList<>();
        ByteBuffer next = ByteBuffer.wrap(bytes);
        do {
            try {
                tester.driver.parse(next);
            } catch (IllegalArgumentException e) {
                thrown.add(e.getMessage());
            }
            next = ByteBuffer.allocate(0);
        } while (tester.driver.pendingBytes() > 0);
        tester.expect("text 31", "text 3233");
        assertThat(thrown).containsExactly("31", "3233");
    }

    @ParameterizedTest
    @EnumSource
    void parseInsideALateEventIsRefused(Role role) {
        DriverTester tester = open(role);
        tester.then(onText(text -> assertThatIllegalStateException()
                .isThrownBy(() -> tester.driver.parse(ByteBuffer.wrap(Wire.toPeer(role, Wire.bytes("8101 62")))))));
        tester.frames("8101 61");
        answerAll();
        tester.expect("text 61");
    }

    @ParameterizedTest
    @EnumSource
    void closeInsideALateEventLetsTheOthersCome(Role role) {
        DriverTester tester = open(role);
        tester.then(onText(text -> tester.driver.close(3000, "")));
        tester.frames("8101 31", "8101 32");
        answerAll();
        tester.expect("text 31", "> 88020bb8", "text 32");
        tester.frames("8802 0bb8");
        tester.expect("close 3000");
    }

    @ParameterizedTest
    @EnumSource
    void failInsideALateEventIsTheLastOfAll(Role role) {
        DriverTester tester = open(role);
        tester.then(onText(text -> assertThat(tester.driver.fail(1011, "x")).isTrue()));
        tester.frames("8101 31", "8101 32", "8802 03e8");
        answerAll();
        tester.expect("text 31", "> " + DriverTester.closeFrame(1011, "x"), "error 1011 x", "close 1011 x");
        assertThat(toy.closed).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void lossInsideALateEventIsTheLastOfAll(Role role) {
        DriverTester tester = open(role);
        tester.then(onText(text -> tester.driver.lost()));
        tester.frames("8101 31", "8101 32", "8802 03e8");
        answerAll();
        tester.expect("text 31", "close 1006");
        assertThat(toy.closed).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void endInsideALateEventWaitsForTheRest(Role role) {
        DriverTester tester = open(role);
        tester.then(onText(text -> tester.driver.end()));
        tester.frames("8101 31", "8101 32");
        answerAll();
        tester.expect("text 31", "text 32", "close 1006");
    }

    @ParameterizedTest
    @EnumSource
    void sessionAnsweredInsideAnEventGoesOnBehindIt(Role role) {
        // Late answers re-enter at once, so one event is raised inside the other's call.
        DriverTester tester = DriverTester.open(role, toy);
        List<String> ends = new ArrayList<>();
        tester.then(onText(text -> {
            if (!toy.incoming.isEmpty()) {
                toy.incoming.remove(0).finish();
            }
            ends.add(text);
        }));
        tester.frames("8101 31", "8101 32", "8101 33", "8802 03e8");
        toy.incoming.remove(0).finish();
        tester.expect("text 31", "text 32", "text 33", "> 880203e8", "close 1000");
        assertThat(ends).containsExactly("31", "32", "33");
    }

    @ParameterizedTest
    @EnumSource
    void sessionAnsweredInsideParseGoesOn(Role role) {
        DriverTester tester = DriverTester.open(
                role,
                DriverTester.options()
                        .limits(Limits.defaults().withMaxPendingMessages(1))
                        .extensions(List.of(toy)));
        tester.then(new DriverListener() {
            @Override
            public void onPing(ByteBuffer payload) {
                toy.finishAll();
            }
        });
        tester.feed(Wire.join(
                Wire.toPeer(role, Wire.bytes("8900")),
                Wire.toPeer(role, Wire.bytes("8101 31")),
                Wire.toPeer(role, Wire.bytes("8101 32"))));
        tester.expect("> 8a00", "ping");
        toy.finishAll();
        tester.expect("text 31", "text 32");
        assertThat(tester.driver.pendingBytes()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void messagesSentInTheCloseEventAreRefused(Role role) {
        DriverTester tester = open(role);
        tester.then(new DriverListener() {
            @Override
            public void onClose(int code, String reason) {
                assertThat(tester.driver.text("x")).isFalse();
                assertThat(tester.driver.binary(Wire.buffer("x"), false)).isFalse();
                assertThat(tester.driver.bufferedAmount()).isZero();
            }
        });
        tester.frames("8101 31");
        toy.incoming.remove(0).fail(new IllegalStateException("x"));
        tasks.run();
        tester.expectFailure(1010, "a: x");
        assertThat(toy.outgoing).isEmpty();
    }
}
