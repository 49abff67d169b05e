package dev.heddle.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import dev.heddle.websocket.WebSocketOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What every client has to pass. The peer listens at a port of its own on the loopback address, takes one connection, and answers
 * its handshake by hand.
 */
public abstract class ClientTransportContract extends TransportContract {

    /** For subclasses. */
    protected ClientTransportContract() {}

    /**
     * Begins to connect, and need not wait for the end of it.
     *
     * @param url a {@code ws:} URL, or as {@link #scheme} says
     * @param listener takes the events
     */
    protected abstract void connect(String url, WebSocketListener listener, WebSocketOptions options) throws Exception;

    /** Returns the scheme of the URLs, by default {@code ws}. */
    protected String scheme() {
        return "ws";
    }

    /** Puts TLS above an accepted connection; by default there is none. */
    protected Socket secure(Socket accepted) throws IOException {
        return accepted;
    }

    @Override
    protected final Peer open(WebSocketListener listener, WebSocketOptions options) throws Exception {
        Peer peer = accept(listener, options, false);
        peer.write(response(Head.read(peer)));
        return peer;
    }

    @Override
    protected final Peer openNarrow(WebSocketListener listener, WebSocketOptions options) throws Exception {
        Peer peer = accept(listener, options, true);
        peer.write(response(Head.read(peer)));
        return peer;
    }

    @Test
    void aMessageMayFollowTheResponseInOneSegment() throws Exception {
        Witness witness = new Witness();
        Peer peer = accepted(witness, options());
        byte[] response = response(Head.read(peer));
        byte[] frame = Frame.text("early").encode(false);
        byte[] both = new byte[response.length + frame.length];
        System.arraycopy(response, 0, both, 0, response.length);
        System.arraycopy(frame, 0, both, response.length, frame.length);
        peer.write(both);
        assertEquals("early", witness.message());
    }

    @Test
    void theResponseMayComeInSingleBytes() throws Exception {
        Witness witness = new Witness();
        Peer peer = accepted(witness, options());
        for (byte one : response(Head.read(peer))) {
            peer.write(new byte[] {one});
        }
        witness.socket().send("open");
        assertEquals("open", peer.receiveMessage().text());
    }

    @Test
    void theResponseIsTheSockets() throws Exception {
        Witness witness = new Witness();
        Peer peer = accepted(witness, options());
        peer.write(response(Head.read(peer), "X-Session: 7\r\n"));
        WebSocket socket = witness.socket();
        assertEquals(101, socket.statusCode());
        assertEquals("7", socket.headers().first("x-session"));
    }

    @Test
    void aRefusalIsAnError() throws Exception {
        Witness witness = new Witness();
        Peer peer = accepted(witness, options());
        Head.read(peer);
        peer.write(ascii("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        peer.shutdownOutput();
        assertFalse(witness.close().wasClean(), "there was nothing to close");
        assertTrue(witness.hasFailed(), "it is an error");
    }

    @Test
    void aResetInsideTheHandshakeIsAnError() throws Exception {
        Witness witness = new Witness();
        Peer peer = accepted(witness, options());
        Head.read(peer);
        peer.write(ascii("HTTP/1.1 101 Swit"));
        peer.reset();
        assertEquals(1006, witness.close().code());
        assertTrue(witness.hasFailed(), "it is an error");
    }

    @Test
    void aServerThatNeverAnswersIsGivenUpAfterTheHandshakeTimeout() throws Exception {
        Witness witness = new Witness();
        Peer peer = accepted(witness, options().handshakeTimeout(Duration.ofMillis(300)));
        assertEquals(1006, witness.close().code());
        assertTrue(witness.hasFailed(), "it is an error");
        peer.readToAnyEnd();
    }

    private Peer accepted(Witness witness, WebSocketOptions.Builder options) throws Exception {
        return keep(accept(watch(witness), options.build(), false));
    }

    /** Takes the client's connection; its request is not read. */
    private Peer accept(WebSocketListener listener, WebSocketOptions options, boolean narrow) throws Exception {
        try (ServerSocket listening = new ServerSocket()) {
            if (narrow) {
                listening.setReceiveBufferSize(SocketPeer.NARROW);
            }
            listening.setSoTimeout(PATIENCE_MILLIS);
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
            String url = scheme() + "://" + "127.0.0.1:" + listening.getLocalPort() + "/contract";
            Future<?> connecting = start(() -> {
                connect(url, listener, options);
                return "connecting";
            });
            Socket tcp = listening.accept();
            // A client that waits until it is open can not be waited for.
            if (connecting.isDone()) {
                await(connecting, "the connection");
            }
            return new SocketPeer(false, tcp, secure(tcp));
        }
    }

    private static byte[] response(Head request) {
        return response(request, "");
    }

    /** Accepts; the fields come with their lines' ends. */
    private static byte[] response(Head request, String fields) {
        assertTrue(request.start().startsWith("GET /contract HTTP/1.1"), request::start);
        assertEquals("13", request.field("Sec-WebSocket-Version"));
        return ascii("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + Head.accept(request.field("Sec-WebSocket-Key")) + "\r\n" + fields
                + "\r\n");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
