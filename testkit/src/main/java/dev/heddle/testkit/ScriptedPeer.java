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
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The other side of one connection, speaking frames that the test writes in hex. Everything happens on the calling
 * thread, in memory.
 *
 * <pre>{@code
 * ScriptedPeer peer = ScriptedPeer.client(listener, WebSocketOptions.defaults()).open();
 * peer.send("8900");
 * peer.expect("8a00");
 * }</pre>
 *
 * <p>A client's frames have to be masked; with a mask of zeros ({@code 81 85 00000000 48656c6c6f}) they can be read.
 */
public final class ScriptedPeer {

    private static final Request REQUEST = Request.of(
            "GET",
            "/chat",
            Headers.empty()
                    .with("Host", "example.com")
                    .with("Upgrade", "websocket")
                    .with("Connection", "Upgrade")
                    .with("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
                    .with("Sec-WebSocket-Version", "13"));

    private final boolean client;
    private final MemoryLoop loop;
    private final MemoryTransport transport;
    private final WebSocketConnection socket;
    private final Sent sent = new Sent();

    private ScriptedPeer(
            @Nullable Request request, WebSocketListener listener, WebSocketOptions options, MemoryLoop loop) {
        this.client = request != null;
        this.loop = loop;
        this.transport = new MemoryTransport(loop);
        this.socket = request == null
                ? WebSocketConnection.client("ws://example.com/chat", Headers.empty(), listener, options, transport)
                : WebSocketConnection.server(request, listener, options, transport);
        transport.attach(socket);
        transport.wire(sent);
    }

    /** Makes a client that speaks to a server's connection with that listener, on a loop and a clock of its own. */
    public static ScriptedPeer client(WebSocketListener listener, WebSocketOptions options) {
        return client(listener, options, new MemoryLoop(new FakeClock()));
    }

    /** Makes a client, as {@link #client(WebSocketListener, WebSocketOptions)} does, on a loop with others. */
    public static ScriptedPeer client(WebSocketListener listener, WebSocketOptions options, MemoryLoop loop) {
        return new ScriptedPeer(REQUEST, listener, options, loop);
    }

    /**
     * Makes a client whose request is another than the usual one, such as that of a draft, on a loop and a clock of its own.
     */
    public static ScriptedPeer client(Request request, WebSocketListener listener, WebSocketOptions options) {
        return new ScriptedPeer(request, listener, options, new MemoryLoop(new FakeClock()));
    }

    /** Makes a server that speaks to a client's connection with that listener, on a loop and a clock of its own. */
    public static ScriptedPeer server(WebSocketListener listener, WebSocketOptions options) {
        return server(listener, options, new MemoryLoop(new FakeClock()));
    }

    /** Makes a server, as {@link #server(WebSocketListener, WebSocketOptions)} does, on a loop with others. */
    public static ScriptedPeer server(WebSocketListener listener, WebSocketOptions options, MemoryLoop loop) {
        return new ScriptedPeer(null, listener, options, loop);
    }

    /** Does the opening handshake, and forgets its bytes. */
    public ScriptedPeer open() {
        connect();
        if (!client) {
            sendHead(response());
        }
        return this;
    }

    /** Lets the connection begin: a server's answers the request, a client's sends its own. */
    public ScriptedPeer connect() {
        loop.run(() -> {
            socket.connected();
            socket.start();
        });
        if (client) {
            sent();
        }
        return this;
    }

    /** Returns the connection under test. */
    public WebSocketConnection socket() {
        return socket;
    }

    /** Returns its transport, to choose faults. */
    public MemoryTransport transport() {
        return transport;
    }

    /** Returns the loop; the connection is in it while it runs. */
    public MemoryLoop loop() {
        return loop;
    }

    /** Returns the clock. */
    public FakeClock clock() {
        return loop.clock();
    }

    /** Lets the loop do what other threads, this one among them, have asked of the connection. */
    public ScriptedPeer run() {
        loop.run();
        return this;
    }

    /** Sends bytes in hex, as one read of the connection. */
    public ScriptedPeer send(String hex) {
        return send(Hex.bytes(hex));
    }

    /** Sends bytes, as one read of the connection. */
    public ScriptedPeer send(ByteBuffer bytes) {
        transport.receive(bytes);
        return this;
    }

    /** Sends one frame, masked if this peer is a client. */
    public ScriptedPeer sendFrame(int firstByte, ByteBuffer payload) {
        return send(frame(firstByte, payload));
    }

    /** Makes one frame of this peer: the first byte with FIN and opcode, the length, a mask of zeros from a client. */
    public ByteBuffer frame(int firstByte, ByteBuffer payload) {
        int length = payload.remaining();
        int mask = client ? 0x80 : 0;
        ByteBuffer frame = ByteBuffer.allocate(14 + length).put((byte) firstByte);
        if (length <= 125) {
            frame.put((byte) (mask | length));
        } else if (length <= 0xFFFF) {
            frame.put((byte) (mask | 126)).putShort((short) length);
        } else {
            frame.put((byte) (mask | 127)).putLong(length);
        }
        if (client) {
            frame.putInt(0);
        }
        return frame.put(payload.duplicate()).flip();
    }

    /** Ends what this peer sends. */
    public ScriptedPeer end() {
        transport.receiveEnd();
        return this;
    }

    /**
     * Expects that the connection has sent exactly these bytes since the last call.
     *
     * @throws AssertionError if it has sent others
     */
    public ScriptedPeer expect(String hex) {
        String expected = Hex.of(Hex.bytes(hex));
        String actual = Hex.of(sent());
        if (!actual.equals(expected)) {
            throw new AssertionError("Expected the bytes " + expected + " but got " + actual);
        }
        return this;
    }

    /** Expects that the connection has sent nothing since the last call. */
    public ScriptedPeer expectNothing() {
        return expect("");
    }

    /** Returns what the connection has sent since the last call. */
    public ByteBuffer sent() {
        loop.run();
        byte[] bytes = sent.bytes.toByteArray();
        sent.bytes.reset();
        return ByteBuffer.wrap(bytes);
    }

    /** Returns the response with which a server accepts the client's request, which is forgotten. */
    public String response() {
        OutputQueue output = new OutputQueue();
        ServerDriver server = Driver.server(DriverOptions.defaults(), output, driver -> new DriverListener() {});
        server.start();
        server.parse(sent());
        ByteBuffer response = ByteBuffer.allocate((int) output.size());
        output.transmit(response);
        return StandardCharsets.ISO_8859_1.decode(response.flip()).toString();
    }

    /** Sends the head of an HTTP response, such as a refusal. */
    public ScriptedPeer sendHead(String head) {
        return send(ByteBuffer.wrap(head.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static final class Sent implements Wire {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void bytes(ByteBuffer more) {
            byte[] taken = new byte[more.remaining()];
            more.get(taken);
            bytes.writeBytes(taken);
        }

        @Override
        public void end() {}

        @Override
        public void reset() {}
    }
}
