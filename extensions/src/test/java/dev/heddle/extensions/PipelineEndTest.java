package dev.heddle.extensions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.extensions.ToySession.Call;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Extensions#close} lets what is inside come out, {@link Extensions#abort} does not; both close each session once. */
class PipelineEndTest {

    private final Toy a = new Toy("a").does(ToySession::hold);
    private final Toy b = new Toy("b").does(ToySession::hold);

    private static Call held(Toy toy, int index) {
        return toy.session().held.get(index);
    }

    private static void answer(Line line, Toy toy, int index) {
        held(toy, index).complete();
        line.runTasks();
    }

    @Test
    void closeWithNothingInsideClosesAllAtOnce() throws ExtensionException {
        Line line = Line.of(a, b);

        line.close().out("1").in("2");

        assertThat(line.news()).containsExactly("a closed", "b closed", "all closed");
    }

    @Test
    void closeBeforeTheNegotiationCallsBack() throws ExtensionException {
        Extensions extensions = new Extensions(new SessionLimits(1000), Runnable::run);
        Toy[] toys = {a};
        extensions.add(toys[0]);
        extensions.generateOffer();

        extensions.close(() -> a.log.add("all closed"));

        assertThat(a.log).containsExactly("a closed", "all closed");
    }

    @Test
    void everyCallbackOfACloseRunsOnce() throws ExtensionException {
        Line line = Line.of(a);
        line.out("1").close().close();
        line.news();

        answer(line, a, 0);
        line.close();

        assertThat(line.news()).containsExactly("a closed", "out 1a", "all closed", "all closed", "all closed");
    }

    @Test
    void sessionIsClosedAsSoonAsNothingIsInsideOrOnItsWayToIt() throws ExtensionException {
        Line line = Line.of(a, b);
        line.out("1").in("2");
        line.close().out("3").in("4");
        assertThat(line.news()).containsExactly("a > 1", "b < 2");

        answer(line, a, 0);
        // Message 2 is still to come to a.
        assertThat(line.news()).containsExactly("b > 1a");
        answer(line, b, 1);
        assertThat(line.news()).containsExactly("out 1ab");
        answer(line, b, 0);
        assertThat(line.news()).containsExactly("b closed", "a < 2b");
        assertThat(line.extensions.pendingIncoming()).isEqualTo(1);
        answer(line, a, 1);
        assertThat(line.news()).containsExactly("a closed", "in 2ba", "all closed");
    }

    @Test
    void sessionInFrontIsClosedWhileAnotherStillWorks() throws ExtensionException {
        Line line = Line.of(a, b);
        line.out("1").close();
        line.news();

        answer(line, a, 0);

        assertThat(line.news()).containsExactly("a closed", "b > 1a");
    }

    @Test
    void sessionThatNeverAnswersHoldsUpOnlyItselfAndWhatIsBehindIt() throws ExtensionException {
        Toy c = new Toy("c").does(ToySession::hold);
        Line line = Line.of(a, b, c);
        line.out("1").out("2");
        answer(line, a, 0);
        answer(line, a, 1);
        line.close();
        assertThat(line.news()).containsExactly("a > 1", "a > 2", "b > 1a", "b > 2a", "a closed");

        answer(line, b, 1);
        assertThat(line.news()).isEmpty();
        line.extensions.abort();

        assertThat(line.news()).containsExactly("c closed");
        assertThat(b.session().closed).isZero();
    }

    @Test
    void callbackOfACloseRunsBehindAnErrorThatWaits() throws ExtensionException {
        Line line = Line.of(a);
        line.out("1").out("2").close();
        line.news();

        held(a, 1).fail("no");
        line.runTasks();
        assertThat(line.news()).isEmpty();
        answer(line, a, 0);

        assertThat(line.news()).containsExactly("a closed", "out 1a", "out fails: 1010 a: no", "all closed");
    }

