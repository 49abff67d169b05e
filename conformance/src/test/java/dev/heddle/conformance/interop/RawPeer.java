package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.command.ChildProcess;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** One end of a plain socket, on which a test says and hears every byte. */
public final class RawPeer implements AutoCloseable {

    private final Socket socket;

    RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout((int) ChildProcess.PATIENCE.toMillis());
        socket.setTcpNoDelay(true);
    }

    public static RawPeer connect(int port) throws IOException {
        return connect(port, 0);
    }

    /** Connects with a small receive buffer, so that who does not read is soon noticed; 0 for the usual. */
    static RawPeer connect(int port, int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return new RawPeer(socket);
    }

    /** Connects and opens a WebSocket. */
    public static RawPeer open(int port) throws IOException {
        RawPeer peer = connect(port);
        peer.upgrade();
        return peer;
    }

    /**
     * Connects and opens a WebSocket.
     *
     * @param receiveBuffer its size in bytes, so that who does not read is soon noticed; 0 for the usual
     */
    public static RawPeer open(int port, String target, int receiveBuffer) throws IOException {
        RawPeer peer = connect(port, receiveBuffer);
        peer.send(new UpgradeRequest().line("GET " + target + " HTTP/1.1").bytes());
        assertThat(peer.readHead()).startsWith("HTTP/1.1 101 ");
        return peer;
    }

    void upgrade() throws IOException {
        send(new UpgradeRequest().bytes());
        assertThat(readHead()).startsWith("HTTP/1.1 101 ").contains(UpgradeRequest.ACCEPT);
    }

    public void send(byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
    }

    public void send(String ascii) throws IOException {
        send(ascii.getBytes(StandardCharsets.ISO_8859_1));
    }

    void sendHex(String hex) throws IOException {
        send(HexFormat.of().parseHex(hex.replace(" ", "")));
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

    public String readHex(int bytes) throws IOException {
        return HexFormat.of().formatHex(socket.getInputStream().readNBytes(bytes));
    }

    /** Reads all up to a regular end; a reset is an exception. */
    String readToEnd() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** Reads and drops all up to the end, be it a regular one or a reset. */
    public void awaitEnd() throws IOException {
        InputStream in = socket.getInputStream();
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("The connection did not end", e);
        } catch (IOException reset) {
            assertThat(socket.isConnected()).isTrue();
        }
    }

    Socket socket() {
        return socket;
    }

    /** Sends the end of this side's data and goes on reading. */
    void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Breaks the connection off by a reset. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Ends the connection in the middle of a test. */
    public void leave() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
