package dev.heddle.examples;

import dev.heddle.driver.Headers;
import dev.heddle.driver.Limits;
import dev.heddle.driver.ProtocolErrorException;
import dev.heddle.driver.Request;
import dev.heddle.driver.RequestParser;
import dev.heddle.driver.ResponseParser;
import dev.heddle.watershed.UpgradeResponse;
import dev.heddle.watershed.UpgradedChannel;
import dev.heddle.watershed.Watershed;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A proxy that takes part in both handshakes and then moves the frames unread: a buffer in each direction, whatever passes. */
public final class DetachedProxy {

    private static final int BUFFER = 64 * 1024;
    /** The time for both handshakes together. */
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);

    private static final String PROTOCOL = "Sec-WebSocket-Protocol";

    private DetachedProxy() {}

    /** Stands in front of the server on a port of this machine, which is the argument, and says on which port. */
    public static void main(String[] arguments) throws IOException {
        int target = Integer.parseInt(arguments[0]);
        try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            System.out.println("port " + listening.getLocalPort());
            while (!listening.isClosed()) {
                Socket client = listening.accept();
                new Thread(() -> serve(client, target), "client").start();
            }
        }
    }

    private static void serve(Socket client, int target) {
        try (client) {
            long deadline = System.nanoTime() + HANDSHAKE.toNanos();
            ByteBuffer early = ByteBuffer.allocate(BUFFER);
            Request asked = request(client, early, deadline);
            if (asked == null) {
                UpgradedChannel.of(client)
                        .write(latin1("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
                return;
            }
            try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
                join(asked, early, client, server, deadline);
            }
        } catch (IOException | ProtocolErrorException | IllegalArgumentException | InterruptedException e) {
            System.err.println(e.getMessage());
        }
    }

    private static void join(Request asked, ByteBuffer early, Socket client, Socket server, long deadline)
            throws IOException, InterruptedException {
        UpgradedChannel toServer = UpgradedChannel.of(server);
        ByteBuffer answered = ByteBuffer.allocate(BUFFER);
        String key = Watershed.generateKey();
        toServer.write(latin1(upgrade(asked, key)));
        UpgradeResponse response = response(server, answered, deadline);
        UpgradedChannel far = Watershed.connectDetached(response, toServer, answered, key);
        // A server that has chosen no subprotocol answers as if it had been asked for none.
        List<String> chosen = response.headers().all(PROTOCOL);
        if (!chosen.isEmpty() && !asked.headers().contains(PROTOCOL)) {
            throw new IOException("The server chose a subprotocol that nobody asked for");
        }
        Headers headers = Headers.of(asked.headers().fields().stream()
                .filter(field -> !chosen.isEmpty() || !field.name().equalsIgnoreCase(PROTOCOL))
                .toList());
        Request accepted = new Request(asked.method(), asked.target(), asked.version(), headers, asked.secure());
        UpgradedChannel near = Watershed.acceptDetached(accepted, UpgradedChannel.of(client), early, chosen);
        client.setSoTimeout(0);
        server.setSoTimeout(0);
        Thread up = new Thread(() -> move(near, far), "up");
        up.start();
        move(far, near);
        up.join();
    }

    /** Moves bytes until their end, which goes on too; a connection that breaks breaks the other one. */
    private static void move(UpgradedChannel from, UpgradedChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        try {
            while (from.read(buffer.clear()) >= 0) {
                to.write(buffer.flip());
            }
            to.shutdownOutput();
        } catch (IOException e) {
            for (UpgradedChannel end : List.of(from, to)) {
                try {
                    end.reset();
                } catch (IOException closed) {
                    System.err.println(closed.getMessage());
                }
            }
        }
    }

    /** Returns the request to the server, which is to say whose pages and which names it lets in. */
    private static String upgrade(Request asked, String key) {
        StringBuilder head = new StringBuilder("GET " + asked.resource() + " HTTP/1.1\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + key + "\r\n");
        for (String name : new String[] {"Host", "Origin", PROTOCOL}) {
            for (String value : asked.headers().all(name)) {
                head.append(name).append(": ").append(value).append("\r\n");
            }
        }
        return head.append("\r\n").toString();
    }

    /** Reads the head of the request, null if it is none for a WebSocket; what is behind it stays in the buffer. */
    private static @Nullable Request request(Socket client, ByteBuffer received, long deadline) throws IOException {
        RequestParser parser = new RequestParser(Limits.defaults(), false);
        Request asked = null;
        try {
            while (asked == null) {
                read(client, received, deadline);
                parser.parse(received);
                asked = parser.request();
            }
        } catch (ProtocolErrorException e) {
            return null;
        }
        boolean right = asked.isWebSocket() && asked.hasValidHost() && asked.hasValidTarget();
        return right && !asked.version().equals("HTTP/1.0") ? asked : null;
    }

    private static UpgradeResponse response(Socket server, ByteBuffer received, long deadline) throws IOException {
        ResponseParser parser = new ResponseParser("GET", Limits.defaults());
        while (!parser.hasHead()) {
            read(server, received, deadline);
            parser.parseHead(received);
        }
        if (parser.version().equals("HTTP/1.0")) {
            throw new IOException("The server answered with HTTP/1.0, which has no upgrade");
        }
        return new UpgradeResponse(parser.status(), parser.headers());
    }

    private static void read(Socket from, ByteBuffer buffer, long deadline) throws IOException {
        from.setSoTimeout((int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
        int count = UpgradedChannel.of(from).read(buffer.clear());
        if (count < 0) {
            throw new EOFException("The connection ended within a head");
        }
        buffer.flip();
    }

    private static ByteBuffer latin1(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
