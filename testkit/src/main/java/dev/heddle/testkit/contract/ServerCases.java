package dev.heddle.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heddle.testkit.contract.ServerTransportContract.Server;
import dev.heddle.websocket.Endpoint;
import dev.heddle.websocket.WebSocketListener;
import dev.heddle.websocket.WebSocketOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a client by hand does at a server: connects, asks, and becomes a peer. */
abstract class ServerCases extends TransportContract {

    static final String PATH = "/contract";
    static final String EVENTS = "/contract-events";

    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    // What a server says about itself: see ServerTransportContract

    abstract Server start(Endpoint endpoint) throws Exception;

    abstract Socket secured(Socket connected, URI url) throws IOException;

    @Override
    protected final Peer open(WebSocketListener listener, WebSocketOptions options) throws Exception {
        return upgrade(listener, options, false);
    }

    @Override
    protected final Peer openNarrow(WebSocketListener listener, WebSocketOptions options) throws Exception {
        return upgrade(listener, options, true);
    }

    private Peer upgrade(WebSocketListener listener, WebSocketOptions options, boolean narrow) throws Exception {
        URI url = serving(
                endpoint().options(options).listener(request -> listener).build());
        Peer peer = dial(url, narrow);
        peer.write(upgrade(url));
        expectUpgrade(peer);
        return peer;
    }

    static Endpoint.Builder endpoint() {
        return Endpoint.builder().path(PATH).options(options().build());
    }

    /** Starts a server; returns the URL of its WebSockets. */
    final URI serving(Endpoint endpoint) throws Exception {
        return URI.create(own(start(endpoint)).url());
    }

    /** Connects to a server, and says nothing. */
    final Peer dial(URI url, boolean narrow) throws IOException {
        Socket tcp = new Socket();
        if (narrow) {
            tcp.setReceiveBufferSize(SocketPeer.NARROW);
        }
        tcp.connect(new InetSocketAddress(InetAddress.getAllByName(url.getHost())[0], url.getPort()), PATIENCE_MILLIS);
        return keep(new SocketPeer(true, tcp, secured(tcp, url)));
    }

    /** Returns a request for a WebSocket with more fields. */
    static byte[] upgrade(URI url, String... fields) {
        String usual = lines(
                "Host: " + url.getAuthority(),
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: " + KEY);
        return get(url, usual + lines(fields));
    }

    /** Returns a GET with exactly these fields, each with its line's end. */
    static byte[] get(URI url, String fields) {
        String head = "GET " + url.getRawPath() + " HTTP/1.1\n" + fields + "\n";
        return head.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    static String lines(String... fields) {
        return fields.length == 0 ? "" : String.join("\n", fields) + "\n";
    }

    /** Reads the response to {@link #upgrade(URI, String...)}: RFC 6455 §4.1. */
    static void expectUpgrade(Peer peer) throws IOException {
        Head head = Head.read(peer);
        assertEquals(101, head.status(), head::toString);
        assertEquals("websocket", head.field("Upgrade").toLowerCase(Locale.ROOT));
        assertEquals("upgrade", head.field("Connection").toLowerCase(Locale.ROOT));
        assertEquals(Head.accept(KEY), head.field("Sec-WebSocket-Accept"));
    }
}
