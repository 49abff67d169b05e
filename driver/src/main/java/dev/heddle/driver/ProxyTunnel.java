package dev.heddle.driver;

import java.nio.ByteBuffer;

/** What the ways through all kinds of proxies have in common: one question after the other, and one event at the end. */
abstract sealed class ProxyTunnel implements ProxyDriver permits ProxyConnect, Socks5Connect {

    private static final ProxyListener NO_LISTENER = new ProxyListener() {
        @Override
        public void onConnect() {}

        @Override
        public void onError(ProtocolError error) {}
    };

    final WebSocketUrl server;
    final ProxyUrl proxy;
    private final ByteWriter writer;

    private ProxyListener listener = NO_LISTENER;
    private State state = State.BEGINNING;

    ProxyTunnel(WebSocketUrl server, ProxyUrl proxy, Output output) {
        this.server = server;
        this.proxy = proxy;
        this.writer = new ByteWriter(output);
    }

    final void listen(ProxyListener newListener) {
        listener = newListener;
    }

    /** Returns what is said first. */
    abstract byte[] request() throws ViolationException;

    /**
     * Takes octets of the proxy's answer up to its end, and leaves what is behind it.
     *
     * @return whether the tunnel is there
     */
    abstract boolean read(ByteBuffer bytes) throws ViolationException;

    final void write(byte[] bytes) {
        writer.writeWhole(bytes);
    }

    @Override
    public final State state() {
        return state;
    }

    @Override
    public final String url() {
        return proxy.toString();
    }

    @Override
    public final boolean wantsClose() {
        return state == State.CLOSED;
    }

    @Override
    public final void parse(ByteBuffer bytes) {
        if (!bytes.hasRemaining()) {
            return;
        }
        switch (state) {
            case BEGINNING -> {
                discard(bytes);
                fail(ViolationException.of(Violation.PROXY_UNASKED).error());
            }
            case CONNECTING -> answered(bytes);
            case OPEN, CLOSING -> {
                // They are the tunnel's.
            }
            case CLOSED -> discard(bytes);
        }
    }

    @Override
    public final void end() {
        if (state == State.BEGINNING || state == State.CONNECTING) {
            fail(ViolationException.of(Violation.PROXY_ENDED).error());
        }
    }

    @Override
    public final boolean start() {
        if (state != State.BEGINNING) {
            return false;
        }
        try {
            byte[] request = request();
            state = State.CONNECTING;
            write(request);
            return true;
        } catch (ViolationException e) {
            fail(e.error());
            return false;
        }
    }

    private void answered(ByteBuffer bytes) {
        try {
            if (!read(bytes)) {
                return;
            }
        } catch (ViolationException e) {
            discard(bytes);
            fail(e.error());
            return;
        }
        state = State.OPEN;
        listener.onConnect();
    }

    private static void discard(ByteBuffer bytes) {
        bytes.position(bytes.limit());
    }

    private void fail(ProtocolError cause) {
        state = State.CLOSED;
        String message = Violation.PROXY_REFUSED.text(place());
        if (cause.violation() != Violation.PROXY_REFUSED) {
            message += ": " + cause.message();
        }
        listener.onError(new ProtocolError(cause.violation(), CloseCode.ABNORMAL, message, cause.limit()));
    }

    /** Returns the server's URL for messages: without the query, in which there may be secrets. */
    private String place() {
        String url = server.toString();
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query);
    }
}
