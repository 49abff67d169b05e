package dev.heddle.extensions;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A session of a {@link Toy}; it makes {@code 1} into {@code 1a} if its name is {@code a}. */
final class ToySession implements ClientSession, ServerSession {

    /** A message that the session was handed. */
    record Call(ToySession session, Message message, Session.Callback callback) {

        void complete() {
            callback.complete(session.change(message));
        }

        void fail(String text) {
            callback.fail(new IllegalStateException(text));
        }
    }

    /** The messages that the session holds, in the order in which they were handed over. */
    final List<Call> held = new ArrayList<>();

    int closed;

    private final Toy toy;
    /** What a synchronous session writes into, again and again. */
    private final byte[] scratch = new byte[64];

    ToySession(Toy toy) {
        this.toy = toy;
    }

    static String text(Message message) {
        return US_ASCII.decode(message.data().duplicate()).toString();
    }

    String name() {
        return toy.name();
    }

    /** Answers inside the call. */
    void answer(Direction direction, Message message, Session.Callback callback) {
        callback.complete(change(message));
    }

    /** Answers when the test says so. */
    void hold(Direction direction, Message message, Session.Callback callback) {
        held.add(new Call(this, message, callback));
    }

    /** Returns the message with the session's name behind its text. */
    Message change(Message message) {
        byte[] text = (text(message) + name()).getBytes(US_ASCII);
        if (!toy.synchronous) {
            return message.setData(ByteBuffer.wrap(text));
        }
        System.arraycopy(text, 0, scratch, 0, text.length);
        return message.setData(ByteBuffer.wrap(scratch, 0, text.length));
    }

    @Override
    public List<Parameters> generateOffer() {
        toy.called("generateOffer");
        return toy.offers;
    }

    @Override
    public boolean activate(Parameters response) {
        toy.called("activate");
        return toy.accepts.apply(response);
    }

    @Override
    public Parameters generateResponse() {
        toy.called("generateResponse");
        return toy.response;
    }

    @Override
    public boolean isSynchronous() {
        toy.called("isSynchronous");
        return toy.synchronous;
    }

    @Override
    public void processIncomingMessage(Message message, Callback callback) {
        process(Direction.INCOMING, message, callback);
    }

    @Override
    public void processOutgoingMessage(Message message, Callback callback) {
        process(Direction.OUTGOING, message, callback);
    }

    private void process(Direction direction, Message message, Callback callback) {
        assertThat(closed).as("%s is called though it is closed", name()).isZero();
        toy.log.add(name() + (direction == Direction.INCOMING ? " < " : " > ") + text(message));
        toy.behaviour.process(this, direction, message, callback);
    }

    @Override
    public void close() {
        closed++;
        toy.log.add(name() + " closed");
        // What it lent out is not there any more.
        Arrays.fill(scratch, (byte) '?');
        toy.called("close");
    }
}
