package dev.heddle.extensions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.heddle.extensions.ToySession.Call;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that can not be processed, sessions that do not keep to the rules, and callbacks that throw. */
class PipelineErrorTest {

    private final Toy a = new Toy("a").does(ToySession::hold);
    private final Toy b = new Toy("b").does(ToySession::hold);

    private static Call held(Toy toy, int index) {
        return toy.session().held.get(index);
    }

    private static void answer(Line line, Toy toy, int index) {
        held(toy, index).complete();
        line.runTasks();
    }

    private static void fail(Line line, Toy toy, int index) {
        held(toy, index).fail("no " + index);
        line.runTasks();
    }

    // What an error does

    @Test
    void messagesInFrontOfAnErrorComeOutInFrontOfItAndNoneBehind() throws ExtensionException {
        Line line = Line.of(a, b);
        line.out("1").out("2").out("3").out("4");
        answer(line, a, 0);
        line.news();

        fail(line, a, 2);
        line.out("5");
        answer(line, a, 3);
        assertThat(line.news()).isEmpty();
        answer(line, a, 1);
        assertThat(line.news()).containsExactly("b > 2a");
        answer(line, b, 0);
        assertThat(line.news()).containsExactly("out 1ab");
        answer(line, b, 1);
        assertThat(line.news()).containsExactly("out 2ab", "out fails: 1010 a: no 2");

        line.out("6");
        assertThat(line.news()).isEmpty();
        assertThat(line.extensions.pendingOutgoing()).isZero();
        assertThat(line.extensions.pendingOutgoingBytes()).isZero();
    }

    @Test
    void otherDirectionGoesOnBehindAnError() throws ExtensionException {
        Line line = Line.of(a);
        line.out("1").in("2");
        line.news();

        fail(line, a, 0);
        line.in("3").out("4");
        answer(line, a, 1);
        answer(line, a, 2);

        assertThat(line.news()).containsExactly("out fails: 1010 a: no 0", "a < 3", "in 2a", "in 3a");
    }

    @Test
    void errorOfAMessageInFrontComesInPlaceOfOneBehindIt() throws ExtensionException {
        Line line = Line.of(a);
        line.out("1").out("2").out("3");
        line.news();

        fail(line, a, 2);
        fail(line, a, 1);
        assertThat(line.news()).isEmpty();
        assertThat(line.extensions.pendingOutgoing()).isEqualTo(2);
        fail(line, a, 0);

        assertThat(line.news()).containsExactly("out fails: 1010 a: no 0");
        assertThat(line.extensions.pendingOutgoing()).isZero();
    }

    @Test
    void onlyOneErrorComesOut() throws ExtensionException {
        Line line = Line.of(a);
        line.out("1").out("2");
        line.news();

        fail(line, a, 0);
        fail(line, a, 1);

        assertThat(line.news()).containsExactly("out fails: 1010 a: no 0");
    }

    @Test
    void errorAtALaterSessionDropsWhatIsBehindItAtAnEarlierOne() throws ExtensionException {
        Line line = Line.of(a, b);
        line.out("1").out("2");
        answer(line, a, 0);
        line.news();

        fail(line, b, 0);
        assertThat(line.news()).containsExactly("out fails: 1010 b: no 0");
        answer(line, a, 1);

        assertThat(line.news()).isEmpty();
    }

    @Test
    void errorOfASynchronousSessionStopsItsDirection() throws ExtensionException {
        Toy fails = new Toy("s")
                .synchronous()
                .does((session, direction, message, callback) ->
                        callback.fail(ExtensionException.invalidData("bad", null)));
        Line line = Line.of(fails, a);

        line.out("1").out("2").in("3");

        assertThat(line.news()).containsExactly("s > 1", "out fails: 1007 s: bad", "a < 3");
    }

    @Test
    void errorOfASynchronousSessionBehindOneThatIsNotWaitsForItsTurn() throws ExtensionException {
        Toy fails = new Toy("s").synchronous().does((session, direction, message, callback) -> {
            if (ToySession.text(message).startsWith("2")) {
                throw new IllegalStateException("bad");
            }
            callback.complete(message);
        });
        Line line = Line.of(a, fails, b);
        line.out("1").out("2").out("3");
        answer(line, a, 0);
        answer(line, a, 1);
        answer(line, a, 2);
        assertThat(line.news()).containsExactly("a > 1", "a > 2", "a > 3", "s > 1a", "b > 1a", "s > 2a");

        answer(line, b, 0);

        assertThat(line.news()).containsExactly("out 1ab", "out fails: 1010 s: bad");
    }

    // What an error says

    @Test
    void errorHasTheNameOfTheExtensionInFrontAndTheCauseBehind() throws ExtensionException {
        IllegalStateException cause = new IllegalStateException();
        assertThat(ExtensionException.of("a", cause))
                .hasMessage("a: java.lang.IllegalStateException")
                .hasCause(cause);
        assertThat(ExtensionException.of("a", ExtensionException.tooLarge("much")))
                .hasMessage("a: much")
                .extracting(ExtensionException::code)
                .isEqualTo(1009);
        assertThat(ExtensionException.of("a", new ExtensionException(4000, "own", cause)))
                .hasMessage("a: own")
                .hasCause(cause)
                .extracting(ExtensionException::code)
                .isEqualTo(4000);
    }

