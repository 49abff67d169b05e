package dev.heddle.conformance.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A proxy that makes tunnels to one port of this machine, whatever name is asked for; with TLS of its own if it has a certificate.
 * So it knows names that no resolver does.
 */
final class Relay implements AutoCloseable {

    private final ServerSocket listening;
    private final int target;
    private final boolean secure;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private Relay(ServerSocket listening, int target, boolean secure) {
        this.listening = listening;
        this.target = target;
        this.secure = secure;
    }

    /** Starts a proxy, with TLS if there is a context for it. */
    static Relay start(int target, @Nullable SSLContext tls) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        ServerSocket listening = tls == null
                ? new ServerSocket(0, 50, loopback)
                : tls.getServerSocketFactory().createServerSocket(0, 50, loopback);
        Relay relay = new Relay(listening, target, tls != null);
        relay.threads.execute(relay::accept);
        return relay;
    }

    String url() {
        return (secure ? "https://127.0.0.1:" : "http://127.0.0.1:") + listening.getLocalPort();
    }

    /** Returns the heads of the requests so far. */
    List<String> asked() {
        return asked;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        threads.shutdown();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                threads.execute(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (RawPeer client = new RawPeer(socket)) {
            asked.add(client.readHead());
            try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
                client.send("HTTP/1.1 200 Connection established\r\n\r\n");
                CompletableFuture<Void> there = CompletableFuture.runAsync(() -> copy(socket, server), threads);
                copy(server, socket);
                there.join();
            }
        } catch (IOException gone) {
            // The client may leave at any time, and refuse this proxy's certificate.
        }
    }

    /** Copies up to the end, be it a regular one or not, and passes that on. */
    private static void copy(Socket from, Socket to) {
        try {
            byte[] buffer = new byte[16 << 10];
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            try {
                from.close();
                to.close();
            } catch (IOException again) {
                throw new UncheckedIOException(again);
            }
        }
    }
}
