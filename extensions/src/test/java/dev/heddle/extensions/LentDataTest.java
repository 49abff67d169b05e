package dev.heddle.extensions;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is only lent is copied before its owner has it back. {@link Line} overwrites all that it lends. */
class LentDataTest {

    private final Toy held = new Toy("h").does(ToySession::hold);
    private final Toy synchronous = new Toy("s").synchronous();

    private void answer(Line line, int index) {
        held.session().held.get(index).complete();
        line.runTasks();
    }

    @Test
    void messageInsideASessionIsItsOwn() throws ExtensionException {
        Line line = Line.of(held);
        line.out("1").in("2");
        line.news();

        answer(line, 0);
        answer(line, 1);

        assertThat(line.log).containsExactly("out 1h", "in 2h");
    }

    @Test
    void messageThatASynchronousSessionLendsIsCopiedForTheNext() throws ExtensionException {
        Line line = Line.of(synchronous, held);
        // The second one overwrites what the session lent as the first one.
        line.out("1").out("2");
        line.news();

        answer(line, 1);
        answer(line, 0);

        assertThat(line.log).containsExactly("out 1sh", "out 2sh");
    }

    @Test
    void messageThatASynchronousSessionLendsIsCopiedWhereItWaits() throws ExtensionException {
        Line line = Line.of(held, synchronous, new Toy("t").does(ToySession::hold));
        line.out("1").out("2").out("3");
        line.news();

        answer(line, 0);
        answer(line, 1);
        answer(line, 2);

        assertThat(line.log).containsExactly("s > 1h", "t > 1hs", "s > 2h", "t > 2hs", "s > 3h", "t > 3hs");
    }

    @Test
    void messageHandedOverInsideACallbackIsCopiedIfItHasToWait() throws ExtensionException {
        Line line = Line.of(held);
        line.out("1");
        line.insideCallback = () -> {
            line.insideCallback = () -> {};
            line.out("2").out("3");
        };
        line.news();

        answer(line, 0);

        assertThat(line.news()).containsExactly("out 1h", "h > 2", "h > 3");
    }

    @Test
    void messageHandedOverInsideACallForAnotherIsCopied() throws ExtensionException {
        List<Line> lines = new ArrayList<>();
        Toy sender = new Toy("x").does((session, direction, message, callback) -> {
            if (ToySession.text(message).equals("1")) {
                lines.get(0).out("2");
            }
            callback.complete(message);
        });
        Line line = Line.of(sender);
        lines.add(line);

        line.out("1");

        assertThat(line.log).containsExactly("x > 1", "out 1", "x > 2", "out 2");
    }

    /** A session may give memory back when it is closed. */
    @Test
    void whatASynchronousSessionLentOutlivesTheSession() throws ExtensionException {
        Line line = Line.of(held, synchronous);
        line.out("1").close();
        line.news();

        answer(line, 0);

        assertThat(line.log).containsExactly("h closed", "s > 1h", "s closed", "out 1hs", "all closed");
    }

    @Test
    void dataThatASessionPassesOnUntouchedIsTheCallersUntilTheCallReturns() throws ExtensionException {
        Toy through =
                new Toy("x").synchronous().does((session, direction, message, callback) -> callback.complete(message));
        Line line = Line.of(through, held);
        line.out("1").out("2");
        line.news();

        answer(line, 0);
        answer(line, 1);

        assertThat(line.log).containsExactly("out 1h", "out 2h");
    }

    @Test
    void directAndReadOnlyDataIsReadFromItsPositionToItsLimitAndNotMoved() throws ExtensionException {
        Toy takes = new Toy("x").does((session, direction, message, callback) -> {
            byte[] bytes = new byte[message.data().remaining()];
            message.data().get(bytes);
            callback.complete(message.setData(ByteBuffer.wrap(bytes)));
        });
        ByteBuffer heap = ByteBuffer.wrap("(1)".getBytes(US_ASCII), 1, 1);
        ByteBuffer direct =
                ByteBuffer.allocateDirect(3).put(1, (byte) '1').limit(2).position(1);
        for (ByteBuffer data : List.of(heap, direct, heap.asReadOnlyBuffer(), heap.slice())) {
            int position = data.position();
            List<String> out = new ArrayList<>();
            Extensions extensions = new Extensions(new SessionLimits(1000), Runnable::run);
            extensions.add(takes);
            extensions.generateResponse("x");

            extensions.processOutgoingMessage(new Message(2, data), collect(out));

            assertThat(out).containsExactly("1");
            assertThat(data.position()).isEqualTo(position);
            assertThat(data.remaining()).isEqualTo(1);
        }
    }

    @Test
    void copyOfAMessageIsTheSameMessageWithBytesOfItsOwn() {
        byte[] bytes = {1, 2, 3};
        Message message = new Message(2, ByteBuffer.wrap(bytes, 1, 2))
                .setRsv1(true)
                .setRsv3(true)
                .setCompress(false)
                .setMaxFrame(7);

        Message copy = message.copy();
        Arrays.fill(bytes, (byte) 9);

        assertThat(copy.data()).isEqualTo(ByteBuffer.wrap(new byte[] {2, 3}));
        assertThat(copy.opcode()).isEqualTo(2);
        assertThat(List.of(copy.rsv1(), copy.rsv2(), copy.rsv3())).containsExactly(true, false, true);
        assertThat(copy.compress()).isFalse();
        assertThat(copy.maxFrame()).isEqualTo(7);
    }

    private static Session.Callback collect(List<String> out) {
        return new Session.Callback() {

            @Override
            public void complete(Message message) {
                out.add(ToySession.text(message));
            }

            @Override
            public void fail(Throwable cause) {
                throw new AssertionError(cause);
            }
        };
    }
}
