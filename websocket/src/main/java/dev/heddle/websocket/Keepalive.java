package dev.heddle.websocket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Finds out whether the peer is still there: pings it and waits for any whole frame, and ends what has been idle. A frame
 * costs no more than a counter; the clock is only asked when a timer runs.
 */
final class Keepalive {

    private static final int IDLE_CHECKS = 4;
    private static final int BYTES_PER_FRAME = 16 * 1024;

    private final WebSocketOptions options;
    private final Predicate<ByteBuffer> ping;
    private final Consumer<String> dead;
    private final Deadline nextPing;
    private final Deadline pong;
    private final Deadline idle;
    private final Duration idleTimeout;

    /** How many frames have come, all in all. */
    private long frames;
    /** How many bytes have come that were not counted as a frame. */
    private int bytes;
    /** Whether the deadline of a ping runs. */
    private boolean pongDue;
    /** How many frames had come when that ping went out. */
    private long framesAtPing;

    private long framesAtIdleCheck;
    private int idleChecks;
    private long pings;
    /** While the application does not read, silence says nothing about the peer. */
    private boolean paused;
    /** Nor does it while extensions have so much to do that nothing is read. */
    private boolean held;

    /**
     * Makes what begins with {@link #start}.
     *
     * @param ping sends a ping; answers false if the connection has none to send, now and from now on
     * @param dead ends the connection, and says why
     */
    Keepalive(
            Transport transport,
            WebSocketOptions options,
            Duration idleTimeout,
            Predicate<ByteBuffer> ping,
            Consumer<String> dead) {
        this.options = options;
        this.idleTimeout = idleTimeout;
        this.ping = ping;
        this.dead = dead;
        this.nextPing = new Deadline(transport, this::sendPing);
        this.pong = new Deadline(transport, this::checkPong);
        this.idle = new Deadline(transport, this::checkIdle);
    }

    void start() {
        nextPing.set(options.pingInterval());
        setIdle();
    }

    void stop() {
        nextPing.clear();
        pong.clear();
        idle.clear();
    }

    /** A whole frame has come. */
    void frame() {
        frames++;
    }

    /**
     * Bytes have come. So many of them count as a frame, or the peer could not send a large one over a slow line; fewer
     * do not, or it could hold the connection with a frame that never ends.
     */
    void received(int count) {
        bytes += count;
        if (bytes >= BYTES_PER_FRAME) {
            bytes = 0;
            frames++;
        }
    }

    void paused(boolean nowPaused) {
        paused = nowPaused;
        // What comes after a pause was waiting for it: the peer gets its whole time anew.
        frames++;
    }

    void held(boolean nowHeld) {
        held = nowHeld;
        frames++;
    }

    boolean isPaused() {
        return paused;
    }

    private void sendPing() {
        // While nothing has come, the oldest unanswered ping's deadline runs on.
        if (!pongDue || frames != framesAtPing) {
            pongDue = true;
            framesAtPing = frames;
            pong.set(options.pongTimeout());
        }
        nextPing.set(options.pingInterval());
        // Last, as the connection may end over it, which stops all this.
        pings++;
        if (!ping.test(StandardCharsets.US_ASCII.encode(Long.toString(pings)))) {
            // The drafts before RFC 6455 know no pings: silence is no sign of death there, unless it lasts.
            nextPing.clear();
            pong.clear();
        }
    }

    private void checkPong() {
        pongDue = false;
        if (frames == framesAtPing && !paused && !held) {
            dead.accept("No frame within " + seconds(options.pongTimeout()) + " of a ping (pongTimeout)");
        }
    }

    private void checkIdle() {
        if (frames != framesAtIdleCheck || paused || held) {
            framesAtIdleCheck = frames;
            idleChecks = 0;
        } else if (++idleChecks == IDLE_CHECKS) {
            dead.accept("No frame for " + seconds(idleTimeout) + " (idleTimeout)");
            return;
        }
        setIdle();
    }

    private void setIdle() {
        idle.set(idleTimeout.dividedBy(IDLE_CHECKS));
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() / 1000.0 + " s";
    }
}
