package dev.heddle.driver;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The client's driver: the request, the check of the response, and then what {@link Connection} does. */
final class ClientConnection extends Connection implements ClientDriver {

    private final WebSocketUrl url;
    private final ClientHandshake handshake;
    private final ResponseHead response;
    /** Null unless the server refuses. */
    private @Nullable ResponseBody body;
    /** Whether the request is an extended CONNECT, and the response is read elsewhere. */
    private boolean connects;

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
    public byte[] body() {
        return body == null ? new byte[0] : body.bytes();
    }

    @Override
    public boolean awaitsBody() {
        return body != null && !body.isDone();
    }

    @Override
    public ProxyDriver proxy(
            ProxyUrl proxy, Output output, Function<? super ProxyDriver, ? extends ProxyListener> listener) {
        return ProxyDriver.of(url, proxy, options.limits(), output, listener);
    }

    @Override
    public boolean start() {
        return begin(offer -> outgoing.head(handshake.request(custom(), offer)));
    }

    @Override
    public boolean start(RequestSink request) {
        connects |= state() == State.BEGINNING;
        return begin(offer -> request.request(handshake.connect(custom(), offer)));
    }

    /** Sends the request that offers these extensions, if any. */
    @FunctionalInterface
    private interface Send {

        void send(@Nullable String offer);
    }

    private boolean begin(Send request) {
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
        request.send(offer);
        goOn();
        return true;
    }

    @Override
    public void respond(int status, Headers headers) {
        if (!connects || state() != State.CONNECTING) {
            return;
        }
        response.given(ConnectHandshake.HTTP_2, status, headers);
        if (ClientHandshake.isRefusal(status)) {
            body = new ResponseBody(response, options.limits());
        }
        try {
            String subprotocol = handshake.checkConnect(status, headers);
            agree(headers);
            opened(subprotocol);
        } catch (ViolationException e) {
            fail(e.error());
        }
        goOn();
    }

    @Override
    boolean handshake(ByteBuffer in) throws ViolationException {
        if (state() == State.BEGINNING || connects) {
            return false;
        }
        boolean complete;
        try {
            complete = response.parse(in);
        } catch (ViolationException e) {
            throw e.duringHandshake();
        }
        if (complete) {
            if (!response.isUpgrade()) {
                body = new ResponseBody(response, options.limits());
                body.parse(in);
            }
            Headers headers = response.headers();
            String subprotocol = handshake.check(response.version(), response.status(), headers);
            agree(headers);
            opened(subprotocol);
        }
        return true;
    }

    /** Source: RFC 6455 §11.3.2. */
    private void agree(Headers headers) throws ViolationException {
        List<String> answers = headers.all("Sec-WebSocket-Extensions");
        if (answers.size() > 1) {
            throw ViolationException.of(
                    Violation.EXTENSIONS_MISMATCH, "Sec-WebSocket-Extensions must not appear more than once");
        }
        extensions.agree(answers.isEmpty() ? null : answers.get(0));
    }

    @Override
    void takeRest(ByteBuffer in) {
        if (body == null) {
            super.takeRest(in);
        } else {
            body.parse(in);
        }
    }

    @Override
    void restEnded() {
        if (body != null) {
            body.end();
        }
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
