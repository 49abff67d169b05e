package dev.heddle.extensions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** An extension that says what a test told it to say, remembers its sessions, and throws wherever the test wants. */
final class Toy implements Extension {

    /** What a session of the toy does with a message. */
    interface Behaviour {
        void process(ToySession session, Direction direction, Message message, Session.Callback callback);
    }

    final List<ToySession> sessions = new ArrayList<>();
    /** What the sessions were asked, in order, in words; shared by all toys of a test. */
    List<String> log = new ArrayList<>();

    List<Parameters> asked = List.of();
    Behaviour behaviour = ToySession::answer;
    boolean synchronous;
    boolean makesSessions = true;
    Function<Parameters, Boolean> accepts = response -> true;
    List<Parameters> offers = List.of(Parameters.empty());
    Parameters response = Parameters.empty();

    private final String name;
    private final boolean[] bits = new boolean[4];
    private final Map<String, Throwable> thrown = new LinkedHashMap<>();

    Toy(String name) {
        this.name = name;
    }

    Toy bits(int... used) {
        for (int bit : used) {
            bits[bit] = true;
        }
        return this;
    }

    Toy offers(Parameters... parameters) {
        // With nulls, where a test wants them.
        offers = Arrays.asList(parameters);
        return this;
    }

    Toy answers(Parameters parameters) {
        response = parameters;
        return this;
    }

    Toy refuses() {
        accepts = parameters -> false;
        return this;
    }

    Toy withoutSessions() {
        makesSessions = false;
        return this;
    }

    Toy synchronous() {
        synchronous = true;
        return this;
    }

    Toy does(Behaviour what) {
        behaviour = what;
        return this;
    }

    /** Has a method of the extension or its sessions throw. */
    Toy throwsIn(String method) {
        return throwsIn(method, new IllegalStateException("no " + method));
    }

    Toy throwsIn(String method, Throwable what) {
        thrown.put(method, what);
        return this;
    }

    ToySession session() {
        return sessions.get(sessions.size() - 1);
    }

    void called(String method) {
        Throwable what = thrown.get(method);
        if (what instanceof Error error) {
            throw error;
        }
        if (what instanceof RuntimeException exception) {
            throw exception;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean rsv1() {
        called("rsv1");
        return bits[1];
    }

    @Override
    public boolean rsv2() {
        called("rsv2");
        return bits[2];
    }

    @Override
    public boolean rsv3() {
        called("rsv3");
        return bits[3];
    }

    @Override
    public ClientSession createClientSession(SessionLimits limits) {
        called("createClientSession");
        return create();
    }

    @Override
    public ServerSession createServerSession(List<Parameters> offered, SessionLimits limits) {
        asked = offered;
        called("createServerSession");
        return create();
    }

    private ToySession create() {
        if (!makesSessions) {
            return null;
        }
        ToySession session = new ToySession(this);
        sessions.add(session);
        return session;
    }
}
