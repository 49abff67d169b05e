/** Helpers for tests of WebSocket code. */
module dev.heddle.testkit {
    requires static transitive org.jspecify;
    requires static transitive org.junit.jupiter.api;
    requires transitive dev.heddle.websocket;

    exports dev.heddle.testkit;
    exports dev.heddle.testkit.contract;

    // The contract's cases are found and run by JUnit.
    opens dev.heddle.testkit.contract to
            org.junit.platform.commons;
}
