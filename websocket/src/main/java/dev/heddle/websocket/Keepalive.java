package dev.heddle.websocket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Finds out whether the peer is still there: pings it and waits for any whole frame, and ends what has been idle. A frame
 * costs no more than a counter; the clock is only asked when the timer runs, of which there is one for all three times.
 */
abstract class Keepalive extends Deadline {

    private static final int IDLE_CHECKS = 4;
    private static final int BYTES_PER_FRAME = 16 * 1024;
    private static final long NEVER = Long.MAX_VALUE;

    private final WebSocketOptions options;
    private final Duration idleTimeout;

    // The nanoseconds from when the timer was set

    private long untilPing = NEVER;
    /** Until the oldest ping that nothing came behind must be answered. */
    private long untilPong = NEVER;

    private long untilIdleCheck = NEVER;

    /** How many frames have come, all in all; may overflow, as it is only looked at for changes. */
    private int frames;
    /** How many bytes have come that were not counted as a frame. */
    private int bytes;
    /** How many frames had come when that ping went out. */
    private int framesAtPing;

    private int framesAtIdleCheck;
    private byte idleChecks;
    private int pings;
    /** While nothing is read, silence says nothing about the peer. */
    private boolean held;

    /** Makes what begins with {@link #start}. */
    Keepalive(Transport transport, WebSocketOptions options, Duration idleTimeout) {
        super(transport);
        this.options = options;
        this.idleTimeout = idleTimeout;
    }

    /** Sends a ping; answers false if the connection has none to send, now and from now on. */
    abstract boolean ping(ByteBuffer payload);

    /** Ends the connection, and says why. */
    abstract void dead(String why);

    final void start() {
        untilPing = nanos(options.pingInterval());
        untilIdleCheck = nanos(idleTimeout.dividedBy(IDLE_CHECKS));
        sleep();
    }

    final void stop() {
        untilPing = NEVER;
        untilPong = NEVER;
        untilIdleCheck = NEVER;
        clear();
    }

    /** A whole frame has come. */
    final void frame() {
        frames++;
    }

    /**
     * Bytes have come. So many of them count as a frame, or the peer could not send a large one over a slow line; fewer
     * do not, or it could hold the connection with a frame that never ends.
     */
    final void received(int count) {
        bytes += count;
        if (bytes >= BYTES_PER_FRAME) {
            bytes = 0;
            frames++;
        }
    }

    final void held(boolean nowHeld) {
        held = nowHeld;
        // What comes behind it was waiting for it: the peer gets its whole time anew.
        frames++;
    }

    @Override
    final void missed() {
        long slept = untilFirst();
        untilPong = rest(untilPong, slept);
        untilPing = rest(untilPing, slept);
        untilIdleCheck = rest(untilIdleCheck, slept);
        // Each may end the connection, which stops the others; where two are due, an answer is missed before the next
        // ping.
        if (untilPong == 0) {
            checkPong();
        }
        if (untilPing == 0) {
            sendPing();
        }
        if (untilIdleCheck == 0) {
            checkIdle();
        }
        sleep();
    }

    private void sendPing() {
        // While nothing has come, the oldest unanswered ping's deadline runs on.
        if (untilPong == NEVER || frames != framesAtPing) {
            framesAtPing = frames;
            untilPong = nanos(options.pongTimeout());
        }
        untilPing = nanos(options.pingInterval());
        // Last, as the connection may end over it, which stops all this.
        pings++;
        if (!ping(StandardCharsets.US_ASCII.encode(Integer.toString(pings)))) {
            // The drafts before RFC 6455 know no pings: silence is no sign of death there, unless it lasts.
            untilPing = NEVER;
            untilPong = NEVER;
        }
    }

    private void checkPong() {
        untilPong = NEVER;
        if (frames == framesAtPing && !held) {
            dead("No frame within " + seconds(options.pongTimeout()) + " of a ping (pongTimeout)");
        }
    }

    private void checkIdle() {
        untilIdleCheck = nanos(idleTimeout.dividedBy(IDLE_CHECKS));
        if (frames != framesAtIdleCheck || held) {
            framesAtIdleCheck = frames;
            idleChecks = 0;
        } else if (++idleChecks == IDLE_CHECKS) {
            dead("No frame for " + seconds(idleTimeout) + " (idleTimeout)");
        }
    }

    /** Sets the timer to what comes first. */
    private void sleep() {
        long first = untilFirst();
        setNanos(first == NEVER ? 0 : first);
    }

    private long untilFirst() {
        return Math.min(untilPing, Math.min(untilPong, untilIdleCheck));
    }

    private static long rest(long until, long slept) {
        return until == NEVER ? NEVER : until - slept;
    }

    private static long nanos(Duration time) {
        return time.isZero() ? NEVER : time.toNanos();
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() / 1000.0 + " s";
    }
}
