package dev.heddle.socket;

import dev.heddle.driver.ProxyDriver;
import dev.heddle.driver.ProxyUrl;
import dev.heddle.driver.State;
import dev.heddle.driver.WebSocketUrl;
import dev.heddle.websocket.ClientOptions;
import dev.heddle.websocket.ProxyHandshake;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.nio.ByteBuffer;

/** Asks a proxy for a tunnel to a server, on a thread that may wait for the answer. */
final class Tunnel {

    private final Wire wire;
    private final ProxyHandshake handshake;

    private Tunnel(WebSocketUrl server, ProxyUrl proxy, ClientOptions options, Wire wire) {
        this.wire = wire;
        this.handshake = new ProxyHandshake(server, proxy, options);
    }

    /**
     * Returns when the tunnel is there; what then comes is the server's, all of it.
     *
     * @throws IOException if there is none; says of which proxy it is, but nothing of its user info
     */
    static void open(WebSocketUrl server, ProxyUrl proxy, ClientOptions options, Wire wire) throws IOException {
        try {
            new Tunnel(server, proxy, options, wire).run();
        } catch (ConnectException e) {
            throw e;
        } catch (IOException e) {
            throw ProxyHandshake.failure(proxy, e.toString(), e);
        }
    }

    private void run() throws IOException {
        ProxyDriver driver = handshake.driver();
        InputStream in = wire.in();
        driver.start();
        settle();
        while (driver.state() == State.CONNECTING) {
            // One by one: who takes more would have to give it back to TLS.
            int octet = in.read();
            if (octet < 0) {
                driver.end();
            } else {
                driver.parse(ByteBuffer.wrap(new byte[] {(byte) octet}));
            }
            settle();
        }
    }

    /** Does what a call of the driver has caused. */
    private void settle() throws IOException {
        ByteBuffer said = handshake.output();
        if (said.hasRemaining()) {
            wire.write(said);
        }
        ConnectException failure = handshake.failure();
        if (failure != null) {
            throw failure;
        }
    }
}
