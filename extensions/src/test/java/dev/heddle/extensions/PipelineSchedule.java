package dev.heddle.extensions;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;

/** One random schedule: what the extensions do is compared with the {@link PipelineModel} behind each step. */
final class PipelineSchedule {

    /** What a session or a callback throws on purpose. */
    static final class Planned extends RuntimeException {

        private static final long serialVersionUID = 1;

        Planned() {
            super("planned", null, true, false);
        }
    }

    /** A message that a session has not answered for, or an answer that is on its way. */
    record Call(Direction direction, int session, int message, Session.Callback callback, Message data) {}

    /** What happened to messages in one direction. */
    private static final class Seen {
        private int taken;
        private int out;
        private int errors;
    }

    private final Random random;
    private final PipelinePlan plan;
    private final PipelineModel model;
    private final PipelineWorker[] workers;
    private final Seen[] seen = {new Seen(), new Seen()};
    private final Extensions extensions;
    /** Whether the executor runs a task where it is given one. */
    private final boolean direct;

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<Call> held = new ArrayList<>();
    /** The answers that were given behind their calls, in order, and that the model has not heard of. */
    private final Queue<Call> answered = new ArrayDeque<>();

    private int closes;
    private int closed;
    private boolean aborted;
    private String problem = "";
    private String step = "";
    private int steps;

    PipelineSchedule(long seed) throws ExtensionException {
        random = new Random(seed);
        plan = new PipelinePlan(seed, random);
        model = new PipelineModel(plan);
        direct = random.nextInt(4) == 0;
        extensions = new Extensions(new SessionLimits(1000), direct ? Runnable::run : tasks::add);
        workers = new PipelineWorker[plan.sessions];
        StringBuilder offer = new StringBuilder("unknown");
        for (int i = 0; i < plan.sessions; i++) {
            workers[i] = new PipelineWorker(this, plan, i);
            extensions.add(workers[i]);
            offer.append(", ").append(workers[i].name());
        }
        extensions.generateResponse(offer.toString());
    }

    /** Runs it, and returns what it was like: how many errors, messages that an abort or error dropped, and early answers. */
    int[] run() {
        for (int left = 10 + random.nextInt(50); left > 0; left--) {
            int dice = random.nextInt(100);
            if (dice < 45) {
                take(random.nextBoolean() ? Direction.INCOMING : Direction.OUTGOING);
            } else if (dice < 75) {
                answerAny();
            } else if (dice < 97) {
                runTask();
            } else if (dice < 99) {
                close();
            } else {
                abort();
            }
        }
        close();
        while (!held.isEmpty() || !tasks.isEmpty()) {
            if (random.nextBoolean()) {
                answerAny();
            } else {
                runTask();
            }
        }
        return drained();
    }

    // Steps

    private void take(Direction direction) {
        Seen happened = seen[PipelinePlan.index(direction)];
        int number = happened.taken;
        byte[] bytes = text(number, "").getBytes(US_ASCII);
        step = "message";
        Message message = new Message(1, ByteBuffer.wrap(bytes));
        Exit exit = new Exit(direction, model.stopped(direction) ? -1 : number);
        if (!model.stopped(direction)) {
            happened.taken++;
        }
        attempt(() -> {
            if (direction == Direction.INCOMING) {
                extensions.processIncomingMessage(message, exit);
            } else {
                extensions.processOutgoingMessage(message, exit);
            }
        });
        if (!new String(bytes, US_ASCII).equals(text(number, ""))) {
            problem("The caller's bytes were written to");
        }
        Arrays.fill(bytes, (byte) '?');
        model.take(direction, bytes.length);
        compare();
    }

    private void answerAny() {
        if (!held.isEmpty()) {
            Call call = held.remove(random.nextInt(held.size()));
            step = "answer";
            attempt(() -> answer(call));
            compare();
        }
    }

    /** Keeps a message for later; some sessions answer for another one then. */
    void hold(Call call, boolean answersAnother) {
        held.add(call);
        // Where an answer is taken up at once, failures would depend on which message moves first.
        if (answersAnother && held.size() > 1 && !(direct && plan.failing)) {
            answer(held.remove(random.nextInt(held.size() - 1)));
        }
    }

    private void answer(Call call) {
        answered.add(call);
        if (plan.failsLater(call.direction, call.session, call.message)) {
            call.callback.fail(new Planned());
        } else {
            call.callback.complete(workers[call.session].change(call.data));
        }
        if (random.nextInt(8) == 0) {
            call.callback.fail(new Planned());
            call.callback.complete(call.data);
        }
    }

    private void runTask() {
        Runnable task = tasks.poll();
        if (task != null) {
            step = "task";
            attempt(task);
            compareAfter(1);
        }
    }

