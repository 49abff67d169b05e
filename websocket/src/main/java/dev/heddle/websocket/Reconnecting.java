package dev.heddle.websocket;

import dev.heddle.driver.CloseCode;
import dev.heddle.websocket.ReconnectStatus.State;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The life of a {@link ReconnectingWebSocket}.
 *
 * <pre>
 *   start ──▶ CONNECTING: request hook ──▶ connect ──▶ OPEN: listener, restore hook, then the queue
 *                 ▲              │            │          │
 *              timer             ▼            ▼          ▼
 *              WAITING ◀──yes── policy ◀───────────── the end ──no──▶ STOPPED
 * </pre>
 *
 * <p>What happens between two connections runs in the lane, on the scheduler's threads, or on the loop of the connection that has just
 * ended; what happens while there is one, on its loop. Neither happens beside the other, so no callback needs a lock.
 */
final class Reconnecting {

    private static final System.Logger LOG = System.getLogger(Reconnecting.class.getName());

    /** How the application ended it. */
    private record Farewell(int code, String reason) {}

    private final ReconnectingBuilder options;
    private final Scheduler scheduler;
    private final SendQueue queue;
    private final Delays delays;
    private final Lane lane = new Lane();
    private final AtomicReference<@Nullable Farewell> farewell = new AtomicReference<>();
    private final CompletableFuture<ReconnectStatus> stopped = new CompletableFuture<>();
    private volatile ReconnectStatus status = new ReconnectStatus(State.CONNECTING, 0, null, null);

    // In the lane

    private Transport.@Nullable Timer timer;
    private @Nullable HookOutcome<ReconnectRequest> asking;
    private @Nullable Attempt attempt;
    /** On the connection's loop, and then in the lane. */
    private @Nullable HookOutcome<Object> restoring;

    // In the lane of those who send

    private final Lane sending = new Lane();
    /** Null while there is no connection, or it is not restored. */
    private @Nullable WebSocket outlet;

    private final Runnable sendWaiting = this::sendWaiting;

    Reconnecting(ReconnectingBuilder options, SendQueue queue) {
        this.options = options;
        this.scheduler = options.scheduler;
        this.queue = queue;
        this.delays = options.delays();
    }

    void start() {
        later(this::attempt);
    }

    ReconnectStatus status() {
        ReconnectStatus now = status;
        return farewell.get() == null || now.state() == State.STOPPED
                ? now
                : new ReconnectStatus(State.STOPPING, now.failures(), null, now.lastEnd());
    }

    CompletionStage<ReconnectStatus> stopped() {
        return stopped.minimalCompletionStage();
    }

    boolean close(int code, String reason) {
        if (status.state() == State.STOPPED || !farewell.compareAndSet(null, new Farewell(code, reason))) {
            return false;
        }
        queue.close();
        later(this::stop);
        return true;
    }

    long nanoTime() {
        return scheduler.nanoTime();
    }

    /** A callback never runs on a thread of the application's, unless the scheduler takes no more tasks: then this is the end. */
    private void later(Runnable task) {
        try {
            scheduler.schedule(0, () -> lane.execute(task));
        } catch (RejectedExecutionException e) {
            lane.execute(task);
        }
    }

    // Between connections

    private void attempt() {
        timer = null;
        if (isClosing()) {
            return;
        }
        tell(State.CONNECTING, status.failures(), 0, status.lastEnd());
        if (isClosing()) {
            return;
        }
        Supplier<? extends CompletionStage<ReconnectRequest>> request = options.request;
        if (request == null) {
            connect(new ReconnectRequest(options.url));
            return;
        }
        try {
            asking = HookOutcome.of(
                    "request",
                    scheduler,
                    options.hookTimeout,
                    request,
                    (wanted, failure) -> later(() -> asked(wanted, failure)));
        } catch (RejectedExecutionException e) {
            ended(notOpened(e));
        }
    }

    private void asked(@Nullable ReconnectRequest request, @Nullable Throwable failure) {
        // The one that is asked for is the only one, as the next attempt begins behind its outcome; or none, as all is
        // over.
        if (asking == null) {
            return;
        }
        asking = null;
        if (isClosing()) {
            return;
        }
        if (request == null) {
            String why = failure == null ? "it made no request" : failure.toString();
            ended(notOpened(new WebSocketException("The request hook failed: " + why, failure)));
        } else {
            connect(request);
        }
    }

    private void connect(ReconnectRequest request) {
        Attempt next = Attempt.of(this, options.listener);
        attempt = next;
        try {
            CompletableFuture<WebSocket> connecting = options.client.connect(request.url(), request.headers(), next);
            next.connecting = connecting;
            CompletionStage<WebSocket> outcome = connecting;
            outcome.whenComplete((open, failure) -> {
                // Else the close event tells, or has told.
                if (failure != null && next.giveUp()) {
                    later(() -> ended(notOpened(failure)));
                }
            });
        } catch (RuntimeException | Error e) {
            if (next.giveUp()) {
                ended(notOpened(e));
            }
        }
    }

    private static CloseEvent notOpened(Throwable cause) {
        return new CloseEvent(
                CloseCode.ABNORMAL,
                "",
                false,
                CloseEvent.By.THIS_SIDE,
                ReadyState.CONNECTING,
                CloseCode.ABNORMAL,
                CloseCode.ABNORMAL,
                cause);
    }

    // The connection's events, on its loop

