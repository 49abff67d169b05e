package dev.heddle.socket;

import dev.heddle.websocket.ConnectingQueue;
import dev.heddle.websocket.HappyEyeballs;
import dev.heddle.websocket.Transport;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The way to a TCP connection with a host: looks up its addresses and tries them as {@link HappyEyeballs} says, each in its turn and
 * on a thread of its own. Who gets through keeps the turn, until {@link #decided}, and its thread goes on with the connection; what
 * only waits has no thread. On the loop of who asks for it.
 *
 * <pre>
 *   thread: look up ──▶ loop: race ──▶ thread: connect ──▶ loop: connected ──▶ the same thread: proceed
 *                              └─────▶ thread: connect ──▶ loop: too late, or given up: closed
 * </pre>
 */
final class Dial implements HappyEyeballs.Attempts {

    private static final System.Logger LOG = System.getLogger(Dial.class.getName());

    /** What comes of it, on the loop: one of the two, once; nothing if it is stopped before. */
    interface Outcome {

        /** There is a connection. */
        void connected(Socket socket);

        void failed(Throwable cause);

        /** Called behind {@link #connected}, not on the loop: a thread for as long as the connection lasts. */
        void proceed();
    }

    private final Dialer dialer;
    private final Loop loop;
    private final Wire wire;
    private final String host;
    private final int port;
    private final Outcome outcome;
    private final ConnectingQueue.Turn turn;
    private final Map<InetAddress, Attempt> attempts = new HashMap<>();

    private Transport.Timer deadline = () -> {};
    private @Nullable HappyEyeballs race;
    private ConnectingQueue.@Nullable Turn won;
    private boolean over;

    /**
     * Makes one, which has its place in the queues from here on; any thread.
     *
     * @param wire what is closed when the loop gets no thread
     */
    Dial(Dialer dialer, Loop loop, Wire wire, String host, int port, Outcome outcome) {
        this.dialer = dialer;
        this.loop = loop;
        this.wire = wire;
        this.host = host;
        this.port = port;
        this.outcome = outcome;
        this.turn = dialer.connecting().turn();
    }

    void start() {
        if (over) {
            return;
        }
        Duration limit = dialer.options().connectTimeout();
        // The JDK looks up a name for as long as it likes.
        deadline = schedule(
                limit.toNanos(),
                () -> fail(new SocketTimeoutException(
                        "No address of " + host + " was found within " + limit + " (connectTimeout)")));
        try {
            dialer.threads().execute(this::lookUp);
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    /** Gives up what is under way; may be repeated. */
    void stop() {
        over = true;
        deadline.cancel();
        if (race != null) {
            race.stop();
        }
    }

    /** What the connection was for is open or has failed: the next one's turn may come. May be repeated. */
    void decided() {
        if (won != null) {
            won.end();
        }
    }

    private void lookUp() {
        try {
            List<InetAddress> addresses = List.of(dialer.resolver().resolve(host));
            loop.run(() -> found(addresses));
        } catch (UnknownHostException e) {
            UnknownHostException unknown = HappyEyeballs.unknown(host, e);
            loop.run(() -> fail(unknown));
        } catch (RuntimeException | Error e) {
            loop.run(() -> fail(e));
        }
    }

    private void found(List<InetAddress> addresses) {
        if (!over) {
            deadline.cancel();
            race = new HappyEyeballs(addresses, dialer.options().attemptDelay(), this);
            race.start();
        }
    }

    private void fail(Throwable cause) {
        if (!over) {
            stop();
            outcome.failed(cause);
        }
    }

    // The attempts

    @Override
    public void begin(InetAddress address) {
        Attempt attempt = new Attempt(address);
        attempts.put(address, attempt);
        attempt.own.enter(attempt.target, task -> loop.execute(task, wire), attempt::start);
    }

    @Override
    public void giveUp(InetAddress address) {
        Attempt attempt = attempts.remove(address);
        if (attempt != null) {
            attempt.giveUp();
        }
    }

    @Override
    public void failed(Throwable cause) {
        fail(cause);
    }

    @Override
    public Transport.Timer schedule(long delayNanos, Runnable task) {
        return LoopTimer.start(loop, wire, delayNanos, task);
    }

    /** One address, in its turn. */
    private final class Attempt {

        private final InetAddress address;
        private final InetSocketAddress target;
        private final ConnectingQueue.Turn own = turn.toAnother();
        private final Socket socket = new Socket();

        Attempt(InetAddress address) {
            this.address = address;
            this.target = new InetSocketAddress(address, port);
        }

        /** Its turn has come. */
        void start() {
            HappyEyeballs running = race;
            if (running == null || attempts.get(address) != this) {
                return;
            }
            running.began(address);
            try {
                dialer.threads().execute(() -> connect(running));
            } catch (RuntimeException | Error e) {
                lost(running, e);
            }
        }

        /** On a thread of its own; who gives it up closes the socket under it. */
        private void connect(HappyEyeballs running) {
            try {
                socket.connect(target, timeoutMillis());
                socket.setTcpNoDelay(true);
            } catch (IOException | RuntimeException | Error e) {
                loop.run(() -> lost(running, explained(e)));
                return;
            }
            loop.run(() -> connected(running));
            // Set above, on this thread, if at all.
            if (won == own) {
                outcome.proceed();
            }
        }

        private void connected(HappyEyeballs running) {
            if (running.connected(address)) {
                over = true;
                won = own;
                outcome.connected(socket);
            } else {
                close();
            }
        }

        private void lost(HappyEyeballs running, Throwable cause) {
            own.end();
            close();
            running.failed(address, cause);
        }

        void giveUp() {
            own.end();
            close();
        }

        private void close() {
            try {
                socket.close();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "A socket could not be closed", e);
            }
        }

        /** Returns an error that says of which address it is, as the JDK's do not. */
        private Throwable explained(Throwable cause) {
            String peer = target.getAddress().getHostAddress() + ":" + port;
            IOException explained = cause instanceof SocketTimeoutException
                    ? new SocketTimeoutException("No answer from " + peer + " within "
                            + dialer.options().connectTimeout() + " (connectTimeout)")
                    : new ConnectException("No connection to " + peer + ": " + cause);
            explained.initCause(cause);
            return explained;
        }

        private int timeoutMillis() {
            return (int) Math.min(dialer.options().connectTimeout().toMillis(), Integer.MAX_VALUE);
        }
    }
}
