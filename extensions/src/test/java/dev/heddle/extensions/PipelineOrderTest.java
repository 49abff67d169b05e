package dev.heddle.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each session and the application see the order of the wire, and each session gets a message as soon as it can. */
@Tag("WS-123")
class PipelineOrderTest {

    private final Toy a = new Toy("a").does(ToySession::hold);
    private final Toy b = new Toy("b").does(ToySession::hold);

    private static void answer(Line line, Toy toy, int index) {
        toy.session().held.get(index).complete();
        line.runTasks();
    }

    @Test
    void messagesComeOutAtOnceWithoutSessions() throws ExtensionException {
        Line line = Line.of();

        line.out("1").in("2");

        assertThat(line.log).containsExactly("out 1", "in 2");
        assertThat(line.extensions.isActive()).isFalse();
    }

    @Test
    void outgoingPassesInNegotiatedOrderAndIncomingInReverse() throws ExtensionException {
        for (boolean synchronous : new boolean[] {true, false}) {
            Toy[] toys = {new Toy("a"), new Toy("b"), new Toy("c")};
            for (Toy toy : toys) {
                toy.synchronous = synchronous;
            }
            Line line = Line.of(toys);

            line.out("1").in("2");

            assertThat(line.log)
                    .containsExactly("a > 1", "b > 1a", "c > 1ab", "out 1abc", "c < 2", "b < 2c", "a < 2cb", "in 2cba");
            assertThat(line.tasks).isEmpty();
        }
    }

    @Test
    void sessionIsFedWhileItWorksOnTheMessageInFront() throws ExtensionException {
        Line line = Line.of(a);

        line.out("1").out("2").in("3").in("4");

        assertThat(line.news()).containsExactly("a > 1", "a > 2", "a < 3", "a < 4");
        answer(line, a, 1);
        answer(line, a, 3);
        assertThat(line.news()).isEmpty();
        answer(line, a, 0);
        assertThat(line.news()).containsExactly("out 1a", "out 2a");
        answer(line, a, 2);
        assertThat(line.news()).containsExactly("in 3a", "in 4a");
    }

    @Test
    void nextSessionGetsTheOrderOfTheWireAndEachMessageAsSoonAsItMay() throws ExtensionException {
        Line line = Line.of(a, b);
        line.out("1").out("2").out("3");
        assertThat(line.news()).containsExactly("a > 1", "a > 2", "a > 3");

        answer(line, a, 1);
        assertThat(line.news()).isEmpty();
        answer(line, a, 0);
        // Though message 1 is still inside.
        assertThat(line.news()).containsExactly("b > 1a", "b > 2a");
        answer(line, a, 2);
        assertThat(line.news()).containsExactly("b > 3a");

        answer(line, b, 2);
        answer(line, b, 1);
        assertThat(line.news()).isEmpty();
        answer(line, b, 0);
        assertThat(line.news()).containsExactly("out 1ab", "out 2ab", "out 3ab");
    }

    @Test
    void directionsDoNotWaitForEachOther() throws ExtensionException {
        Line line = Line.of(a);
        line.in("1").out("2");

        answer(line, a, 1);

        assertThat(line.news()).containsExactly("a < 1", "a > 2", "out 2a");
    }

    @Test
    void messageIsAnsweredWhenTheNextOneIsHandedOver() throws ExtensionException {
        // Answers for one message inside the call for the next, as one that looks ahead does.
        Toy late = new Toy("l").does((session, direction, message, callback) -> {
            session.hold(direction, message, callback);
            if (session.held.size() > 1) {
                session.held.get(session.held.size() - 2).complete();
            }
        });
        Line line = Line.of(late, b);

        line.out("1").out("2");
        assertThat(line.news()).containsExactly("l > 1", "l > 2");
        line.runTasks();
        assertThat(line.news()).containsExactly("b > 1l");
        line.out("3");
        line.runTasks();
        assertThat(line.news()).containsExactly("l > 3", "b > 2l");
    }

    @Test
    void messageWaitsForItsTurnAtASynchronousSessionBehindOneThatIsNot() throws ExtensionException {
        Toy synchronous = new Toy("s").synchronous();
        Line line = Line.of(a, synchronous);
        line.out("1").out("2");
        line.news();

        answer(line, a, 1);
        assertThat(line.news()).isEmpty();
        answer(line, a, 0);

        assertThat(line.news()).containsExactly("s > 1a", "out 1as", "s > 2a", "out 2as");
    }

    @Test
    void synchronousSessionInFrontIsFedAtOnce() throws ExtensionException {
        Line line = Line.of(new Toy("s").synchronous(), a);

        line.out("1").out("2");

        assertThat(line.news()).containsExactly("s > 1", "a > 1s", "s > 2", "a > 2s");
    }

    @Test
    void answerInsideTheCallCostsNoTask() throws ExtensionException {
        Line line = Line.of(new Toy("x"), new Toy("y").synchronous(), new Toy("z"));

        line.out("1");

        assertThat(line.log).endsWith("out 1xyz");
        assertThat(line.tasks).isEmpty();
    }

    @Test
    void answerBehindTheCallIsTakenUpInATaskOfTheExecutor() throws ExtensionException {
        Line line = Line.of(a);
        line.out("1");
        line.news();

        a.session().held.get(0).complete();

        assertThat(line.tasks).hasSize(1);
        assertThat(line.log).isEmpty();
        line.runTasks();
        assertThat(line.log).containsExactly("out 1a");
    }

    @Test
    void messageHandedOverInsideACallbackKeepsItsPlace() throws ExtensionException {
        Line line = Line.of(a);
        line.out("1").out("2");
        line.news();
        answer(line, a, 1);
        line.insideCallback = () -> {
            line.insideCallback = () -> {};
            line.out("3");
        };

        answer(line, a, 0);

        assertThat(line.news()).containsExactly("out 1a", "a > 3", "out 2a");
        answer(line, a, 2);
        assertThat(line.news()).containsExactly("out 3a");
    }

    @Test
    void synchronousMessageHandedOverInsideACallbackComesOutBehindThatCallbackMessage() throws ExtensionException {
        Line line = Line.of(new Toy("s").synchronous());
        line.insideCallback = () -> {
            line.insideCallback = () -> {};
            line.out("2");
        };

        line.out("1");

        assertThat(line.news()).containsExactly("s > 1", "out 1s", "s > 2", "out 2s");
    }

    @Test
    void whatIsInsideIsCountedWithTheBytesThatItHasNow() throws ExtensionException {
        Line line = Line.of(a, b);
        line.out("1").out("22").in("333");

        assertPending(line, 2, 3, 1, 3);
        answer(line, a, 1);
        answer(line, a, 0);
        assertPending(line, 2, 5, 1, 3);
        answer(line, b, 1);
        assertPending(line, 1, 3, 1, 3);
        answer(line, b, 2);
        assertPending(line, 0, 0, 1, 3);
        line.extensions.abort();
        assertPending(line, 0, 0, 0, 0);
    }

    private static void assertPending(Line line, int outgoing, long outgoingBytes, int incoming, long incomingBytes) {
        Extensions extensions = line.extensions;
        assertThat(extensions.pendingOutgoing()).isEqualTo(outgoing);
        assertThat(extensions.pendingOutgoingBytes()).isEqualTo(outgoingBytes);
        assertThat(extensions.pendingIncoming()).isEqualTo(incoming);
        assertThat(extensions.pendingIncomingBytes()).isEqualTo(incomingBytes);
    }
}
