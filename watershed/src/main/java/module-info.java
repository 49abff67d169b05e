/** A WebSocket on a channel that is upgraded already. */
module dev.heddle.watershed {
    requires static transitive org.jspecify;
    requires transitive dev.heddle.driver;
    requires jdk.jfr;

    exports dev.heddle.watershed;
}
