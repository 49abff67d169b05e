package dev.heddle.socket;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A socket, and TLS over it if wanted: what may block, in its bare form. One thread reads, one writes, and any breaks off.
 */
final class Wire {

    private static final System.Logger LOG = System.getLogger(Wire.class.getName());

    /** Of a client that has none yet, one that never connects. */
    private volatile Socket socket;
    /** What is read and written: the socket itself, or TLS over it. */
    private volatile Socket stream;

    Wire(Socket socket) {
        this.socket = socket;
        this.stream = socket;
    }

    /** Takes a socket that is connected; before anything is read or written. */
    void connected(Socket other) {
        socket = other;
        stream = other;
    }

    /** Sets up a socket that was accepted: small writes are not delayed. */
    void accepted() throws IOException {
        socket.setTcpNoDelay(true);
    }

    /**
     * Begins TLS as the client, over what there is: the socket, or TLS to a proxy.
     *
     * @param setUp has to see to the check that the server is who it should be, as the JDK's sockets do not look at the name by
     *     themselves; RFC 9110 §4.3.4
     */
    void secureAsClient(SSLSocketFactory factory, String hostName, int port, UnaryOperator<SSLParameters> setUp)
            throws IOException {
        SSLSocket tls = (SSLSocket) factory.createSocket(stream, hostName, port, true);
        tls.setSSLParameters(setUp.apply(tls.getSSLParameters()));
        handshake(tls);
    }

    /** Begins TLS as the server. */
    void secureAsServer(SSLSocketFactory factory) throws IOException {
        String peer = socket.getInetAddress().getHostAddress();
        SSLSocket tls = (SSLSocket) factory.createSocket(socket, peer, socket.getPort(), true);
        tls.setUseClientMode(false);
        handshake(tls);
    }

    private void handshake(SSLSocket tls) throws IOException {
        tls.startHandshake();
        stream = tls;
    }

    InputStream in() throws IOException {
        return stream.getInputStream();
    }

    void write(ByteBuffer bytes) throws IOException {
        stream.getOutputStream().write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }

    /** Tells the peer that no more comes, by TLS first. */
    void shutdownOutput() throws IOException {
        if (stream != socket) {
            stream.shutdownOutput();
        }
        if (!socket.isOutputShutdown()) {
            socket.shutdownOutput();
        }
    }

    /** Ends the connection now, and whatever blocks on it. Not by way of TLS, which would wait for a writer to say good-bye. */
    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "A socket could not be closed", e);
        }
    }

    /** Returns the peer's address for logs. */
    String peer() {
        SocketAddress remote = socket.getRemoteSocketAddress();
        return remote instanceof InetSocketAddress address
                ? address.getHostString() + ":" + address.getPort()
                : "a peer that is not connected";
    }
}
