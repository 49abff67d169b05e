package dev.heddle.driver;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The server's driver: the request's head, the decision about it, and then what {@link Connection} does. */
final class ServerConnection extends Connection implements ServerDriver {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final HttpHead head;
    /** Null until the request has arrived. */
    private @Nullable ServerHandshake handshake;
    /** What had arrived behind the request's head when that was complete; given up once the request is answered. */
    private ByteBuffer early = NOTHING;
    /** What has arrived of the part of the handshake that is behind the request's head, in write mode. */
    private ByteBuffer body = NOTHING;
    /** Whether start was called before the request arrived. */
    private boolean startAsked;
    /** Whether the request was answered, well or badly. */
    private boolean answered;

    ServerConnection(@Nullable Request request, DriverOptions options, Output output) {
        super(Role.SERVER, State.CONNECTING, options, output);
        this.head = new HttpHead(options.limits());
        if (request != null) {
            arrived(request);
        }
    }

    @Override
    public @Nullable Request request() {
        return handshake == null ? null : handshake.request;
    }

    @Override
    public ByteBuffer body() {
        return early.duplicate();
    }

    @Override
    public String url() {
        Request request = request();
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
        ServerHandshake chosen = handshake;
        if (chosen == null) {
            boolean first = !startAsked;
            startAsked = true;
            return first;
        }
        String agreement;
        try {
            chosen.check();
            agreement = extensions.respond(chosen.offeredExtensions());
        } catch (ViolationException e) {
            fail(e.error());
            return false;
        }
        answered();
        String subprotocol = chosen.subprotocol();
        outgoing.head(chosen.response(custom(), url(), subprotocol, agreement));
        if (chosen.bodyBytes() == 0) {
            opened(subprotocol);
        } else {
            body = ByteBuffer.allocate(chosen.bodyBytes());
        }
        resume();
        return true;
    }

    @Override
    public boolean refuse(Response response) {
        if (handshake == null || handshakeWritten()) {
            return false;
        }
        answered();
        outgoing.head(HttpWriter.response(response));
        return closed(CloseCode.ABNORMAL, "");
    }

    @Override
    boolean handshake(ByteBuffer in) throws ViolationException {
        if (handshake != null) {
            return answered && takeBody(handshake, in);
        }
        if (head.parse(in)) {
            Request request = head.request(options.secure());
            arrived(request);
            if (in.hasRemaining()) {
                early = Outgoing.copy(in).asReadOnlyBuffer();
            }
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

    /** Takes the bytes of the handshake that are behind the head, and opens once they are whole. */
    private boolean takeBody(ServerHandshake chosen, ByteBuffer in) {
        while (body.hasRemaining() && in.hasRemaining()) {
            body.put(in.get());
        }
        if (!body.hasRemaining()) {
            outgoing.head(chosen.answer(body.array()));
            opened(chosen.subprotocol());
        }
        return true;
    }

    private void arrived(Request request) {
        ServerHandshake chosen = ServerHandshake.of(request, options);
        handshake = chosen;
        if (chosen instanceof DraftHandshake draft) {
            use(draft);
        }
    }

    private void answered() {
        answered = true;
        early = NOTHING;
    }

    @Override
    void answer(ProtocolError error) {
        if (!answered) {
            answered();
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
