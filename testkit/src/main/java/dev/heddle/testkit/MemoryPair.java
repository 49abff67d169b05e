package dev.heddle.testkit;

import dev.heddle.driver.Driver;
import dev.heddle.driver.DriverListener;
import dev.heddle.driver.DriverOptions;
import dev.heddle.driver.Headers;
import dev.heddle.driver.OutputQueue;
import dev.heddle.driver.Request;
import dev.heddle.driver.ServerDriver;
import dev.heddle.websocket.WebSocketConnection;
import dev.heddle.websocket.WebSocketListener;
import dev.heddle.websocket.WebSocketOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A client and a server whose transports are wired together, on one loop. Bytes arrive in the order and the portions in
 * which they were sent, unless the transports are told otherwise.
 *
 * <pre>{@code
 * MemoryPair pair = new MemoryPair(clientListener, serverListener).open();
 * pair.client().send("Hello");
 * pair.run();
 * }</pre>
 */
public final class MemoryPair {

    private static final String URL = "ws://example.com/chat";

    private final MemoryLoop loop;
    private final MemoryTransport clientTransport;
    private final MemoryTransport serverTransport;
    private final WebSocketConnection client;
    private final WebSocketListener serverListener;
    private final WebSocketOptions options;
    private @Nullable WebSocketConnection server;

    /** Creates a pair with the default options. */
    public MemoryPair(WebSocketListener clientListener, WebSocketListener serverListener) {
        this(clientListener, serverListener, WebSocketOptions.defaults(), new MemoryLoop(new FakeClock()));
    }

    /** Creates a pair. */
    public MemoryPair(
            WebSocketListener clientListener,
            WebSocketListener serverListener,
            WebSocketOptions options,
            MemoryLoop loop) {
        this.loop = loop;
        this.options = options;
        this.serverListener = serverListener;
        this.clientTransport = new MemoryTransport(loop);
        this.serverTransport = new MemoryTransport(loop);
        this.client = WebSocketConnection.client(URL, Headers.empty(), clientListener, options, clientTransport);
        clientTransport.attach(client);
        clientTransport.wire(new ToServer());
        serverTransport.wire(new Crossing(clientTransport));
    }

    /** Does the opening handshake; on a loop with its own thread that is done soon after. */
    public MemoryPair open() {
        loop.run(() -> {
            client.connected();
            client.start();
        });
        return this;
    }

    /** Lets the loop run until nothing moves any more. */
    public MemoryPair run() {
        loop.run();
        return this;
    }

    /** Returns the client's side. */
    public WebSocketConnection client() {
        return client;
    }

    /**
     * Returns the server's side.
     *
     * @throws IllegalStateException before the client's request has arrived
     */
    public WebSocketConnection server() {
        WebSocketConnection accepted = server;
        if (accepted == null) {
            throw new IllegalStateException("The client's request has not arrived");
        }
        return accepted;
    }

    /** Returns the client's transport: its network carries what the client sends. */
    public MemoryTransport clientTransport() {
        return clientTransport;
    }

    /** Returns the server's transport: its network carries what the server sends. */
    public MemoryTransport serverTransport() {
        return serverTransport;
    }

    /** Returns the loop of both. */
    public MemoryLoop loop() {
        return loop;
    }

    /** Returns the clock of both. */
    public FakeClock clock() {
        return loop.clock();
    }

    private void accept(Request request) {
        WebSocketConnection accepted = WebSocketConnection.server(request, serverListener, options, serverTransport);
        server = accepted;
        serverTransport.attach(accepted);
        accepted.start();
    }

    /** Brings what one side sends to the other's transport: never inside the call that sends it. */
    private class Crossing implements Wire {

        private final MemoryTransport other;

        Crossing(MemoryTransport other) {
            this.other = other;
        }

        @Override
        public void bytes(ByteBuffer bytes) {
            loop.execute(() -> other.receive(bytes));
        }

        @Override
        public void end() {
            loop.execute(other::receiveEnd);
        }

        @Override
        public void reset() {
            loop.execute(() -> other.breakWith(new IOException("Connection reset by peer")));
        }
    }

    /** What a server's adapter does first: reads the request, behind which nothing can have been sent. */
    private final class ToServer extends Crossing {

        private final ServerDriver http =
                Driver.server(DriverOptions.defaults(), new OutputQueue(), driver -> new DriverListener() {
                    @Override
                    public void onConnect(Request request) {
                        accept(request);
                    }
                });

        ToServer() {
            super(serverTransport);
        }

        @Override
        public void bytes(ByteBuffer bytes) {
            if (server == null) {
                http.parse(bytes);
            } else {
                super.bytes(bytes);
            }
        }
    }
}
