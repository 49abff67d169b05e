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
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The HTTP of a proxy: the client's request, the server's answer to the proxy's own, and the answer to the client. */
final class ProxyHandshakes {

    private static final int BUFFER = 64 * 1024;
    /** The time to connect in, and for both heads together. */
    private static final int TIMEOUT_MILLIS = 10_000;

    private static final String PROTOCOL = "Sec-WebSocket-Protocol";

    private final long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS);
    private final Socket client;
    private final Request request;
    private final ByteBuffer behindRequest = ByteBuffer.allocate(BUFFER);

    /** Reads the client's request; one that is none for a WebSocket is answered 400. */
    ProxyHandshakes(Socket client) throws IOException {
        this.client = client;
        try {
            this.request = request();
        } catch (ProtocolErrorException e) {
            throw refuse("400 Bad Request", e);
        }
        boolean right = request.isWebSocket() && request.hasValidHost() && request.hasValidTarget();
        if (!right || request.version().equals("HTTP/1.0")) {
            throw refuse("400 Bad Request", new IOException("The request is none for a WebSocket"));
        }
    }

    /**
     * Connects to the server on a port of this machine, asks it and answers the client as it says; 502 if it opens no WebSocket.
     *
     * @return the channel to the client and that to the server
     */
    List<UpgradedChannel> join(Socket server, int port) throws IOException {
        try {
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            UpgradedChannel toServer = UpgradedChannel.of(server);
            ByteBuffer behindResponse = ByteBuffer.allocate(BUFFER);
            String key = Watershed.generateKey();
            toServer.write(latin1(upgrade(key)));
            UpgradeResponse response = response(server, behindResponse);
            UpgradedChannel far = Watershed.connectDetached(response, toServer, behindResponse, key);
            List<String> chosen = response.headers().all(PROTOCOL);
            if (!chosen.isEmpty() && !request.headers().contains(PROTOCOL)) {
                throw new IOException("The server chose a subprotocol that nobody asked for");
            }
            // A server that has chosen none answers as if it had been asked for none.
            Request accepted = chosen.isEmpty() ? withoutProtocols() : request;
            UpgradedChannel near =
                    Watershed.acceptDetached(accepted, UpgradedChannel.of(client), behindRequest, chosen);
            client.setSoTimeout(0);
            server.setSoTimeout(0);
            return List.of(near, far);
        } catch (IOException | ProtocolErrorException e) {
            throw refuse("502 Bad Gateway", e);
        }
    }

    private Request request() throws IOException {
        RequestParser parser = new RequestParser(Limits.defaults(), false);
        Request read = null;
        while (read == null) {
            receive(client, behindRequest);
            parser.parse(behindRequest);
            read = parser.request();
        }
        return read;
    }

    private UpgradeResponse response(Socket server, ByteBuffer received) throws IOException {
        ResponseParser parser = new ResponseParser("GET", Limits.defaults());
        while (!parser.hasHead()) {
            receive(server, received);
            parser.parseHead(received);
        }
        if (parser.version().equals("HTTP/1.0")) {
            throw new IOException("The server answered with HTTP/1.0, which has no upgrade");
        }
        return new UpgradeResponse(parser.status(), parser.headers());
    }

    private void receive(Socket from, ByteBuffer buffer) throws IOException {
        from.setSoTimeout((int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
        int count = UpgradedChannel.of(from).read(buffer.clear());
        if (count < 0) {
            throw new EOFException("The connection ended within a head");
        }
        buffer.flip();
    }

    /** Returns the request to the server, which is to say whose pages and which names it lets in. */
    private String upgrade(String key) {
        StringBuilder head = new StringBuilder("GET " + request.resource() + " HTTP/1.1\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + key + "\r\n");
        for (String name : new String[] {"Host", "Origin", PROTOCOL}) {
            for (String value : request.headers().all(name)) {
                head.append(name).append(": ").append(value).append("\r\n");
            }
        }
        return head.append("\r\n").toString();
    }

    private Request withoutProtocols() {
        Headers headers = Headers.of(request.headers().fields().stream()
                .filter(field -> !field.name().equalsIgnoreCase(PROTOCOL))
                .toList());
        return new Request(request.method(), request.target(), request.version(), headers, request.secure());
    }

    private IOException refuse(String status, Exception why) throws IOException {
        UpgradedChannel.of(client)
                .write(latin1("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        return new IOException(status + ": " + why.getMessage(), why);
    }

    private static ByteBuffer latin1(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
