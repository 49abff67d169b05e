package dev.heddle.driver;

import java.nio.ByteBuffer;
import java.util.Set;

/** The request for a tunnel and what the answer makes of it. Source: RFC 9110 §9.3.6. */
final class ProxyConnect implements ProxyDriver {

    /** What is for the server alone, which a proxy must not learn. Source: RFC 9110 §11.6.2, RFC 6265 §5.4. */
    private static final Set<String> FOR_THE_SERVER = HttpWriter.caseless("Authorization", "Cookie");

    private static final ProxyListener NO_LISTENER = new ProxyListener() {
        @Override
        public void onConnect() {}

        @Override
        public void onError(ProtocolError error) {}
    };

    private final WebSocketUrl server;
    private final ProxyUrl proxy;
    private final ByteWriter writer;
    private final ResponseHead answer;

    private ProxyListener listener = NO_LISTENER;
    private State state = State.BEGINNING;
    private Headers custom = Headers.empty();

    ProxyConnect(WebSocketUrl server, ProxyUrl proxy, Limits limits, Output output) {
        this.server = server;
        this.proxy = proxy;
        this.writer = new ByteWriter(output);
        // A tunnel is not an upgrade: status 101 means nothing to who did not ask for it.
        this.answer = new ResponseHead(limits, false);
    }

    void listen(ProxyListener newListener) {
        listener = newListener;
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public String url() {
        return proxy.toString();
    }

    @Override
    public int statusCode() {
        return answer.status();
    }

    @Override
    public Headers headers() {
        return answer.headers();
    }

    @Override
    public boolean wantsClose() {
        return state == State.CLOSED;
    }

    @Override
    public void parse(ByteBuffer bytes) {
        if (!bytes.hasRemaining()) {
            return;
        }
        switch (state) {
            case BEGINNING -> {
                discard(bytes);
                fail(ViolationException.of(Violation.PROXY_UNASKED).error());
            }
            case CONNECTING -> read(bytes);
            case OPEN, CLOSING -> {
                // They are the tunnel's.
            }
            case CLOSED -> discard(bytes);
        }
    }

    @Override
    public void end() {
        if (state == State.BEGINNING || state == State.CONNECTING) {
            fail(ViolationException.of(Violation.PROXY_ENDED).error());
        }
    }

    @Override
    public boolean start() {
        if (state != State.BEGINNING) {
            return false;
        }
        state = State.CONNECTING;
        writer.writeWhole(request());
        return true;
    }

    @Override
    public boolean setHeader(String name, String value) {
        if (FOR_THE_SERVER.contains(name)) {
            throw new IllegalArgumentException("Header " + name + " is for the server, not for the proxy");
        }
        if (name.equalsIgnoreCase("Proxy-Connection")) {
            throw new IllegalArgumentException("Header " + name + " is set by the request itself");
        }
        Headers more = HttpWriter.addForProxy(custom, name, value);
        if (state != State.BEGINNING) {
            return false;
        }
        custom = more;
        return true;
    }

    private byte[] request() {
        // The port has to be there, the scheme's own too: an authority alone has no scheme.
        String target = server.host() + ":" + server.port();
        HttpWriter head = new HttpWriter("CONNECT " + target + " HTTP/1.1")
                .field("Host", target)
                .field("Connection", "keep-alive")
                .field("Proxy-Connection", "keep-alive");
        String userInfo = proxy.userInfo();
        if (userInfo != null && !custom.contains("Proxy-Authorization")) {
            head.field("Proxy-Authorization", BasicCredentials.of(userInfo));
        }
        return head.fields(custom).end();
    }

    private void read(ByteBuffer bytes) {
        try {
            if (!answer.parse(bytes)) {
                return;
            }
            if (answer.status() / 100 != 2) {
                throw ViolationException.of(Violation.PROXY_REFUSED, server);
            }
        } catch (ViolationException e) {
            discard(bytes);
            fail(e.error());
            return;
        }
        // Whatever its fields say of a body: behind the head of a 2xx there is none, but the tunnel.
        state = State.OPEN;
        listener.onConnect();
    }

    private static void discard(ByteBuffer bytes) {
        bytes.position(bytes.limit());
    }

    private void fail(ProtocolError cause) {
        state = State.CLOSED;
        String message = cause.message();
        if (cause.violation() != Violation.PROXY_REFUSED) {
            message = Violation.PROXY_REFUSED.text(server) + ": " + message;
        }
        listener.onError(new ProtocolError(cause.violation(), CloseCode.ABNORMAL, message, cause.limit()));
    }
}
