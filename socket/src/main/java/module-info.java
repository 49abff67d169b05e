/** WebSockets on the JDK's blocking sockets: a client and a small server. */
module dev.heddle.socket {
    requires static transitive org.jspecify;
    requires transitive dev.heddle.websocket;

    exports dev.heddle.socket;
}
