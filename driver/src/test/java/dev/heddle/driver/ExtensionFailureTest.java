package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.extensions.ExtensionException;
import dev.heddle.extensions.Message;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A session that can not process a message fails the connection, once. */
class ExtensionFailureTest {

    private final TaskQueue tasks = new TaskQueue();

    private static Message fail(Message message) {
        throw new IllegalStateException("no " + Toy.text(message));
    }

    @ParameterizedTest
    @EnumSource
    void whatASessionThrowsAtOnceFailsTheConnection(Role role) {
        Toy toy = Toy.atOnce("a").incoming(ExtensionFailureTest::fail);
        DriverTester tester = DriverTester.open(role, toy);
        tester.frames("8101 31", "8101 32");
        tester.expectFailure(1010, "a: no 1");
        assertThat(toy.closed).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void messageThatCanNotBeSentFailsTheConnection(Role role) {
        Toy toy = Toy.atOnce("a").outgoing(ExtensionFailureTest::fail);
        DriverTester tester = DriverTester.open(role, toy);
        assertThat(tester.driver.text("1")).isFalse();
        assertThat(tester.driver.text("2")).isFalse();
        tester.expectFailure(1010, "a: no 1");
        assertThat(toy.closed).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void failureHasTheCodeThatItCarries(Role role) {
        for (boolean incoming : new boolean[] {true, false}) {
            Toy toy = Toy.later("a");
            DriverTester tester = DriverTester.open(role, tasks, toy);
            if (incoming) {
                tester.frames("8101 31");
            } else {
                tester.driver.text("1");
            }
            List<Toy.Work> inside = incoming ? toy.incoming : toy.outgoing;
            inside.get(0).fail(ExtensionException.invalidData("not my data", null));
            tester.expect();
            tasks.run();
            tester.expectFailure(1007, "a: not my data");
            assertThat(toy.closed).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void failureForLengthNamesTheLimit(Role role) {
        List<ProtocolError> errors = new ArrayList<>();
        Toy toy = Toy.later("a");
        DriverTester tester = DriverTester.open(
                role,
                DriverTester.options().maxLength(1000).extensions(List.of(toy)).executor(tasks));
        tester.then(new DriverListener() {
            @Override
            public void onError(ProtocolError error) {
                errors.add(error);
            }
        });
        tester.frames("8101 31");
        toy.incoming.get(0).fail(ExtensionException.tooLarge("too much"));
        tasks.run();
        tester.expectFailure(1009, "a: too much");
        assertThat(errors).singleElement().satisfies(error -> {
            assertThat(error.violation()).isEqualTo(Violation.EXTENSION);
            assertThat(error.code()).isEqualTo(1009);
            assertThat(error).hasToString("a: too much (maxLength is 1000)");
            assertThat(error.cause()).hasMessage("a: too much");
        });
    }

    @Tag("WS-096")
    @ParameterizedTest
    @EnumSource
    void whatASessionMakesOfAMessageIsHeldToTheRules(Role role) {
        UnaryOperator<Message> grow = message -> message.setData(ByteBuffer.allocate(11));
        DriverTester large = DriverTester.open(
                role,
                DriverTester.options()
                        .maxLength(10)
                        .extensions(List.of(Toy.atOnce("a").incoming(grow))));
        large.frames("8101 31");
        large.expectFailure(1009, "WebSocket frame length too large");
        UnaryOperator<Message> garble = message -> message.setData(ByteBuffer.wrap(Wire.bytes("c080")));
        DriverTester garbled = DriverTester.open(role, Toy.atOnce("a").incoming(garble));
        garbled.frames("8201 31", "8101 31");
        garbled.expect(
                "binary c080",
                "> " + DriverTester.closeFrame(1007, "Could not decode a text frame as UTF-8"),
                "error 1007 Could not decode a text frame as UTF-8",
                "close 1007 Could not decode a text frame as UTF-8");
    }

    @Tag("WS-096")
    @ParameterizedTest
    @EnumSource
    void textIsLookedAtBehindTheSessions(Role role) {
        UnaryOperator<Message> mend = message -> message.setData(Wire.buffer("ok"));
        DriverTester tester = DriverTester.open(role, Toy.atOnce("a").incoming(mend));
        tester.frames("8102 c080", "0101 c0", "8001 80");
        tester.expect("text 6f6b", "text 6f6b");
    }

    @ParameterizedTest
    @EnumSource
    void opcodeThatIsNoMessagesFailsTheConnection(Role role) {
        String text = "An extension made a message with the opcode 9";
        DriverTester in = DriverTester.open(role, Toy.atOnce("a").incoming(m -> m.setOpcode(Opcode.PING)));
        in.frames("8101 31");
        in.expectFailure(1010, text);
        DriverTester out = DriverTester.open(role, Toy.atOnce("a").outgoing(m -> m.setOpcode(Opcode.PING)));
        assertThat(out.driver.text("1")).isFalse();
        out.expectFailure(1010, text);
    }

    @ParameterizedTest
    @EnumSource
    void sessionMayMakeBinaryOfText(Role role) {
        UnaryOperator<Message> turn = m -> m.setOpcode(3 - m.opcode());
        DriverTester tester =
                DriverTester.open(role, Toy.atOnce("a").incoming(turn).outgoing(turn));
        tester.frames("8101 31");
        tester.driver.text("2");
        tester.expect("binary 31", "> 820132");
    }

    @ParameterizedTest
    @EnumSource
    void messagesInFrontOfAFailureStillCome(Role role) {
        Toy toy = Toy.later("a");
        DriverTester tester = DriverTester.open(role, tasks, toy);
        tester.frames("8101 31", "8101 32", "8101 33");
        toy.incoming.get(1).fail(new IllegalStateException("x"));
        toy.incoming.get(2).finish();
        tasks.run();
        tester.expect();
        toy.incoming.get(0).finish();
        tasks.run();
        tester.expect("text 31", "> " + DriverTester.closeFrame(1010, "a: x"), "error 1010 a: x", "close 1010 a: x");
        assertThat(toy.closed).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void messageSentBehindAFailureThatWaitsIsNotSent(Role role) {
        Toy toy = Toy.later("a");
        DriverTester tester = DriverTester.open(role, tasks, toy);
        tester.driver.text("1");
        tester.driver.text("2");
        toy.outgoing.get(1).fail(new IllegalStateException("x"));
        tasks.run();
        tester.driver.text("3");
        toy.outgoing.get(0).finish();
        tasks.run();
        tester.expect("> 810131", "> " + DriverTester.closeFrame(1010, "a: x"), "error 1010 a: x", "close 1010 a: x");
    }

    @ParameterizedTest
    @EnumSource
    void failureWhileClosingStillFails(Role role) {
        Toy toy = Toy.later("a");
        DriverTester tester = DriverTester.open(role, tasks, toy);
        tester.driver.text("1");
        tester.driver.close();
        toy.outgoing.get(0).fail(new IllegalStateException("x"));
        tasks.run();
        tester.expectFailure(1010, "a: x");
        tester.frames("8802 03e8");
        tester.expect();
        assertThat(toy.closed).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void failureBehindBothCloseFramesIsNoFailureAnyMore(Role role) {
        Toy toy = Toy.later("a");
        DriverTester tester = DriverTester.open(role, tasks, toy);
        tester.frames("8101 31", "8802 03e8");
        tester.driver.lost();
        toy.incoming.get(0).fail(new IllegalStateException("x"));
        tasks.run();
        assertThat(tester.log()).hasSize(1);
        assertThat(toy.closed).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void secondAnswerIsIgnored(Role role) {
        Toy toy = Toy.later("a");
        DriverTester tester = DriverTester.open(role, tasks, toy);
        tester.frames("8101 31");
        Toy.Work work = toy.incoming.get(0);
        work.finish();
        work.fail(new IllegalStateException("x"));
        work.finish();
        tasks.run();
        tester.expect("text 31");
    }

    @ParameterizedTest
    @EnumSource
    void longReasonIsCutToWhatACloseFrameHolds(Role role) {
        String reason = "\u20ac".repeat(100);
        Toy toy = Toy.later("a");
        DriverTester tester = DriverTester.open(role, tasks, toy);
        tester.frames("8101 31");
        toy.incoming.get(0).fail(new IllegalStateException(reason));
        tasks.run();
        tester.expect(
                "> " + DriverTester.closeFrame(1010, "a: " + reason.substring(0, 40)),
                "error 1010 a: " + reason,
                "close 1010 a: " + reason);
    }

    @Test
    void codeThatNeverGoesOverTheWireIsNotSent() {
        for (int code : new int[] {1004, 1005, 1006, 1015, 2000}) {
            Toy toy = Toy.later("a");
            DriverTester tester = DriverTester.open(Role.SERVER, tasks, toy);
            tester.frames("8101 31");
            toy.incoming.get(0).fail(new ExtensionException(code, "x", null));
            tasks.run();
            tester.expectFailure(1010, "a: x");
        }
    }
}