    @ParameterizedTest
    @ValueSource(ints = {999, 5000, 0, -1})
    void closeCodeOfAnErrorIsInItsRange(int code) {
        assertThatThrownBy(() -> new ExtensionException(code, "x", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Close code must be 1000 to 4999, not " + code);
    }

    // Sessions that do not keep to the rules

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sessionThatThrowsHasFailed(boolean synchronous) throws ExtensionException {
        Toy throwing = new Toy("x").does((session, direction, message, callback) -> {
            throw new StackOverflowError("deep");
        });
        throwing.synchronous = synchronous;
        Line line = Line.of(throwing);

        line.out("1").out("2").in("3");

        assertThat(line.news()).containsExactly("x > 1", "out fails: 1010 x: deep", "x < 3", "in fails: 1010 x: deep");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void firstAnswerInsideTheCallCounts(boolean synchronous) throws ExtensionException {
        Toy[] toys = {
            new Toy("x").does((session, direction, message, callback) -> {
                callback.complete(session.change(message));
                callback.complete(message);
                callback.fail(new IllegalStateException("second"));
                throw new IllegalStateException("third");
            }),
            new Toy("y").does((session, direction, message, callback) -> {
                callback.fail(new IllegalStateException("first"));
                callback.complete(message);
                throw new IllegalStateException("third");
            })
        };
        toys[0].synchronous = synchronous;
        toys[1].synchronous = synchronous;
        Line line = Line.of(toys);

        line.out("1");

        assertThat(line.news()).containsExactly("x > 1", "y > 1x", "out fails: 1010 y: first");
        assertThat(line.tasks).isEmpty();
    }

    @Test
    void firstAnswerBehindTheCallCounts() throws ExtensionException {
        Line line = Line.of(a);
        line.out("1").out("2").out("3");
        line.news();

        held(a, 0).complete();
        held(a, 0).fail("second");
        held(a, 1).complete();
        line.runTasks();
        held(a, 0).complete();
        held(a, 1).fail("second");
        assertThat(line.tasks).isEmpty();
        fail(line, a, 2);
        held(a, 2).complete();
        line.runTasks();

        assertThat(line.news()).containsExactly("out 1a", "out 2a", "out fails: 1010 a: no 2");
    }

    @Test
    void sessionThatKeepsTheAnswerAndThenThrowsHasFailed() throws ExtensionException {
        Toy throwing = new Toy("x").does((session, direction, message, callback) -> {
            session.hold(direction, message, callback);
            throw new IllegalStateException("bad");
        });
        Line line = Line.of(throwing);
        line.out("1");

        answer(line, throwing, 0);

        assertThat(line.news()).containsExactly("x > 1", "out fails: 1010 x: bad");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nullIsNoAnswer(boolean synchronous) throws ExtensionException {
        Toy completes = new Toy("x").does((session, direction, message, callback) -> callback.complete(null));
        Toy fails = new Toy("y").does((session, direction, message, callback) -> callback.fail(null));
        completes.synchronous = synchronous;
        fails.synchronous = synchronous;
        Line line = Line.of(completes);
        Line other = Line.of(fails);

        line.out("1");
        other.out("1");

        assertThat(line.news()).containsExactly("x > 1", "out fails: 1010 x: A session completed a message with null");
        assertThat(other.news()).containsExactly("y > 1", "out fails: 1010 y: A session failed with null");
    }

    @Test
    void synchronousSessionThatDoesNotAnswerHasFailed() throws ExtensionException {
        Toy late = new Toy("s").synchronous().does(ToySession::hold);
        Line line = Line.of(late);

        line.out("1").in("2");
        answer(line, late, 0);

        assertThat(line.news())
                .containsExactly(
                        "s > 1",
                        "out fails: 1010 s: A synchronous session did not answer before its call returned",
                        "s < 2",
                        "in fails: 1010 s: A synchronous session did not answer before its call returned");
    }

    // Callbacks of the library's

    @Test
    void callbackThatThrowsReachesTheCallerBehindTheRest() throws ExtensionException {
        Line line = Line.of(a);
        line.out("1").out("2").out("3");
        line.news();
        line.insideCallback = () -> {
            throw new IllegalStateException("callback " + line.log.size());
        };
        held(a, 2).complete();
        held(a, 1).complete();
        held(a, 0).complete();

        line.tasks.remove().run();
        line.tasks.remove().run();
        Throwable thrown = catchThrowable(() -> line.tasks.remove().run());

        assertThat(line.news()).containsExactly("out 1a", "out 2a", "out 3a");
        assertThat(thrown).isInstanceOf(IllegalStateException.class).hasMessage("callback 1");
        assertThat(thrown.getSuppressed())
                .extracting(Throwable::getMessage)
                .containsExactly("callback 2", "callback 3");
        line.insideCallback = () -> {};
        line.out("4");
        answer(line, a, 3);
        assertThat(line.news()).containsExactly("a > 4", "out 4a");
    }

    @Test
    void callbackThatThrowsAtASynchronousMessageReachesTheCaller() throws ExtensionException {
        Line line = Line.of(new Toy("s").synchronous());
        line.insideCallback = () -> {
            throw new AssertionError("callback");
        };

        assertThatThrownBy(() -> line.out("1"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("callback");
        line.insideCallback = () -> {};
        line.out("2");

        assertThat(line.news()).containsExactly("s > 1", "out 1s", "s > 2", "out 2s");
    }

    @Test
    void callbackThatThrowsAtAnErrorReachesTheCaller() throws ExtensionException {
        Line line = Line.of(a);
        line.out("1").out("2");
        line.insideCallback = () -> {
            throw new IllegalStateException("callback");
        };

        assertThatThrownBy(() -> fail(line, a, 0)).hasMessage("callback");

        assertThat(line.news()).containsExactly("a > 1", "a > 2", "out fails: 1010 a: no 0");
        assertThat(line.extensions.pendingOutgoing()).isZero();
    }
}