    /** The last answer may be one that nobody waits for. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void callbackOfACloseRunsWhenTheAnswerForADroppedMessageIsThere(boolean fails) throws ExtensionException {
        Line line = Line.of(a);
        line.out("1").out("2");
        held(a, 0).fail("no");
        line.runTasks();
        line.close();
        assertThat(line.news()).containsExactly("a > 1", "a > 2", "out fails: 1010 a: no");

        if (fails) {
            held(a, 1).fail("late");
        } else {
            held(a, 1).complete();
        }
        line.runTasks();

        assertThat(line.news()).containsExactly("a closed", "all closed");
    }

    @Test
    void closeLetsSynchronousSessionsGetWhatIsOnItsWay() throws ExtensionException {
        Toy synchronous = new Toy("s").synchronous();
        Line line = Line.of(a, synchronous);
        line.out("1").close();
        line.news();

        answer(line, a, 0);

        assertThat(line.news()).containsExactly("a closed", "s > 1a", "s closed", "out 1as", "all closed");
    }

    // Aborting

    @Test
    void nothingComesOutBehindAnAbort() throws ExtensionException {
        Line line = Line.of(a, b);
        line.out("1").out("2").in("3");
        answer(line, a, 0);
        line.news();

        line.extensions.abort();
        line.out("4").in("5");

        assertThat(line.extensions.pendingIncoming() + line.extensions.pendingOutgoing())
                .isZero();
        assertThat(line.extensions.pendingIncomingBytes() + line.extensions.pendingOutgoingBytes())
                .isZero();
        assertThat(line.news()).isEmpty();
        answer(line, a, 1);
        assertThat(line.news()).containsExactly("a closed");
        answer(line, b, 1);
        assertThat(line.news()).isEmpty();
        held(b, 0).fail("no");
        line.runTasks();
        assertThat(line.news()).containsExactly("b closed");
    }

    @Test
    void abortWithNothingInsideClosesAllAtOnceAndOnlyOnce() throws ExtensionException {
        Line line = Line.of(a, b);

        line.extensions.abort();
        line.extensions.abort();
        line.close();

        assertThat(line.news()).containsExactly("a closed", "b closed", "all closed");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void callbackOfACloseRunsBehindAnAbortOnceAllIsAnswered(boolean fails) throws ExtensionException {
        Line line = Line.of(a, b);
        line.out("1").close();
        line.extensions.abort();
        assertThat(line.news()).containsExactly("a > 1", "b closed");

        if (fails) {
            held(a, 0).fail("no");
        } else {
            held(a, 0).complete();
        }
        line.runTasks();

        assertThat(line.news()).containsExactly("a closed", "all closed");
    }

    @Test
    void abortDropsAnErrorThatWaits() throws ExtensionException {
        Line line = Line.of(a);
        line.out("1").out("2");
        held(a, 1).fail("no");
        line.runTasks();
        line.news();

        line.extensions.abort();
        answer(line, a, 0);

        assertThat(line.news()).containsExactly("a closed");
    }

    @Test
    void answerThatIsOnItsWayToTheExecutorIsDroppedByAnAbort() throws ExtensionException {
        Line line = Line.of(a);
        line.out("1");
        held(a, 0).complete();
        line.news();

        line.extensions.abort();
        assertThat(line.news()).isEmpty();
        line.runTasks();

        assertThat(line.news()).containsExactly("a closed");
    }

    // Inside callbacks

    @Test
    void closeInsideACallbackLetsTheRestComeOut() throws ExtensionException {
        Line line = Line.of(a);
        line.out("1").out("2");
        line.news();
        held(a, 1).complete();
        line.runTasks();
        line.insideCallback = () -> {
            line.insideCallback = () -> {};
            line.close().out("3");
        };

        answer(line, a, 0);

        assertThat(line.news()).containsExactly("out 1a", "a closed", "out 2a", "all closed");
    }

    @Test
    void abortInsideACallbackLetsNothingMoreComeOut() throws ExtensionException {
        Line line = Line.of(a);
        line.out("1").out("2").in("3");
        line.news();
        held(a, 1).complete();
        line.runTasks();
        line.insideCallback = line.extensions::abort;

        answer(line, a, 0);

        assertThat(line.news()).containsExactly("out 1a");
        answer(line, a, 2);
        assertThat(line.news()).containsExactly("a closed");
    }

    @Test
    void closeInsideTheCallbackOfASynchronousMessage() throws ExtensionException {
        Line line = Line.of(new Toy("s").synchronous());
        line.insideCallback = line::close;

        line.out("1").out("2");

        assertThat(line.news()).containsExactly("s > 1", "out 1s", "s closed", "all closed");
    }

    @Test
    void closeInsideTheCallbackOfAnError() throws ExtensionException {
        Line line = Line.of(a);
        line.out("1").in("2");
        line.insideCallback = line::close;
        line.news();

        held(a, 0).fail("no");
        line.runTasks();
        assertThat(line.news()).containsExactly("out fails: 1010 a: no");
        line.insideCallback = () -> {};
        answer(line, a, 1);

        assertThat(line.news()).containsExactly("a closed", "in 2a", "all closed");
    }

    // What throws

    @Test
    void everySessionIsClosedThoughOthersThrow() throws ExtensionException {
        Line line = Line.of(a.throwsIn("close"), b.throwsIn("close"));

        assertThatThrownBy(line::close).hasMessage("no close").satisfies(thrown -> assertThat(thrown.getSuppressed())
                .hasSize(1));

        assertThat(line.news()).containsExactly("a closed", "b closed", "all closed");
    }

    @Test
    void sessionThatThrowsWhenClosedDoesNotHoldUpItsLastMessage() throws ExtensionException {
        Line line = Line.of(a.throwsIn("close"));
        line.out("1").close();

        assertThatThrownBy(() -> answer(line, a, 0)).hasMessage("no close");

        assertThat(line.news()).containsExactly("a > 1", "a closed", "out 1a", "all closed");
    }

    @Test
    void callbackOfACloseThatThrowsReachesTheCallerBehindTheOthers() throws ExtensionException {
        Line line = Line.of(a);
        line.out("1");
        line.extensions.close(() -> {
            throw new IllegalStateException("first");
        });
        line.close();
        line.news();

        assertThatThrownBy(() -> answer(line, a, 0)).hasMessage("first");

        assertThat(line.news()).containsExactly("a closed", "out 1a", "all closed");
    }
}
