package dev.heddle.conformance.compression;

/** Which side a driver under test is. */
enum Who {
    SERVER,
    CLIENT;

    Who peer() {
        return this == SERVER ? CLIENT : SERVER;
    }
}
