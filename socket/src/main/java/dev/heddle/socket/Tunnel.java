package dev.heddle.socket;

import dev.heddle.driver.Headers;
import dev.heddle.driver.OutputQueue;
import dev.heddle.driver.ProtocolError;
import dev.heddle.driver.ProxyDriver;
import dev.heddle.driver.ProxyListener;
import dev.heddle.driver.ProxyUrl;
import dev.heddle.driver.State;
import dev.heddle.driver.WebSocketUrl;
import dev.heddle.websocket.ClientOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Asks a proxy for a tunnel to a server, on a thread that may wait for the answer. */
final class Tunnel {

    private final ProxyUrl proxy;
    private final Wire wire;
    private final OutputQueue output = new OutputQueue();
    private final ProxyDriver driver;
    private @Nullable ProtocolError error;

    private Tunnel(WebSocketUrl server, ProxyUrl proxy, ClientOptions options, Wire wire) {
        this.proxy = proxy;
        this.wire = wire;
        this.driver = ProxyDriver.of(
                server, proxy, options.webSocket().driver().limits(), output, made -> new ProxyListener() {
                    @Override
                    public void onConnect() {
                        // The driver's state says so.
                    }

                    @Override
                    public void onError(ProtocolError cause) {
                        error = cause;
                    }
                });
        if (!proxy.socks5()) {
            for (Headers.Field field : options.proxyHeaders().fields()) {
                driver.setHeader(field.name(), field.value());
            }
        }
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
            throw failure(proxy, e.toString(), e);
        }
    }

    /** Returns an error that says of which proxy it is, but nothing of its user info. */
    static ConnectException failure(ProxyUrl proxy, String what, @Nullable Throwable cause) {
        ConnectException failure = new ConnectException("Proxy " + proxy + ": " + what);
        failure.initCause(cause);
        return failure;
    }

    private void run() throws IOException {
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
        if (output.size() > 0) {
            ByteBuffer said = ByteBuffer.allocate((int) output.size());
            output.transmit(said);
            wire.write(said.flip());
        }
        ProtocolError cause = error;
        if (cause != null) {
            String status = driver.statusCode() == 0 ? "" : " (status " + driver.statusCode() + ")";
            throw failure(proxy, cause + status, null);
        }
    }
}
