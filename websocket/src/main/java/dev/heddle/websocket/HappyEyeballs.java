package dev.heddle.websocket;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * For the adapter of a client: which of a host's addresses is tried when, without I/O. One attempt goes behind the other, with a
 * delay between them that a failure ends; who connects first wins, and the others are given up. So a path that swallows
 * everything, as a broken IPv6 does, costs no more than the delay. Source: RFC 8305 §4, §5. Belongs to one loop.
 *
 * <pre>
 *   start ──▶ begin(address) ─ ─ ▶ began ──delay──▶ begin(next) …
 *                                    ├──▶ failed ──▶ begin(next) …, at the end: failed(cause)
 *                                    └──▶ connected ──▶ giveUp(each other)
 * </pre>
 */
public final class HappyEyeballs {

    /** Makes the attempts. */
    public interface Attempts {

        /**
         * An attempt is due: the adapter says {@link HappyEyeballs#began} when it makes it, which may be later and inside this
         * call, or {@link HappyEyeballs#failed}.
         */
        void begin(InetAddress address);

        /** An attempt that is due or under way is not wanted any more; nothing is to be said about it from now on. */
        void giveUp(InetAddress address);

        /**
         * All have failed.
         *
         * @param cause why the first one did; the others' causes are suppressed in it
         */
        void failed(Throwable cause);

        /** Runs a task on the loop after a delay of at least 1 ns. */
        Transport.Timer schedule(long delayNanos, Runnable task);
    }

    private final Attempts attempts;
    private final long delayNanos;
    private final Deque<InetAddress> waiting;
    /** Those that are due or under way. */
    private final Set<InetAddress> trying = new LinkedHashSet<>();

    private Transport.@Nullable Timer timer;
    /** Why the first one failed, or null. */
    private @Nullable Throwable cause;

    private boolean over;

    /**
     * Makes a race.
     *
     * @param addresses those of one host, at least one, the preferred one first
     * @param attemptDelay the time between two attempts, at least 1 ns
     */
    public HappyEyeballs(List<InetAddress> addresses, Duration attemptDelay, Attempts attempts) {
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("There must be an address to connect to");
        }
        this.waiting = new ArrayDeque<>(interleaved(addresses));
        this.delayNanos = attemptDelay.toNanos();
        this.attempts = attempts;
    }

    /**
     * Returns addresses in the order in which they are tried: IPv6 and IPv4 by turns, beginning with the first one's family, each
     * family's in the order given; each address once. Source: RFC 8305 §4.
     */
    static List<InetAddress> interleaved(List<InetAddress> addresses) {
        Class<?> family = addresses.get(0).getClass();
        Deque<InetAddress> preferred = new ArrayDeque<>();
        Deque<InetAddress> others = new ArrayDeque<>();
        for (InetAddress address : new LinkedHashSet<>(addresses)) {
            (family.isInstance(address) ? preferred : others).add(address);
        }
        List<InetAddress> order = new ArrayList<>();
        while (!preferred.isEmpty() || !others.isEmpty()) {
            addFirst(preferred, order);
            addFirst(others, order);
        }
        return order;
    }

    private static void addFirst(Deque<InetAddress> from, List<InetAddress> to) {
        InetAddress first = from.poll();
        if (first != null) {
            to.add(first);
        }
    }

    /** Returns an error that says which host name could not be resolved: those of the JDK mostly are the name alone. */
    public static UnknownHostException unknown(String host, UnknownHostException cause) {
        UnknownHostException unknown = new UnknownHostException("Host name " + host + " could not be resolved");
        unknown.initCause(cause);
        return unknown;
    }

    /** Begins the first attempt. */
    public void start() {
        beginNext();
    }

    /** An attempt has really begun: the next one's delay runs from here. */
    public void began(InetAddress address) {
        if (!over && trying.contains(address) && !waiting.isEmpty()) {
            cancelTimer();
            timer = attempts.schedule(delayNanos, this::beginNext);
        }
    }

    /** An attempt has failed: the next one begins at once, or all have failed. */
    public void failed(InetAddress address, Throwable why) {
        if (over || !trying.remove(address)) {
            return;
        }
        Throwable first = cause;
        if (first == null) {
            cause = why;
        } else if (first != why) {
            first.addSuppressed(why);
        }
        if (!waiting.isEmpty()) {
            beginNext();
        } else if (trying.isEmpty()) {
            over = true;
            attempts.failed(first == null ? why : first);
        }
    }

    /**
     * An attempt has connected: the others are given up.
     *
     * @return false if it comes too late, so that its connection is of no use
     */
    public boolean connected(InetAddress address) {
        if (over || !trying.remove(address)) {
            return false;
        }
        stop();
        return true;
    }

    /** Gives all of them up; may be repeated. */
    public void stop() {
        over = true;
        cancelTimer();
        waiting.clear();
        List<InetAddress> losers = List.copyOf(trying);
        trying.clear();
        losers.forEach(attempts::giveUp);
    }

    private void beginNext() {
        cancelTimer();
        InetAddress next = waiting.poll();
        if (next != null) {
            trying.add(next);
            attempts.begin(next);
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