    private void close() {
        step = "close";
        closes++;
        attempt(() -> extensions.close(() -> {
            closed++;
            throwSometimes();
        }));
        model.close();
        compare();
    }

    private void abort() {
        step = "abort";
        aborted = true;
        attempt(extensions::abort);
        model.abort();
        compare();
    }

    private static void attempt(Runnable call) {
        try {
            call.run();
        } catch (Planned planned) {
            for (Throwable other : planned.getSuppressed()) {
                if (!(other instanceof Planned)) {
                    throw new AssertionError(other);
                }
            }
        }
    }

    void throwSometimes() {
        if (random.nextInt(40) == 0) {
            throw new Planned();
        }
    }

    // Comparing

    private void compare() {
        compareAfter(direct ? answered.size() : 0);
    }

    private void compareAfter(int answers) {
        steps++;
        for (int i = 0; i < answers; i++) {
            Call call = answered.remove();
            model.answered(call.direction, call.session, call.message);
        }
        same("tasks", direct ? 0 : answered.size(), tasks.size());
        for (Direction direction : Direction.values()) {
            Seen happened = seen[PipelinePlan.index(direction)];
            same("out", model.out(direction), happened.out + happened.errors);
            same("errors", model.failed(direction) ? 1 : 0, happened.errors);
            for (PipelineWorker worker : workers) {
                same("handed", model.handed(direction, worker.index), worker.handed[PipelinePlan.index(direction)]);
            }
        }
        same("incoming", model.pending(Direction.INCOMING), extensions.pendingIncoming());
        same("outgoing", model.pending(Direction.OUTGOING), extensions.pendingOutgoing());
        same("incoming bytes", model.bytes(Direction.INCOMING), extensions.pendingIncomingBytes());
        same("outgoing bytes", model.bytes(Direction.OUTGOING), extensions.pendingOutgoingBytes());
        for (PipelineWorker worker : workers) {
            same("closed", model.closed(worker.index) ? 1 : 0, worker.closed);
        }
        same("callbacks", model.allClosed() ? closes : 0, closed);
        check();
    }

    private void same(String what, long expected, long actual) {
        if (expected != actual) {
            problem(what + ": expected " + expected + ", but was " + actual);
        }
    }

    void problem(String text) {
        if (problem.isEmpty()) {
            problem = text;
        }
    }

    private void check() {
        if (!problem.isEmpty()) {
            throw new AssertionError("seed " + plan.seed + ", step " + steps + ", " + step + ": " + problem);
        }
    }

    /** Checks, without the model, that everything has come to its end. */
    private int[] drained() {
        int lost = 0;
        for (Seen happened : seen) {
            if (!aborted && happened.errors == 0) {
                same("all that was taken", happened.taken, happened.out);
            }
            lost += happened.taken - happened.out - happened.errors;
        }
        for (PipelineWorker worker : workers) {
            same("closed", 1, worker.closed);
        }
        same("callbacks", closes, closed);
        same("pending", 0, extensions.pendingIncoming() + extensions.pendingOutgoing());
        check();
        return new int[] {seen[0].errors + seen[1].errors, lost};
    }

    /** Returns message so and so, behind the sessions that are named. */
    String text(int number, String names) {
        return number + ".".repeat(plan.dice(Direction.INCOMING, 0, number, 4, 5)) + names;
    }

    /** Returns the names of the sessions that a message has passed before one of them, or before it comes out. */
    String passed(Direction direction, int session) {
        return direction == Direction.OUTGOING
                ? "abcd".substring(0, session)
                : "dcba".substring(4 - plan.sessions, 3 - session);
    }

    /** Takes one message that comes out. */
    private final class Exit implements Session.Callback {

        private final Direction direction;
        private final int number;

        Exit(Direction direction, int number) {
            this.direction = direction;
            this.number = number;
        }

        @Override
        public void complete(Message message) {
            Seen happened = seen[PipelinePlan.index(direction)];
            if (happened.errors > 0 || happened.out != number) {
                problem("Message " + number + " came out in place of " + happened.out);
            }
            happened.out++;
            String expected = text(number, passed(direction, direction == Direction.OUTGOING ? plan.sessions : -1));
            if (!expected.equals(ToySession.text(message))) {
                problem("Message " + number + " came out as " + ToySession.text(message));
            }
            throwSometimes();
        }

        @Override
        public void fail(Throwable cause) {
            Seen happened = seen[PipelinePlan.index(direction)];
            if (happened.errors > 0 || happened.out != number || !(cause instanceof ExtensionException)) {
                problem("Message " + number + " failed in place of " + happened.out);
            }
            happened.errors++;
            throwSometimes();
        }
    }
}
