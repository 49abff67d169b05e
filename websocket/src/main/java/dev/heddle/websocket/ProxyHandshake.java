package dev.heddle.websocket;

import dev.heddle.driver.Headers;
import dev.heddle.driver.OutputQueue;
import dev.heddle.driver.ProtocolError;
import dev.heddle.driver.ProxyDriver;
import dev.heddle.driver.ProxyListener;
import dev.heddle.driver.ProxyUrl;
import dev.heddle.driver.WebSocketUrl;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * For the adapter of a client: what is said to a proxy until there is a tunnel to a server. The adapter calls the {@link #driver},
 * and behind each call writes the {@link #output} and looks for a {@link #failure}. Like the driver it belongs to one thread at a time.
 */
public final class ProxyHandshake {

    private final ProxyUrl proxy;
    private final OutputQueue output = new OutputQueue();
    private final ProxyDriver driver;
    private @Nullable ProtocolError error;

    /**
     * Makes one that has said nothing yet.
     *
     * @param server where the tunnel is to end
     */
    public ProxyHandshake(WebSocketUrl server, ProxyUrl proxy, ClientOptions options) {
        this.proxy = proxy;
        this.driver = ProxyDriver.of(
                server, proxy, options.webSocket().driver().limits(), output, made -> new ProxyListener() {
                    @Override
                    public void onConnect() {
                        // The driver's state says so, once all of its call is done.
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

    /** Returns the driver. */
    public ProxyDriver driver() {
        return driver;
    }

    /** Returns what is to be written now, often nothing; the caller's. */
    public ByteBuffer output() {
        ByteBuffer said = ByteBuffer.allocate((int) output.size());
        output.transmit(said);
        return said.flip();
    }

    /** Returns, once, why there is no tunnel; null if there is one or may be. */
    public @Nullable ProxyException failure() {
        ProtocolError cause = error;
        if (cause == null) {
            return null;
        }
        error = null;
        int status = driver.statusCode();
        return new ProxyException(
                message(proxy, cause + (status == 0 ? "" : " (status " + status + ")")),
                status,
                cause.violation(),
                null);
    }

    /** Returns an error that says of which proxy it is, but nothing of its user info. */
    public static ProxyException failure(ProxyUrl proxy, String what, @Nullable Throwable cause) {
        return new ProxyException(message(proxy, what), 0, null, cause);
    }

    private static String message(ProxyUrl proxy, String what) {
        return "Proxy " + proxy + ": " + what;
    }
}
