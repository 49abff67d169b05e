/** The extension SPI and the grammar of {@code Sec-WebSocket-Extensions}; depends on nothing. */
module dev.heddle.extensions {
    requires static transitive org.jspecify;

    exports dev.heddle.extensions;
}
