package dev.heddle.driver;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The server's driver: the request's head, the decision about it, and then what {@link Connection} does. */
final class ServerConnection extends Connection implements ServerDriver {

    private final HttpHead head;
    /** Null until it has arrived. */
    private @Nullable Request request;
    /** Whether start was called before the request arrived. */
    private boolean startAsked;
    /** Whether the request was answered, well or badly. */
    private boolean answered;

    ServerConnection(@Nullable Request request, DriverOptions options, Output output) {
        super(Role.SERVER, State.CONNECTING, options, output);
        this.request = request;
        this.head = new HttpHead(options.limits());
    }

    @Override
    public @Nullable Request request() {
        return request;
    }

    @Override
    public String url() {
        if (request == null) {
            return "";
        }
        String host = request.headers().first("Host");
        String scheme = request.isSecure(options.trustForwarded()) ? "wss://" : "ws://";
        return scheme + (host == null ? "" : host) + request.resource();
    }

    @Override
    public boolean start() {
        if (handshakeWritten()) {
            return false;
        }
        if (request == null) {
            boolean first = !startAsked;
            startAsked = true;
            return first;
        }
        ServerHandshake handshake = new ServerHandshake(request, options);
        try {
            handshake.check();
        } catch (ViolationException e) {
            fail(e.error());
            return false;
        }
        answered = true;
        String protocol = handshake.protocol();
        outgoing.head(handshake.response(custom(), protocol));
        opened(protocol);
        resume();
        return true;
    }

    @Override
    public boolean refuse(Response response) {
        if (request == null || handshakeWritten()) {
            return false;
        }
        answered = true;
        outgoing.head(HttpWriter.response(response));
        return closed(CloseCode.ABNORMAL, "");
    }

    @Override
    boolean handshake(ByteBuffer in) throws ViolationException {
        if (request != null) {
            return false;
        }
        if (head.parse(in)) {
            request = head.request(false);
            try {
                listener().onConnect(request);
            } finally {
                if (startAsked) {
                    start();
                }
            }
        }
        return true;
    }

    @Override
    void answer(ProtocolError error) {
        if (!answered) {
            answered = true;
            outgoing.head(HttpWriter.response(ServerHandshake.refusal(error)));
        }
    }

    @Override
    @Nullable
    ProtocolError ended() {
        return null;
    }

    @Override
    boolean handshakeWritten() {
        return answered || state() != State.CONNECTING;
    }
}
