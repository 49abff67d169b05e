package dev.heddle.socket;

import dev.heddle.websocket.Handshakes;
import dev.heddle.websocket.WebSocketOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Takes a server's connections, as many as there are places, and counts what they become. When the server stops it goes on, so that
 * each gets its answer, until none is a WebSocket or an event stream any more.
 */
final class Acceptor {

    private static final System.Logger LOG = System.getLogger(SocketServer.class.getName());

    /** What to wait when the machine has no more sockets to give. */
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ServerSocket listening;
    private final HttpConnection.Settings settings;
    private final @Nullable SSLSocketFactory tls;
    private final Executor threads;
    private final Semaphore places;
    private final Handshakes handshakes;
    /** How many are WebSockets or event streams. */
    private final AtomicInteger open = new AtomicInteger();
    /** Whether there were none of these any more when the server was stopping. */
    private final AtomicBoolean idle = new AtomicBoolean();

    Acceptor(
            ServerSocket listening,
            HttpConnection.Settings settings,
            @Nullable SSLSocketFactory tls,
            Executor threads,
            int maxConnections,
            int maxHandshakes) {
        this.listening = listening;
        this.settings = settings;
        this.tls = tls;
        this.threads = threads;
        this.places = new Semaphore(maxConnections);
        this.handshakes = new Handshakes(maxHandshakes);
    }

    /** Returns how many WebSockets and event streams there are; any thread. */
    int open() {
        return open.get();
    }

    /** Takes connections until it is stopped. */
    void run() {
        try {
            while (!listening.isClosed()) {
                places.acquireUninterruptibly();
                try {
                    accept();
                } catch (RuntimeException | Error e) {
                    // One connection's matter, as for want of memory: the next may be taken.
                    LOG.log(System.Logger.Level.ERROR, "A connection could not be taken", e);
                }
            }
        } finally {
            settings.connections().leave();
        }
    }

    /** Takes no more, once, if the server is stopping and none is a WebSocket or an event stream; any thread. */
    void stopIfIdle() {
        if (settings.connections().stopping() && open.get() == 0 && idle.compareAndSet(false, true)) {
            stop();
            settings.connections().hangUp();
        }
    }

    /** Takes no more; any thread. */
    void stop() {
        try {
            listening.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "A server's socket could not be closed", e);
        }
        // For one that waits until a connection ends.
        places.release();
    }

    private void accept() {
        Socket socket;
        try {
            socket = listening.accept();
        } catch (IOException | RuntimeException | Error e) {
            places.release();
            if (!listening.isClosed()) {
                LOG.log(System.Logger.Level.WARNING, "A connection could not be accepted", e);
                LockSupport.parkNanos(REST_NANOS);
            }
            return;
        }
        InetAddress address = socket.getInetAddress();
        if (handshakes.enter(address)) {
            take(socket, address);
        } else {
            new Wire(socket).close();
            places.release();
        }
    }

    private void take(Socket socket, InetAddress address) {
        Taken taken;
        try {
            taken = new Taken(socket, address);
        } catch (RuntimeException | Error e) {
            new Wire(socket).close();
            handshakes.leave(address);
            places.release();
            throw e;
        }
        taken.start();
    }

    /** One connection that was taken, and what it is counted as. */
    private final class Taken implements HttpConnection.Left {

        private final InetAddress address;
        private final SocketTransport transport;
        private final HttpConnection http;
        private boolean counted;

        Taken(Socket socket, InetAddress address) {
            this.address = address;
            WebSocketOptions options = settings.endpoint().options();
            transport = new SocketTransport(
                    new Wire(socket), threads, options.lowWatermark(), options.highWatermark(), this::ended);
            http = new HttpConnection(settings, transport, this);
            transport.attach(http);
        }

        void start() {
            settings.connections().add(transport);
            // Asked in front of the start: who stops later finds it, and may have something to say to it.
            boolean late = listening.isClosed();
            try {
                transport.start(this::open, () -> {});
            } catch (RuntimeException | Error e) {
                LOG.log(System.Logger.Level.WARNING, "A connection could not be taken", e);
                transport.run(transport::abort);
            }
            if (late) {
                transport.kill();
            }
        }

        private void open(Wire wire) throws IOException {
            transport.run(http::begin);
            wire.accepted();
            if (tls != null) {
                wire.secureAsServer(tls);
            }
        }

        @Override
        public void left(boolean becomes) {
            handshakes.leave(address);
            if (becomes) {
                counted = true;
                open.incrementAndGet();
            }
        }

        private void ended() {
            if (counted) {
                open.decrementAndGet();
            }
            places.release();
            settings.connections().remove(transport);
            stopIfIdle();
        }
    }
}
