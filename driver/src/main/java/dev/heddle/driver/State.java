package dev.heddle.driver;

/** Where a connection stands. It only ever moves down this list. Source: RFC 6455 §7.1. */
public enum State {
    /** A client that has not sent its handshake. */
    BEGINNING,
    /** The opening handshake is under way. */
    CONNECTING,
    /** Messages flow. */
    OPEN,
    /** The closing handshake was started by this side. */
    CLOSING,
    /** The protocol has ended; nothing more is parsed or sent. */
    CLOSED
}
