package dev.heddle.examples;

import dev.heddle.driver.Headers;
import dev.heddle.driver.Request;
import dev.heddle.watershed.UpgradeResponse;
import dev.heddle.watershed.UpgradedChannel;
import dev.heddle.watershed.Watershed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A proxy that takes part in both handshakes and then moves the frames unread: a buffer in each direction, whatever passes. */
public final class DetachedProxy {

    private static final int BUFFER = 64 * 1024;
    private static final int MAX_HEAD = 16 * 1024;
    /** For each read of a handshake. */
    private static final int TIMEOUT_MILLIS = 10_000;

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
            client.setSoTimeout(TIMEOUT_MILLIS);
            Head asked = Head.read(client);
            try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
                server.setSoTimeout(TIMEOUT_MILLIS);
                join(asked, client, server);
            }
        } catch (IOException | IllegalArgumentException | InterruptedException e) {
            System.err.println(e.getMessage());
        }
    }

    private static void join(Head asked, Socket client, Socket server) throws IOException, InterruptedException {
        String key = Watershed.generateKey();
        String protocols = asked.headers.joined(PROTOCOL);
        String request = "GET " + asked.word + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.getPort()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                + key + (protocols == null ? "" : "\r\n" + PROTOCOL + ": " + protocols) + "\r\n\r\n";
        server.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        Head answered = Head.read(server);
        UpgradeResponse response = new UpgradeResponse(Integer.parseInt(answered.word), answered.headers);
        UpgradedChannel far = Watershed.connectDetached(response, UpgradedChannel.of(server), null, key);
        // A server that has chosen no subprotocol answers as if it had been asked for none.
        List<String> chosen = answered.headers.all(PROTOCOL);
        Headers headers = Headers.of(asked.headers.fields().stream()
                .filter(field -> !chosen.isEmpty() || !field.name().equalsIgnoreCase(PROTOCOL))
                .toList());
        Request accepted = Request.of(asked.method, asked.word, headers);
        UpgradedChannel near = Watershed.acceptDetached(accepted, UpgradedChannel.of(client), null, chosen);
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

    /** The first and second word of the first line, the latter a request's target or a response's status, and the fields. */
    private record Head(String method, String word, Headers headers) {

        /** Reads byte by byte, and so nothing behind the head. */
        static Head read(Socket socket) throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
                int next = socket.getInputStream().read();
                if (next < 0 || head.length() == MAX_HEAD) {
                    throw new IOException("No whole head within " + MAX_HEAD + " bytes");
                }
                head.append((char) next);
            }
            List<String> lines = head.toString().lines().toList();
            String[] words = lines.get(0).split(" ", 3);
            if (words.length < 2) {
                throw new IOException("Malformed first line, expected words with a space between them");
            }
            Headers headers = Headers.empty();
            for (String line : lines.subList(1, lines.size() - 1)) {
                int colon = Math.max(line.indexOf(':'), 0);
                headers = headers.with(line.substring(0, colon), line.substring(colon + 1));
            }
            return new Head(words[0], words[1], headers);
        }
    }
}
