/** WebSockets on Netty: an embedded server, a client, and a handler for other servers. */
module dev.heddle.netty {
    requires static transitive org.jspecify;
    requires transitive dev.heddle.websocket;
    requires transitive io.netty.handler;
    requires transitive io.netty.transport;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.codec.http2;
    requires io.netty.common;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.classes.io_uring;

    exports dev.heddle.netty;
}
