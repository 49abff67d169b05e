package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Close frames and the end while messages are inside sessions that answer later. */
class ExtensionClosingTest {

    private static final String PEER_CLOSES = "8805 03e8 627965";

    private final TaskQueue tasks = new TaskQueue();
    private final Toy toy = Toy.later("a");

    private DriverTester open(Role role) {
        return DriverTester.open(role, tasks, toy);
    }

    /** A driver that echoes text, and keeps in which states it was told of it. */
    private DriverTester echo(Role role, List<State> states) {
        DriverTester tester = open(role);
        return tester.then(new DriverListener() {
            @Override
            public void onText(ByteBuffer data, boolean last) {
                states.add(tester.driver.state());
                tester.driver.text(data, last);
            }
        });
    }

    private void finishIncoming() {
        toy.incoming.remove(0).finish();
        tasks.run();
    }

    private void finishOutgoing() {
        toy.outgoing.remove(0).finish();
        tasks.run();
    }

    @Tag("WS-078")
    @ParameterizedTest
    @EnumSource
    void peersCloseWaitsForTheMessagesInFrontAndForTheAnswersToThem(Role role) {
        List<State> states = new ArrayList<>();
        DriverTester tester = echo(role, states);
        tester.frames("8101 31", "8101 32", PEER_CLOSES, "8101 33");
        assertThat(tester.driver.state()).isEqualTo(State.OPEN);
        assertThat(tester.driver.pendingBytes()).isZero();
        finishIncoming();
        finishOutgoing();
        tester.expect("text 31", "> 810131");
        finishIncoming();
        assertThat(tester.driver.state()).isEqualTo(State.CLOSING);
        tester.expect("text 32");
        finishOutgoing();
        tester.expect("> 810132", "> 880203e8", "close 1000 bye");
        assertThat(states).containsExactly(State.OPEN, State.OPEN);
        assertThat(tester.driver.wasClean()).isTrue();
        assertThat(toy.closed).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void peersCloseCutAnywhereIsTheSame(Role role) {
        byte[] bytes = Wire.join(Wire.toPeer(role, Wire.bytes("8101 31")), Wire.toPeer(role, Wire.bytes("8802 0bb8")));
        for (int cut = 0; cut < bytes.length; cut++) {
            Toy each = Toy.later("a");
            DriverTester tester = DriverTester.open(role, tasks, each);
            tester.feed(Memory.HEAP.copy(bytes, 0, cut)).feed(Memory.DIRECT.copy(bytes, cut, bytes.length));
            each.incoming.get(0).finish();
            tasks.run();
            tester.expect("text 31", "> 88020bb8", "close 3000");
        }
    }

    @ParameterizedTest
    @EnumSource
    void ownCloseWaitsForWhatWasSentBefore(Role role) {
        DriverTester tester = open(role);
        tester.driver.text("1");
        tester.driver.text("2");
        assertThat(tester.driver.close(3000, "x")).isTrue();
        assertThat(tester.driver.close()).isFalse();
        assertThat(tester.driver.text("3")).isFalse();
        assertThat(tester.driver.state()).isEqualTo(State.CLOSING);
        assertThat(toy.outgoing).hasSize(2);
        finishOutgoing();
        tester.expect("> 810131");
        finishOutgoing();
        tester.expect("> 810132", "> 88030bb878");
        tester.frames("8802 0bb8");
        tester.expect("close 3000");
        assertThat(toy.closed).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void whatThePeerSendsBehindOurCloseStillComes(Role role) {
        DriverTester tester = open(role);
        tester.driver.close();
        tester.frames("8101 31", "8802 03e8");
        tester.expect("> 880203e8");
        finishIncoming();
        tester.expect("text 31", "close 1000");
        assertThat(tester.driver.wasClean()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void bothClosesWaitForWhatIsInside(Role role) {
        DriverTester tester = open(role);
        tester.driver.text("1");
        tester.frames("8101 32");
        tester.driver.close();
        tester.frames("8802 03e9");
        tester.expect();
        finishIncoming();
        tester.expect("text 32");
        finishOutgoing();
        tester.expect("> 810131", "> 880203e8", "close 1001");
    }

    @ParameterizedTest
    @EnumSource
    void endOfTheBytesWaitsForTheMessagesInFront(Role role) {
        DriverTester tester = open(role);
        tester.frames("8101 31", "8101 32");
        tester.driver.end();
        tester.driver.end();
        tester.expect();
        assertThat(tester.driver.state()).isEqualTo(State.OPEN);
        toy.incoming.remove(1).finish();
        tasks.run();
        tester.expect();
        finishIncoming();
        tester.expect("text 31", "text 32", "close 1006");
        assertThat(toy.closed).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void closeAndThenTheEndComeBehindTheMessages(Role role) {
        DriverTester tester = open(role);
        tester.frames("8101 31", PEER_CLOSES);
        tester.driver.end();
        tester.expect();
        finishIncoming();
        tester.expect("text 31", "> 880203e8", "close 1000 bye");
    }

    @ParameterizedTest
    @EnumSource
    void answersInFrontOfACloseAreSentAlsoToAPeerThatHasEnded(Role role) {
        DriverTester tester = echo(role, new ArrayList<>());
        tester.frames("8101 31", PEER_CLOSES);
        tester.driver.end();
        finishIncoming();
        tester.expect("text 31");
        assertThat(tester.driver.state()).isEqualTo(State.CLOSING);
        finishOutgoing();
        tester.expect("> 810131", "> 880203e8", "close 1000 bye");
        assertThat(tester.driver.wasClean()).isTrue();
        assertThat(toy.closed).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void endBehindACloseWaitsForTheAnswersInFrontOfIt(Role role) {
        DriverTester tester = open(role);
        tester.driver.text("1");
        tester.frames(PEER_CLOSES);
        tester.driver.end();
        tester.expect();
        finishOutgoing();
        tester.expect("> 810131", "> 880203e8", "close 1000 bye");
    }

    @ParameterizedTest
    @EnumSource
    void endWithNothingInsideComesAtOnce(Role role) {
        DriverTester tester = open(role);
        tester.driver.text("1");
        tester.driver.end();
        tester.expect("close 1006");
        assertThat(toy.closed).isZero();
        finishOutgoing();
        tester.expect();
        assertThat(toy.closed).isEqualTo(1);
    }

    @Tag("WS-082")
    @ParameterizedTest
    @EnumSource
    void lossDoesNotWait(Role role) {
        for (boolean ended : new boolean[] {false, true}) {
            Toy each = Toy.later("a");
            DriverTester tester = DriverTester.open(role, tasks, each);
            tester.frames("8101 31");
            tester.driver.text("2");
            if (ended) {
                tester.driver.end();
            }
            tester.driver.lost();
            tester.expect("close 1006");
            assertThat(tester.driver.bufferedAmount()).isZero();
            // What is inside belongs to the session until it answers; what it says then concerns nobody.
            assertThat(each.closed).isZero();
            each.finishAll();
            tasks.run();
            tester.expect();
            assertThat(each.closed).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void closeEventComesOnceWhateverFollows(Role role) {
        DriverTester tester = open(role);
        tester.frames("8101 31", PEER_CLOSES);
        tester.driver.end();
        tester.driver.lost();
        toy.finishAll();
        tasks.run();
        tester.driver.end();
        tester.driver.lost();
        tester.driver.drained();
        assertThat(tester.log()).hasSize(1).allSatisfy(entry -> assertThat(entry)
                .startsWith("close "));
        assertThat(toy.closed).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void violationComesBehindTheMessagesInFrontOfIt(Role role) {
        DriverTester tester = open(role);
        tester.frames("8101 32", "8300", "8101 33");
        tester.expect();
        toy.finishAll();
        tasks.run();
        String text = "Unrecognized frame opcode: 3";
        tester.expect(
                "text 32", "> " + DriverTester.closeFrame(1002, text), "error 1002 " + text, "close 1002 " + text);
        assertThat(toy.closed).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void lossOfTheConnectionDoesNotWaitForAViolation(Role role) {
        DriverTester tester = open(role);
        tester.frames("8101 32", "8300");
        tester.driver.lost();
        tester.expectFailure(1002, "Unrecognized frame opcode: 3");
        toy.finishAll();
        tasks.run();
        tester.expect();
        assertThat(toy.closed).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void failDoesNotWait(Role role) {
        DriverTester tester = open(role);
        tester.driver.text("1");
        tester.frames("8101 32");
        assertThat(tester.driver.fail(1011, "x")).isTrue();
        tester.expectFailure(1011, "x");
        toy.finishAll();
        tasks.run();
        tester.expect();
        assertThat(toy.closed).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void sessionIsClosedOnceWhereNothingIsInside(Role role) {
        DriverTester clean = open(role).frames(PEER_CLOSES);
        clean.expect("> 880203e8", "close 1000 bye");
        assertThat(toy.closed).isEqualTo(1);
        clean.driver.lost();
        assertThat(toy.closed).isEqualTo(1);
    }
}
