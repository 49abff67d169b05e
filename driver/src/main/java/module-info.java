/** The sans-I/O WebSocket protocol: bytes and commands in, bytes and events out. */
module dev.heddle.driver {
    requires static transitive org.jspecify;
    requires transitive dev.heddle.extensions;

    exports dev.heddle.driver;
}
