/** Event streams without any I/O; depends on nothing. */
module dev.heddle.eventsource {
    requires static transitive org.jspecify;

    exports dev.heddle.eventsource;
}
