package dev.heddle.conformance.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;

/** Answers each path as a test says, and keeps what it saw; the path {@code /end} is a WebSocket. */
final class RedirectingServer implements AutoCloseable {

    private final ServerSocket listening;
    private final String scheme;
    private final Map<String, String> responses = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch asked = new CountDownLatch(1);

    /** The end of an answer whose body never comes. */
    static final String LACKING = "Content-Length: 1000\r\n\r\n";

    private RedirectingServer(ServerSocket listening, String scheme) {
        this.listening = listening;
        this.scheme = scheme;
        Thread thread = new Thread(this::accept, "redirecting-server");
        thread.setDaemon(true);
        thread.start();
    }

    static RedirectingServer start() throws IOException {
        return new RedirectingServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), "ws");
    }

    static RedirectingServer startTls() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(Certificates.loopback().toKeyManagerFactory().getKeyManagers(), null, null);
        return new RedirectingServer(
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()), "wss");
    }

    String url(String path) {
        return scheme + "://" + authority() + path;
    }

    String authority() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    RedirectingServer redirect(String path, int status, String location) {
        return answer(path, status + " Elsewhere\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n");
    }

    /** Sets the answer for a path, behind the version; one without an empty line, or with a body that lacks, leaves the connection open. */
    RedirectingServer answer(String path, String response) {
        responses.put(path, response);
        return this;
    }

    /** Returns the heads of the requests that came. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** Waits for the first request. */
    void awaitRequest() throws InterruptedException {
        asked.await();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                Thread thread = new Thread(() -> serve(socket), "redirecting-server-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                if (!listening.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket connection) {
        try (Socket socket = connection) {
            String head = readHead(socket.getInputStream());
            if (head.isEmpty()) {
                return;
            }
            requests.add(head);
            asked.countDown();
            String path = head.split(" ", 3)[1].split("\\?", 2)[0];
            String response = path.equals("/end") ? upgrade(head) : responses.getOrDefault(path, "404 No\r\n\r\n");
            socket.getOutputStream().write(("HTTP/1.1 " + response).getBytes(StandardCharsets.ISO_8859_1));
            if (path.equals("/end") || !response.contains("\r\n\r\n") || response.endsWith(LACKING)) {
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            }
        } catch (IOException e) {
            // A client that leaves, maybe before it has spoken.
            connection.isClosed();
        }
    }

    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static String upgrade(String head) {
        String name = "Sec-WebSocket-Key: ";
        int start = head.indexOf(name) + name.length();
        String key = head.substring(start, head.indexOf("\r\n", start));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            return "101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                    + Base64.getEncoder().encodeToString(hash) + "\r\n\r\n";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
