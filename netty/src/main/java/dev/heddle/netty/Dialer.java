package dev.heddle.netty;

import dev.heddle.websocket.ClientOptions;
import dev.heddle.websocket.ConnectingQueue;
import java.util.concurrent.Executor;

/**
 * What all dials of a client have in common.
 *
 * @param lookups runs the resolver, which blocks: not for an event loop
 */
record Dialer(ClientOptions options, NettyIo io, Resolver resolver, Executor lookups, ConnectingQueue connecting) {

    /** Returns the same for what need not wait for its turn, which RFC 6455 §4.1 asks of WebSockets alone. */
    Dialer unlimited() {
        return new Dialer(options, io, resolver, lookups, new ConnectingQueue(Integer.MAX_VALUE));
    }
}
