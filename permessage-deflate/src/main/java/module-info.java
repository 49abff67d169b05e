/** Compression of messages, RFC 7692, as an extension; decompression is on the zlib of the JDK. */
module dev.heddle.permessagedeflate {
    requires transitive dev.heddle.extensions;
    requires static transitive org.jspecify;

    exports dev.heddle.permessagedeflate;
}
