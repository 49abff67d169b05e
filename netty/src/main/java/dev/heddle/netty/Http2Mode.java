package dev.heddle.netty;

import dev.heddle.driver.WebSocketUrl;

/** When a {@link NettyClient} opens its WebSockets as streams of HTTP/2. Source: RFC 8441. */
public enum Http2Mode {

    /** Never: each WebSocket has a connection of HTTP/1.1 of its own. */
    OFF,

    /**
     * For {@code wss:} where the server has it: TLS agrees on it by ALPN, and the server's SETTINGS enable extended CONNECT. Else
     * the WebSocket is opened over HTTP/1.1: on the connection that is there if ALPN says so, on another if the SETTINGS do. The
     * client remembers servers of both kinds, and does not ask them again.
     */
    ALPN,

    /**
     * As {@link #ALPN}, and for {@code ws:} always, without asking: the first bytes are HTTP/2. A server that does not speak it, or
     * does not enable extended CONNECT, is an error there. Source: RFC 9113 §3.3.
     */
    PRIOR_KNOWLEDGE;

    boolean isFor(WebSocketUrl server) {
        return this == PRIOR_KNOWLEDGE || this == ALPN && server.secure();
    }
}
