package dev.heddle.watershed;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** What a socket can do besides reading and writing. */
record Peer(Socket socket) {

    private static final int SCRAP = 4096;
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

    void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Tells whether closing sends a close_notify first, as TLS does. Source: RFC 8446 §6.1. */
    boolean sendsCloseNotify() {
        return socket instanceof SSLSocket;
    }

    /** Makes the close that follows a break, which waits for nobody. */
    void abandon() throws IOException {
        socket.setSoLinger(true, 0);
        if (sendsCloseNotify()) {
            // TLS sends its close_notify even so, which waits while the network takes nothing; unless it finds somebody
            // else writing: then, with this linger time, it just closes, and frees the other one. So two close.
            Thread second = new Thread(this::closeToo, "heddle-watershed-reset");
            second.setDaemon(true);
            second.start();
        }
    }

    private void closeToo() {
        try {
            close();
        } catch (IOException e) {
            // The one who resets hears of it.
            return;
        }
    }

    /**
     * Waits for the peer to close its side. Otherwise what it has sent meanwhile and nobody read would make the system tell it of a
     * broken connection, and that could overtake the Close frame. Source: RFC 6455 §7.1.1.
     */
    void linger() {
        long deadline = System.nanoTime() + LINGER_NANOS;
        byte[] scrap = new byte[SCRAP];
        try {
            socket.shutdownOutput();
            InputStream in = socket.getInputStream();
            for (long left = LINGER_NANOS; left > 0; left = deadline - System.nanoTime()) {
                socket.setSoTimeout(Math.max(1, (int) TimeUnit.NANOSECONDS.toMillis(left)));
                if (in.read(scrap) < 0) {
                    return;
                }
            }
        } catch (IOException e) {
            // It is gone, or has had its time.
            return;
        }
    }

    void close() throws IOException {
        socket.close();
    }

    boolean isOpen() {
        return !socket.isClosed();
    }

    String remote() {
        return text(socket.getRemoteSocketAddress());
    }

    String local() {
        return text(socket.getLocalSocketAddress());
    }

    private static String text(@Nullable Object address) {
        return address == null ? "" : address.toString();
    }
}
