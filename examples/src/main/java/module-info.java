/** Examples of the driver inside other people's I/O, and of extensions. */
module dev.heddle.examples {
    requires static org.jspecify;
    requires transitive dev.heddle.driver;
    requires transitive dev.heddle.extensions;
    requires dev.heddle.watershed;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.transport;

    exports dev.heddle.examples;
}
