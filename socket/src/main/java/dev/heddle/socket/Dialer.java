package dev.heddle.socket;

import dev.heddle.websocket.ClientOptions;
import dev.heddle.websocket.ConnectingQueue;
import java.util.concurrent.Executor;

/**
 * What all dials of a client have in common.
 *
 * @param threads runs what blocks: the resolver, and each attempt to connect
 */
record Dialer(ClientOptions options, Executor threads, Resolver resolver, ConnectingQueue connecting) {

    /** Returns the same for what need not wait for its turn, which RFC 6455 §4.1 asks of WebSockets alone. */
    Dialer unlimited() {
        return new Dialer(options, threads, resolver, new ConnectingQueue(Integer.MAX_VALUE));
    }
}
