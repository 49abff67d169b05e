package dev.heddle.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** One end of a plain socket, on which a test says and hears every byte. */
final class RawPeer implements AutoCloseable {

    static final String UPGRADE = """
        GET / HTTP/1.1
        Host: localhost
        Connection: Upgrade
        Upgrade: websocket
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

        """.replace("\n", "\r\n");

    /** A text message "Hello". */
    static final String HELLO = "\u0081\u0085\0\0\0\0Hello";

    private static final int SMALL = 4096;

    private final Socket socket;

    private RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(Recorder.PATIENCE_SECONDS * 1000);
    }

    static RawPeer connect(int port) throws IOException {
        return new RawPeer(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** Opens a WebSocket with a small receive buffer, so that who writes to a peer that does not read is soon held up. */
    static RawPeer openNarrow(int port) throws IOException {
        return upgrade(narrow(port));
    }

    /** Opens a WebSocket by TLS, as {@link #openNarrow} does. */
    static RawPeer openNarrowByTls(int port) throws IOException {
        return upgrade(Certificates.connect(narrow(port), "127.0.0.1", port));
    }

    private static Socket narrow(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(SMALL);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    private static RawPeer upgrade(Socket socket) throws IOException {
        RawPeer peer = new RawPeer(socket);
        peer.send(UPGRADE);
        assertThat(peer.readHead()).startsWith("HTTP/1.1 101 ");
        return peer;
    }

    static RawPeer open(int port) throws IOException {
        return upgrade(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    void send(String octets) throws IOException {
        socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends a binary message of zeros. */
    void sendZeros(int length) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(2 + Long.BYTES + Integer.BYTES + length);
        frame.put((byte) 0x82).put((byte) 0xff).putLong(length);
        socket.getOutputStream().write(frame.array());
    }

    /** Reads up to and with the empty line behind a head. */
    String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new EOFException("The end came within a head: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    String readHex(int bytes) throws IOException {
        return HexFormat.of().formatHex(socket.getInputStream().readNBytes(bytes));
    }

    /** Reads all up to a regular end; a reset is an exception. */
    String readToEnd() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** Reads and drops all up to the end, be it a regular one or a reset. */
    void awaitEnd() throws IOException {
        try {
            assertThat(socket.getInputStream().readAllBytes()).isNotNull();
        } catch (SocketTimeoutException e) {
            throw new AssertionError("The connection did not end", e);
        } catch (IOException reset) {
            assertThat(socket.isConnected()).isTrue();
        }
    }

    void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Ends the connection in the middle of a test. */
    void leave() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
