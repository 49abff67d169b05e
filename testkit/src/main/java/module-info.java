/** Helpers for tests of WebSocket code. */
module dev.heddle.testkit {
    requires static transitive org.jspecify;
    requires transitive dev.heddle.websocket;

    exports dev.heddle.testkit;
}
