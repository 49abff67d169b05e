package dev.heddle.driver;

import java.nio.ByteBuffer;
import java.util.function.Function;

/** The client's driver: the request, the check of the response, and then what {@link Connection} does. */
final class ClientConnection extends Connection implements ClientDriver {

    private final WebSocketUrl url;
    private final ClientHandshake handshake;
    private final ResponseHead response;

    ClientConnection(WebSocketUrl url, DriverOptions options, Output output) {
        super(Role.CLIENT, State.BEGINNING, options, output);
        this.url = url;
        this.handshake = new ClientHandshake(url, options);
        this.response = new ResponseHead(options.limits(), true);
    }

    @Override
    public String url() {
        return url.toString();
    }

    @Override
    public int statusCode() {
        return response.status();
    }

    @Override
    public Headers headers() {
        return response.headers();
    }

    @Override
    public ProxyDriver proxy(
            ProxyUrl proxy, Output output, Function<? super ProxyDriver, ? extends ProxyListener> listener) {
        ProxyConnect driver = new ProxyConnect(url, proxy, options.limits(), output);
        driver.listen(listener.apply(driver));
        return driver;
    }

    @Override
    public boolean start() {
        if (state() != State.BEGINNING) {
            return false;
        }
        String offer;
        try {
            offer = extensions.offer();
        } catch (ViolationException e) {
            fail(e.error());
            return false;
        }
        life.start();
        outgoing.head(handshake.request(custom(), offer));
        resume();
        return true;
    }

    @Override
    boolean handshake(ByteBuffer in) throws ViolationException {
        if (state() == State.BEGINNING) {
            return false;
        }
        boolean complete;
        try {
            complete = response.parse(in);
        } catch (ViolationException e) {
            throw e.duringHandshake();
        }
        if (complete) {
            Headers headers = response.headers();
            String subprotocol = handshake.check(response.version(), response.status(), headers);
            extensions.agree(headers.joined("Sec-WebSocket-Extensions"));
            opened(subprotocol);
        }
        return true;
    }

    @Override
    void answer(ProtocolError error) {
        // A client says nothing to a server that broke the handshake.
    }

    @Override
    ProtocolError ended() {
        return new ProtocolError(Violation.HANDSHAKE_ENDED, CloseCode.ABNORMAL, Violation.HANDSHAKE_ENDED.text(), null);
    }

    @Override
    boolean handshakeWritten() {
        return state() != State.BEGINNING;
    }
}
