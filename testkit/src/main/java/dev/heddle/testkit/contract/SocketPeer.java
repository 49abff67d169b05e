package dev.heddle.testkit.contract;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;

/** A peer at the other end of a TCP connection. */
final class SocketPeer implements Peer {

    /** Small enough that a peer that does not read takes next to nothing. */
    static final int NARROW = 4 * 1024;

    private final boolean client;
    /** The connection itself, to break it under TLS. */
    private final Socket tcp;
    /** What bytes go through: the same, or TLS above it. */
    private final Socket stream;

    private final InputStream input;
    private final Object writing = new Object();

    SocketPeer(boolean client, Socket tcp, Socket stream) throws IOException {
        this.client = client;
        this.tcp = tcp;
        this.stream = stream;
        tcp.setTcpNoDelay(true);
        tcp.setSoTimeout(Cases.PATIENCE_MILLIS);
        input = new BufferedInputStream(stream.getInputStream(), NARROW);
    }

    @Override
    public boolean isClient() {
        return client;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        synchronized (writing) {
            stream.getOutputStream().write(bytes);
            stream.getOutputStream().flush();
        }
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        return input.read(into, from, length);
    }

    @Override
    public void shutdownOutput() throws IOException {
        try {
            stream.shutdownOutput();
        } catch (SocketException e) {
            // The other side was faster, and all is over.
            if (!stream.isClosed() && !stream.isOutputShutdown() && !stream.isInputShutdown()) {
                throw e;
            }
        }
    }

    @Override
    public void reset() throws IOException {
        tcp.setSoLinger(true, 0);
        tcp.close();
    }

    /** TLS has no word to say here: the TCP connection is what has to go. */
    @Override
    public void close() throws IOException {
        tcp.close();
    }
}
