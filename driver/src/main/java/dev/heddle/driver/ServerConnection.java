package dev.heddle.driver;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The server's driver: the request's head, the decision about it, and then what {@link Connection} does. */
final class ServerConnection extends Connection implements ServerDriver {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    /** Whether the request was given by an owner that has parsed it, and need not be kept for that. */
    private final boolean given;
    /** Null once the request has arrived. */
    private @Nullable HttpHead head;
    /** Null until the request has arrived; if it was given, null again once the connection is open. */
    private @Nullable Request request;
    /** Null until the request has arrived, and again once the connection is open. */
    private @Nullable ServerHandshake handshake;
    /** Empty until the request has arrived. */
    private String url = "";
    /** What had arrived behind the request's head when that was complete; given up once the request is answered. */
    private ByteBuffer early = NOTHING;
    /** What has arrived of the part of the handshake that is behind the request's head, in write mode. */
    private ByteBuffer body = NOTHING;
    /** Whether start was called before the request arrived. */
    private boolean startAsked;
    /** Takes the response in the output's stead; null but for the call that answers the request so. */
    private @Nullable ResponseSink sink;
    /** Whether the request was answered, well or badly. */
    private boolean answered;

    ServerConnection(@Nullable Request request, DriverOptions options, Output output) {
        super(Role.SERVER, State.CONNECTING, options, output);
        this.given = request != null;
        if (request == null) {
            head = new HttpHead(options.limits());
        } else {
            arrived(request);
        }
    }

    @Override
    public @Nullable Request request() {
        return request;
    }

    @Override
    public ByteBuffer body() {
        return early.duplicate();
    }

    @Override
    public String url() {
        return url;
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
        ResponseSink to = sink;
        if (to == null) {
            checkWritesHead(chosen);
        }
        String agreement;
        Headers fields = Headers.empty();
        try {
            chosen.check();
            agreement = extensions.respond(chosen.offeredExtensions());
            if (to != null) {
                fields = chosen.fields(custom(), chosen.subprotocol(), agreement);
            }
        } catch (ViolationException e) {
            fail(e.error());
            return false;
        }
        answered();
        if (to == null) {
            outgoing.head(chosen.response(custom(), url, chosen.subprotocol(), agreement));
        } else {
            to.respond(chosen.status(), fields, new byte[0]);
        }
        if (chosen.bodyBytes() == 0) {
            open(chosen);
        } else {
            body = ByteBuffer.allocate(chosen.bodyBytes());
        }
        goOn();
        return true;
    }

    @Override
    public boolean start(ResponseSink response) {
        if (handshake == null) {
            return false;
        }
        sink = response;
        try {
            return start();
        } finally {
            sink = null;
        }
    }

    @Override
    public boolean refuse(Response response) {
        if (handshake == null || handshakeWritten()) {
            return false;
        }
        checkWritesHead(handshake);
        answered();
        outgoing.head(HttpWriter.response(response, method()));
        return closed(CloseCode.ABNORMAL, "");
    }

    @Override
    boolean handshake(ByteBuffer in) throws ViolationException {
        if (handshake != null) {
            return answered && takeBody(handshake, in);
        }
        HttpHead reading = head;
        if (reading != null && reading.parse(in)) {
            Request arrived = reading.request(options.secure());
            arrived(arrived);
            if (in.hasRemaining()) {
                early = Outgoing.copy(in).asReadOnlyBuffer();
            }
            try {
                listener().onConnect(arrived);
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
            open(chosen);
        }
        return true;
    }

    /** The handshake is done: an open connection keeps nothing of it. */
    private void open(ServerHandshake chosen) {
        handshake = null;
        body = NOTHING;
        if (given) {
            request = null;
        }
        opened(chosen.subprotocol());
    }

    private void arrived(Request arrived) {
        head = null;
        request = arrived;
        url = url(arrived);
        ServerHandshake chosen = ServerHandshake.of(arrived, options);
        handshake = chosen;
        if (chosen instanceof DraftHandshake draft) {
            use(draft);
        }
    }

    private String url(Request of) {
        String host = of.host();
        String scheme = of.isSecure(options.trustForwarded()) ? "wss://" : "ws://";
        return scheme + (host == null ? "" : host) + of.resource();
    }

    private static void checkWritesHead(ServerHandshake chosen) {
        if (!chosen.writesHead()) {
            throw new IllegalStateException(
                    "Over HTTP/2 the response is no head that a driver could write: start it with a ResponseSink");
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
            ServerHandshake chosen = handshake;
            Response refusal = chosen == null ? ServerHandshake.refusal(error) : chosen.refuse(error);
            if (sink == null && chosen != null && !chosen.writesHead()) {
                // It failed before it was asked for: the owner ends the stream.
                return;
            }
            if (sink == null) {
                outgoing.head(HttpWriter.response(refusal, method()));
            } else {
                sink.respond(refusal.status(), refusal.headers(), refusal.body());
            }
        }
    }

    /** Returns the method of the request; that of most while it has not arrived. */
    private String method() {
        return request == null ? "GET" : request.method();
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
