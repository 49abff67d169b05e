package dev.heddle.extensions;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Takes a session's answer for one message, from any thread.
 *
 * <pre>
 *   ASKED ──the call returns──▶ AWAITED ──answer──▶ the outcome, and the executor has the pipeline take it up
 *     └─────────answer────────▶ the outcome, taken up when the call returns
 * </pre>
 */
final class Answer implements Session.Callback {

    /** What a session made of a message: a message or a failure. */
    private interface State {}

    private enum Open implements State {
        ASKED,
        AWAITED
    }

    private record Completed(Message message) implements State {}

    private record Failed(Throwable cause) implements State {}

    private final Pipeline pipeline;
    private final Passage passage;
    private final AtomicReference<State> state = new AtomicReference<>(Open.ASKED);

    Answer(Pipeline pipeline, Passage passage) {
        this.pipeline = pipeline;
        this.passage = passage;
    }

    @Override
    public void complete(Message message) {
        answer(
                message == null
                        ? new Failed(new NullPointerException("A session completed a message with null"))
                        : new Completed(message));
    }

    @Override
    public void fail(Throwable cause) {
        answer(new Failed(cause == null ? new NullPointerException("A session failed with null") : cause));
    }

    /** The call of the session has returned: tells whether the answer is there already. */
    boolean isThere() {
        return !state.compareAndSet(Open.ASKED, Open.AWAITED);
    }

    /** Gives the outcome to the passage, on the connection's thread. */
    void takeUp() {
        State outcome = state.get();
        if (outcome instanceof Completed completed) {
            pipeline.completed(passage, completed.message(), true);
        } else if (outcome instanceof Failed failed) {
            pipeline.failed(passage, failed.cause());
        }
    }

    private void answer(State outcome) {
        if (state.compareAndSet(Open.ASKED, outcome)) {
            return;
        }
        if (state.compareAndSet(Open.AWAITED, outcome)) {
            pipeline.resume(this);
        }
    }
}