    /** It is open. */
    void opened(Attempt open, WebSocket socket, Runnable listener) {
        if (isClosing()) {
            listener.run();
            return;
        }
        tell(State.OPEN, status.failures(), 0, status.lastEnd());
        listener.run();
        Function<? super WebSocket, ? extends CompletionStage<?>> restore = options.restore;
        if (restore == null) {
            sendOver(open, socket);
            return;
        }
        if (isClosing()) {
            // What it would send first has nothing behind it.
            return;
        }
        try {
            restoring = HookOutcome.of(
                    "restore", scheduler, options.hookTimeout, () -> restore.apply(socket), (nothing, failure) -> {
                        if (failure == null) {
                            sendOver(open, socket);
                        } else {
                            open.failToRestore(socket, failure);
                        }
                    });
        } catch (RejectedExecutionException e) {
            open.failToRestore(socket, e);
        }
    }

    /** It takes more. */
    void drained() {
        sending.execute(sendWaiting);
    }

    /** It is over, and its listener will be told. */
    void disconnected() {
        sending.execute(() -> {
            outlet = null;
            queue.connectionEnded();
        });
    }

    /** It is over, and its listener was told. */
    void ended(Attempt over, CloseEvent event) {
        lane.execute(() -> {
            Throwable notRestored = over.notRestored();
            if (notRestored != null && event.by() != CloseEvent.By.PEER) {
                ended(notRestored(event, notRestored));
                return;
            }
            if (over.socket() != null && nanoTime() - over.openedAt() >= options.stableTime.toNanos()) {
                delays.reset();
                forgetFailures();
            }
            ended(event);
        });
    }

    private static CloseEvent notRestored(CloseEvent event, Throwable cause) {
        return new CloseEvent(
                CloseCode.UNEXPECTED_CONDITION,
                "",
                event.wasClean(),
                CloseEvent.By.THIS_SIDE,
                ReadyState.OPEN,
                event.sentCode(),
                event.receivedCode(),
                new WebSocketException("The restore hook failed: " + cause, cause));
    }

    private void ended(CloseEvent event) {
        attempt = null;
        if (restoring != null) {
            restoring.forget();
            restoring = null;
        }
        int failures = status.failures() + 1;
        if (isClosing() || !retries(event)) {
            stopped(failures, event);
            return;
        }
        long delay = delays.nextNanos(event);
        tell(State.WAITING, failures, delay, event);
        if (!isClosing()) {
            try {
                timer = scheduler.schedule(delay, () -> lane.execute(this::attempt));
            } catch (RejectedExecutionException e) {
                stopped(failures, event.withCause(new WebSocketException("The scheduler takes no more tasks", e)));
            }
        }
    }

    private boolean retries(CloseEvent event) {
        try {
            return options.retry.retries(event);
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.WARNING, "The policy of a reconnecting WebSocket threw", e);
            return false;
        }
    }

    // The end

    private boolean isClosing() {
        return farewell.get() != null;
    }

    private void stop() {
        Attempt current = attempt;
        if (status.state() == State.STOPPED) {
            return;
        }
        if (current == null || current.giveUp()) {
            if (current != null && current.connecting != null) {
                current.connecting.cancel(false);
            }
            attempt = null;
            stopped(status.failures(), status.lastEnd());
            return;
        }
        // There is, or will be, a close event.
        WebSocket open = current.socket();
        Farewell last = farewell.get();
        if (open != null && last != null) {
            sending.execute(() -> {
                if (options.restore == null && !current.isOver()) {
                    // Its listener may not be back yet from the opening, behind which it would be so anyway.
                    outlet = open;
                }
                sendAll();
                open.close(last.code(), last.reason());
            });
        }
    }

    private void stopped(int failures, @Nullable CloseEvent event) {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        if (asking != null) {
            asking.forget();
            asking = null;
        }
        queue.close();
        sending.execute(queue::clear);
        tell(State.STOPPED, failures, 0, event);
        stopped.complete(status);
    }

    private void tell(State state, int failures, long delayNanos, @Nullable CloseEvent lastEnd) {
        status = new ReconnectStatus(
                state,
                failures,
                state == State.WAITING ? options.clock.instant().plusNanos(delayNanos) : null,
                lastEnd);
        try {
            options.onStatus.accept(status);
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.WARNING, "A status listener of a reconnecting WebSocket threw", e);
        }
    }

    private void forgetFailures() {
        status = new ReconnectStatus(status.state(), 0, null, status.lastEnd());
    }

    // What is sent

    /** Sends what waits, as soon as there is a connection that takes it. */
    void send() {
        sending.execute(sendWaiting);
    }

    private void sendOver(Attempt restored, WebSocket socket) {
        sending.execute(() -> {
            if (!restored.isOver()) {
                outlet = socket;
                sendWaiting();
            }
        });
    }

    private void sendWaiting() {
        boolean more = true;
        while (more) {
            more = outlet != null && !outlet.isCongested() && sendNext(outlet);
        }
    }

    /** What was accepted goes in front of the Close frame, as on any WebSocket. */
    private void sendAll() {
        boolean more = true;
        while (more) {
            more = outlet != null && sendNext(outlet);
        }
    }

    private boolean sendNext(WebSocket open) {
        QueuedMessage next = queue.next();
        if (next == null) {
            return false;
        }
        if (!next.sendOver(open)) {
            queue.putBack(next);
            outlet = null;
            return false;
        }
        return true;
    }
}
