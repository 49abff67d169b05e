package dev.heddle.servlet;

import dev.heddle.driver.Output;
import dev.heddle.websocket.Connection;
import dev.heddle.websocket.Transport;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A container's connection as a transport. It is there before the container has given the connection away: what is written until
 * then waits.
 *
 * <p>There is no half-close: the Servlet API has none on which containers agree. When all is written, what has come is dropped and
 * the connection closed, as RFC 6455 §7.1.1 asks of a server.
 */
final class ServletTransport implements Transport {

    private static final System.Logger LOG = System.getLogger(ServletTransport.class.getName());

    private final Threads threads;
    private final Loop loop;
    private final Outgoing outgoing;
    private final String peer;

    private @Nullable Connection connection;
    /** Those that the connection is one of until it is gone. */
    private @Nullable Connections siblings;
    /** Null before the container has given the connection away. */
    private volatile @Nullable Line line;
    /** Null before that too, and where nothing is read. */
    private @Nullable Incoming incoming;
    /** Whether reading was paused before there was something to read. */
    private boolean paused;

    private boolean closing;
    private boolean gone;

    /**
     * @param low the watermarks of its output, in bytes
     */
    ServletTransport(Threads threads, String peer, long low, long high) {
        this.threads = threads;
        this.peer = peer;
        this.loop = new Loop(threads);
        this.outgoing = new Outgoing(this, loop, low, high);
    }

    /** Says whose transport this is, before anything happens on it. */
    void attach(Connection owner, Connections among) {
        connection = owner;
        siblings = among;
    }

    /** Closes as a server does that stops; any thread. */
    void goAway() {
        owner().goAway();
    }

    /** Ends the connection now, as this side waits no longer: the error says why. Any thread. */
    void giveUp(String why) {
        schedule(0, () -> {
            if (!gone) {
                owner().giveUp(why);
                // Also where the connection was over but for what the peer does not take.
                abort();
            }
        });
    }

    /** Returns its loop; any thread. */
    Loop loop() {
        return loop;
    }

    /** Tells whether the connection is over. */
    boolean isGone() {
        return gone;
    }

    /**
     * Takes the connection over.
     *
     * @param input null if nothing is read
     */
    void open(Line opened, ServletOutputStream output, @Nullable ServletInputStream input) {
        line = opened;
        if (gone) {
            opened.breakOff();
            return;
        }
        try {
            if (input != null) {
                incoming = new Incoming(this, owner(), loop, input, paused);
                incoming.open();
            }
            outgoing.open(output);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    /** The connection broke. */
    void failed(Throwable cause) {
        if (!gone) {
            owner().failed(cause);
            abort();
        }
    }

    /** The output has room again. */
    void drained() {
        if (!gone) {
            owner().drained();
        }
    }

    /** The container gave the connection up. */
    void lost() {
        if (!gone) {
            end();
        }
    }

    @Override
    public Output output() {
        return outgoing;
    }

    @Override
    public void flush() {
        outgoing.flush();
    }

    @Override
    public void whenWritten(Runnable task) {
        if (!gone) {
            outgoing.whenWritten(task);
        }
    }

    @Override
    public long pendingBytes() {
        return outgoing.pendingBytes();
    }

    @Override
    public long progress() {
        return outgoing.takenBytes();
    }

    @Override
    public String peer() {
        return peer;
    }

    @Override
    public boolean inLoop() {
        return loop.inLoop();
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    @Override
    public Timer schedule(long delayNanos, Runnable task) {
        return threads.schedule(loop, delayNanos, task, this::stranded);
    }

    /** A deadline found no thread: ends the line without the loop, under whoever is blocked there. */
    private void stranded() {
        Line current = line;
        if (current != null && !gone) {
            current.breakOff();
        }
    }

    @Override
    public void pauseReading() {
        paused = true;
        if (incoming != null) {
            incoming.pause();
        }
    }

    @Override
    public void resumeReading() {
        paused = false;
        if (incoming != null) {
            incoming.resume();
        }
    }

    @Override
    public void close() {
        if (!closing && !gone) {
            closing = true;
            flush();
            outgoing.whenWritten(this::leave);
        }
    }

    @Override
    public void abort() {
        if (!gone) {
            end();
            if (line != null) {
                line.breakOff();
            }
        }
    }

    /** All is written. */
    private void leave() {
        if (gone) {
            return;
        }
        if (incoming != null) {
            incoming.drop();
        }
        end();
        if (line != null) {
            try {
                line.end();
            } catch (Exception e) {
                LOG.log(System.Logger.Level.DEBUG, "A container could not close a connection", e);
                line.breakOff();
            }
        }
    }

    private void end() {
        gone = true;
        outgoing.end();
        if (incoming != null) {
            incoming.end();
        }
        // Behind what the connection is doing now.
        Connections among = Objects.requireNonNull(siblings, "siblings");
        loop.execute(() -> {
            among.leave(this);
            try {
                owner().closed();
            } finally {
                among.left();
            }
        });
    }

    private Connection owner() {
        return Objects.requireNonNull(connection, "connection");
    }
}
