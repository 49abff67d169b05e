/** The WebSocket object for applications, and the transports' side of it. */
module dev.heddle.websocket {
    requires static transitive org.jspecify;
    requires transitive dev.heddle.driver;
    requires transitive dev.heddle.eventsource;

    exports dev.heddle.websocket;
}
