package dev.heddle.driver;

/** Waits for the pong that answers one ping. Exactly one of its methods is called, once. */
@FunctionalInterface
public interface PongCallback {

    /** The pong has come. */
    void onPong();

    /** The pong will not come: the connection ended, or too many younger pings wait ({@link Limits#maxPendingPings}). */
    default void onDropped() {}
}
