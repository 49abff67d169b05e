package dev.heddle.extensions;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a connection's messages through its sessions. A message enters a session when the one in front of it
 * has, whether or not that has left it again; so each session sees wire order and is fed as early as possible, and what
 * comes out last is in wire order too.
 *
 * <p>Where only synchronous sessions are passed and nobody is ahead, a message goes straight through and leaves nothing
 * behind. Otherwise it becomes a {@link Passage} in a list.
 */
final class Pipeline {

    private final Direction direction;
    private final ActiveSession[] stages;
    private final Executor executor;
    private final Faults faults;
    /** What to do when no message can move any further. */
    private final Runnable settled;

    /** What asks each stage, if it is synchronous. */
    private final AtOnce[] atOnce;
    /** The passages that may be able to move. */
    private final Queue<Passage> movable = new ArrayDeque<>(1);

    private @Nullable Passage first;
    private @Nullable Passage last;
    private int messages;
    private long bytes;
    /** Whether passages are being moved. */
    private boolean moving;
    /** Whether nothing more is taken. */
    private boolean stopped;

    /**
     * Makes a pipeline.
     *
     * @param stages in the order in which messages pass
     * @param settled runs behind each time that messages have moved
     */
    Pipeline(Direction direction, List<ActiveSession> stages, Executor executor, Faults faults, Runnable settled) {
        this.direction = direction;
        this.stages = stages.toArray(new ActiveSession[0]);
        this.atOnce = stages.stream().map(stage -> new AtOnce()).toArray(AtOnce[]::new);
        this.executor = executor;
        this.faults = faults;
        this.settled = settled;
    }

    /** Returns how many messages are under way. */
    int messages() {
        return messages;
    }

    /** Returns how many bytes the messages under way have now, which may be more than they came with. */
    long bytes() {
        return bytes;
    }

    /** Takes a message, which is lent for the call; what comes out is lent to the callback. */
    void process(Message message, Session.Callback callback) {
        if (stopped) {
            return;
        }
        Message current = message;
        int stage = 0;
        while (first == null && stage < stages.length && stages[stage].isSynchronous()) {
            Message out = atOnce[stage].ask(stages[stage], direction, current);
            if (out == null) {
                stopped = true;
                callback.fail(ExtensionException.of(stages[stage].name(), atOnce[stage].failure()));
                return;
            }
            current = out;
            stage++;
        }
        if (first == null && stage == stages.length) {
            callback.complete(current);
        } else {
            Passage passage = new Passage(current, stage, callback);
            faults.run(() -> add(passage));
        }
    }

    /** Takes no more messages. */
    void stop() {
        stopped = true;
    }

    /** Takes no more messages, and lets none come out. */
    void abort() {
        stopped = true;
        Passage head = first;
        first = null;
        last = null;
        dropFrom(head);
    }

    /** A session has answered behind its call. */
    void resume(Answer answer) {
        executor.execute(() -> faults.run(answer::takeUp));
    }

    /** A session has completed a message. */
    void completed(Passage passage, Message message, boolean owned) {
        ActiveSession session = stages[passage.stage];
        passage.inside = false;
        passage.stage++;
        passage.message = message;
        int grown = passage.measure();
        if (!passage.dropped) {
            bytes += grown;
        }
        passage.owned = owned;
        if (session.isClosing()) {
            // A session that is closed may take back what it lent.
            passage.own();
        }
        session.leave();
        move(passage);
    }

    /** A session has failed to process a message. */
    void failed(Passage passage, Throwable cause) {
        ActiveSession session = stages[passage.stage];
        passage.inside = false;
        session.leave();
        if (!passage.dropped) {
            passage.failure = ExtensionException.of(session.name(), cause);
            leaveFrom(passage.stage + 1);
            stopped = true;
            Passage behind = passage.next;
            passage.next = null;
            last = passage;
            dropFrom(behind);
        }
        move(passage);
    }

    private void add(Passage passage) {
        for (int i = passage.stage; i < stages.length; i++) {
            stages[i].expect();
        }
        messages++;
        bytes += passage.size;
        passage.previous = last;
        if (last == null) {
            first = passage;
        } else {
            last.next = passage;
        }
        last = passage;
        if (moving) {
            // The message was lent for a call that returns before the passage gets its turn.
            passage.own();
        }
        move(passage);
    }

    /** Moves a passage and all that this makes movable; from inside a call of a session, when that has returned. */
    private void move(Passage start) {
        movable.add(start);
        if (moving) {
            return;
        }
        moving = true;
        try {
            for (Passage passage = movable.poll(); passage != null; passage = movable.poll()) {
                advance(passage);
            }
        } finally {
            moving = false;
        }
        settled.run();
    }

    /** Moves a passage as far as it can go now. */
    private void advance(Passage passage) {
        Passage behind = passage.next;
        boolean moved = false;
        while (canMove(passage)) {
            moved = true;
            if (passage.failure != null || passage.stage == stages.length) {
                comeOut(passage);
            } else {
                enter(passage);
            }
        }
        if (!passage.inside && !passage.dropped) {
            passage.own();
        }
        if (moved && behind != null) {
            movable.add(behind);
        }
    }

    private boolean canMove(Passage passage) {
        if (passage.inside || passage.dropped) {
            return false;
        }
        Passage ahead = passage.previous;
        return ahead == null || passage.failure == null && ahead.hasEntered(passage.stage);
    }

    private void enter(Passage passage) {
        ActiveSession session = stages[passage.stage];
        passage.inside = true;
        if (session.isSynchronous()) {
            AtOnce asked = atOnce[passage.stage];
            Message out = asked.ask(session, direction, passage.message);
            if (out == null) {
                failed(passage, asked.failure());
            } else {
                completed(passage, out, false);
            }
            return;
        }
        passage.own();
        Answer answer = new Answer(this, passage);
        try {
            session.process(direction, passage.message, answer);
        } catch (Throwable e) {
            // Also what is checked, and thrown all the same.
            answer.fail(e);
        }
        if (answer.isThere()) {
            answer.takeUp();
        }
    }

    /** The first of all leaves the list, and then meets its callback; a session may keep an old answer, not its neighbours. */
    private void comeOut(Passage passage) {
        remove(passage);
        first = passage.next;
        passage.next = null;
        if (first == null) {
            last = null;
        } else {
            first.previous = null;
        }
        ExtensionException failure = passage.failure;
        if (failure != null) {
            faults.collect(() -> passage.callback.fail(failure));
        } else {
            faults.collect(() -> passage.callback.complete(passage.message));
        }
    }

    /** Drops a passage that is not in the list any more, and all behind it. */
    private void dropFrom(@Nullable Passage start) {
        Passage passage = start;
        while (passage != null) {
            Passage behind = passage.next;
            passage.previous = null;
            passage.next = null;
            remove(passage);
            if (passage.failure == null) {
                leaveFrom(passage.inside ? passage.stage + 1 : passage.stage);
            }
            passage = behind;
        }
    }

    private void remove(Passage passage) {
        passage.dropped = true;
        messages--;
        bytes -= passage.size;
    }

    private void leaveFrom(int stage) {
        for (int i = stage; i < stages.length; i++) {
            stages[i].leave();
        }
    }
}
