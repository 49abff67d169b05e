package dev.heddle.driver;

/** Which side of a connection a driver is. */
enum Role {
    SERVER,
    CLIENT
}
