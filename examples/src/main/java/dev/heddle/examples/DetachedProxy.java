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
import java.util.List;

/** A proxy that takes part in both handshakes and then moves the frames unread: a buffer in each direction, whatever passes. */
public final class DetachedProxy {

    private static final int BUFFER = 64 * 1024;
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
            ByteBuffer early = ByteBuffer.allocate(BUFFER);
            Request asked = request(client, early);
            try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
                server.setSoTimeout(TIMEOUT_MILLIS);
                join(asked, early, client, server);
            }
        } catch (IOException | ProtocolErrorException | IllegalArgumentException | InterruptedException e) {
            System.err.println(e.getMessage());
        }
    }

    private static void join(Request asked, ByteBuffer early, Socket client, Socket server)
            throws IOException, InterruptedException {
        UpgradedChannel toServer = UpgradedChannel.of(server);
        ByteBuffer answered = ByteBuffer.allocate(BUFFER);
        String key = Watershed.generateKey();
        String protocols = asked.headers().joined(PROTOCOL);
        String request = "GET " + asked.resource() + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.getPort()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                + key + (protocols == null ? "" : "\r\n" + PROTOCOL + ": " + protocols) + "\r\n\r\n";
        toServer.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
        UpgradeResponse response = response(server, answered);
        UpgradedChannel far = Watershed.connectDetached(response, toServer, answered, key);
        // A server that has chosen no subprotocol answers as if it had been asked for none.
        List<String> chosen = response.headers().all(PROTOCOL);
        Headers headers = Headers.of(asked.headers().fields().stream()
                .filter(field -> !chosen.isEmpty() || !field.name().equalsIgnoreCase(PROTOCOL))
                .toList());
        Request accepted = Request.of(asked.method(), asked.target(), headers);
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

    /** Reads the head of the request; what is behind it stays in the buffer. */
    private static Request request(Socket client, ByteBuffer received) throws IOException {
        RequestParser parser = new RequestParser(Limits.defaults(), false);
        while (parser.request() == null) {
            read(client, received);
            parser.parse(received);
        }
        return parser.request();
    }

    private static UpgradeResponse response(Socket server, ByteBuffer received) throws IOException {
        ResponseParser parser = new ResponseParser("GET", Limits.defaults());
        while (!parser.hasHead()) {
            read(server, received);
            parser.parseHead(received);
        }
        return new UpgradeResponse(parser.status(), parser.headers());
    }

    private static void read(Socket from, ByteBuffer buffer) throws IOException {
        int count = UpgradedChannel.of(from).read(buffer.clear());
        if (count < 0) {
            throw new EOFException("The connection ended within a head");
        }
        buffer.flip();
    }
}
