package dev.heddle.driver;

import java.nio.ByteBuffer;

/** The client's driver: the request, the check of the response, and then what {@link Connection} does. */
final class ClientConnection extends Connection implements ClientDriver {

    /** How many responses of status 1xx may come in front of the final one. */
    private static final int MAX_INTERIM_RESPONSES = 10;

    private final WebSocketUrl url;
    private final ClientHandshake handshake;

    private HttpHead head;
    private int interim;
    /** 0 until the response is there. */
    private int statusCode;

    private Headers headers = Headers.empty();

    ClientConnection(WebSocketUrl url, DriverOptions options, Output output) {
        super(Role.CLIENT, State.BEGINNING, options, output);
        this.url = url;
        this.handshake = new ClientHandshake(url, options);
        this.head = new HttpHead(options.limits());
    }

    @Override
    public String url() {
        return url.toString();
    }

    @Override
    public int statusCode() {
        return statusCode;
    }

    @Override
    public Headers headers() {
        return headers;
    }

    @Override
    public boolean start() {
        boolean started = life.start();
        if (started) {
            outgoing.head(handshake.request(custom()));
            resume();
        }
        return started;
    }

    @Override
    boolean handshake(ByteBuffer in) throws ViolationException {
        if (state() == State.BEGINNING) {
            return false;
        }
        if (head.parse(in)) {
            String version = head.responseVersion();
            int status = head.responseStatus();
            // RFC 9110 §15.2: interim responses come in front of the final one; 101 is final here.
            if (status < 200 && status != 101) {
                if (++interim > MAX_INTERIM_RESPONSES) {
                    throw ViolationException.of(Violation.TOO_MANY_INTERIM_RESPONSES);
                }
                head = new HttpHead(options.limits());
                return true;
            }
            statusCode = status;
            headers = head.headers();
            opened(handshake.check(version, status, headers));
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
