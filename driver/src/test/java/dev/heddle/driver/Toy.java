package dev.heddle.driver;

import dev.heddle.extensions.ClientSession;
import dev.heddle.extensions.Extension;
import dev.heddle.extensions.Message;
import dev.heddle.extensions.Parameters;
import dev.heddle.extensions.ServerSession;
import dev.heddle.extensions.Session;
import dev.heddle.extensions.SessionLimits;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * An extension for tests whose sessions do with messages what the test says: at once, or once the test has them answer. It
 * counts its sessions, and keeps what they were asked.
 */
final class Toy implements Extension {

    /** A message inside a session. */
    record Work(Message message, UnaryOperator<Message> change, Session.Callback callback) {

        void finish() {
            callback.complete(change.apply(message));
        }

        void fail(Throwable cause) {
            callback.fail(cause);
        }
    }

    /** What is inside the sessions that answer later, in the order in which it came. */
    final List<Work> incoming = new ArrayList<>();

    final List<Work> outgoing = new ArrayList<>();
    /** The parameters of the offers or the response that a session was made from. */
    final List<Parameters> seen = new ArrayList<>();

    int made;
    int closed;

    private final String name;
    private final boolean atOnce;
    private int bit;
    private List<Parameters> offer = List.of(Parameters.empty());
    private UnaryOperator<Message> changeIncoming = UnaryOperator.identity();
    private UnaryOperator<Message> changeOutgoing = UnaryOperator.identity();

    private Toy(String name, boolean atOnce) {
        this.name = name;
        this.atOnce = atOnce;
    }

    /** An extension whose sessions answer before the call returns, and say so. */
    static Toy atOnce(String name) {
        return new Toy(name, true);
    }

    /** An extension whose sessions answer when the test says so. */
    static Toy later(String name) {
        return new Toy(name, false);
    }

    /** Claims a reserved bit, 1 to 3. */
    Toy bit(int number) {
        bit = number;
        return this;
    }

    Toy offer(List<Parameters> parameters) {
        offer = parameters;
        return this;
    }

    Toy incoming(UnaryOperator<Message> change) {
        changeIncoming = change;
        return this;
    }

    Toy outgoing(UnaryOperator<Message> change) {
        changeOutgoing = change;
        return this;
    }

    /** Adds its name to each message, in both directions. */
    Toy signs() {
        return incoming(this::sign).outgoing(this::sign);
    }

    /** Has all answered that is inside, in both directions, in the order in which it came. */
    void finishAll() {
        while (!(incoming.isEmpty() && outgoing.isEmpty())) {
            if (!incoming.isEmpty()) {
                incoming.remove(0).finish();
            }
            if (!outgoing.isEmpty()) {
                outgoing.remove(0).finish();
            }
        }
    }

    /** Returns the messages inside in one direction as text. */
    static List<String> texts(List<Work> inside) {
        return inside.stream().map(work -> text(work.message())).toList();
    }

    static String text(Message message) {
        return StandardCharsets.UTF_8.decode(message.data().duplicate()).toString();
    }

    private Message sign(Message message) {
        return message.setData(ByteBuffer.wrap((text(message) + name).getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean rsv1() {
        return bit == 1;
    }

    @Override
    public boolean rsv2() {
        return bit == 2;
    }

    @Override
    public boolean rsv3() {
        return bit == 3;
    }

    @Override
    public ClientSession createClientSession(SessionLimits limits) {
        return new Side();
    }

    @Override
    public ServerSession createServerSession(List<Parameters> offers, SessionLimits limits) {
        seen.addAll(offers);
        return new Side();
    }

    private final class Side implements ClientSession, ServerSession {

        private boolean ended;

        Side() {
            made++;
        }

        @Override
        public List<Parameters> generateOffer() {
            return offer;
        }

        @Override
        public boolean activate(Parameters response) {
            seen.add(response);
            return !response.contains("bad");
        }

        @Override
        public Parameters generateResponse() {
            return Parameters.empty();
        }

        @Override
        public boolean isSynchronous() {
            return atOnce;
        }

        @Override
        public void processIncomingMessage(Message message, Callback callback) {
            process(message, changeIncoming, incoming, callback);
        }

        @Override
        public void processOutgoingMessage(Message message, Callback callback) {
            process(message, changeOutgoing, outgoing, callback);
        }

        private void process(Message message, UnaryOperator<Message> change, List<Work> inside, Callback callback) {
            if (ended) {
                throw new AssertionError("A message behind the close");
            }
            if (atOnce) {
                callback.complete(change.apply(message));
            } else {
                inside.add(new Work(message, change, callback));
            }
        }

        @Override
        public void close() {
            if (ended) {
                throw new AssertionError("Closed twice");
            }
            ended = true;
            closed++;
        }
    }
}
