package dev.heddle.socket;

import dev.heddle.driver.Headers;
import dev.heddle.websocket.EventSourceRegistry;
import dev.heddle.websocket.Fetch;
import dev.heddle.websocket.HttpUrl;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** The requests of one event stream, each on a connection of its own, and the loop that lasts over all of them. */
final class SocketFetch implements Fetch, Loop.Owner {

    private static final System.Logger LOG = System.getLogger(SocketFetch.class.getName());

    private final Dialer dialer;
    private final ClientTls tls;
    private final Connections connections;
    private final EventSourceRegistry registry;
    private final Loop loop;

    /** That of the last request. */
    private volatile Wire wire = new Wire(new Socket());
    /** The last request; on the loop. */
    private @Nullable SocketCall call;

    /** Makes one, which the connections wait for until it is closed, or has {@link #ended}. */
    SocketFetch(Dialer dialer, ClientTls tls, Connections connections, EventSourceRegistry registry) {
        this.dialer = dialer;
        this.tls = tls;
        this.connections = connections;
        this.registry = registry;
        this.loop = new Loop(dialer.threads(), this);
        connections.add(loop);
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task, wire);
    }

    @Override
    public Call open(HttpUrl url, Headers headers, Receiver receiver) {
        Wire next = new Wire(new Socket());
        SocketCall made = new SocketCall(url, headers, receiver, dialer, tls, loop, next);
        call = made;
        wire = next;
        // Not inside this call.
        loop.execute(made::start, wire);
        return made;
    }

    @Override
    public void closed() {
        registry.remove(this);
        // Behind what the listener is told now: who waits for the end waits for that.
        loop.execute(this::ended, wire);
    }

    /** Nothing more comes. */
    void ended() {
        connections.remove(loop);
    }

    @Override
    public void threw(Throwable thrown) {
        LOG.log(
                System.Logger.Level.ERROR,
                () -> "The connection of " + wire.peer() + " ends because of a fault",
                thrown);
        if (call != null) {
            call.broke(thrown);
        }
    }

    @Override
    public void left() {
        // Nothing is written but the request, and not from here.
    }
}
