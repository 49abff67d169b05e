package dev.heddle.extensions;

import org.jspecify.annotations.Nullable;

/** One message on its way through a {@link Pipeline}, between its neighbours in wire order. */
final class Passage {

    final Session.Callback callback;
    /** The bytes that the message has. */
    int size;

    Message message;
    /** Whether the message is this passage's to keep, or was only lent. */
    boolean owned;
    /** The number of the session that the message is inside of, or waits for; behind the last one it waits to come out. */
    int stage;

    boolean inside;
    /** Why the message will not come out; it comes out as that. */
    @Nullable
    ExtensionException failure;
    /** Whether nobody waits for this message any more. */
    boolean dropped;

    @Nullable
    Passage previous;

    @Nullable
    Passage next;

    Passage(Message message, int stage, Session.Callback callback) {
        this.message = message;
        this.size = message.data().remaining();
        this.stage = stage;
        this.callback = callback;
    }

    /** Tells whether the message behind this one may enter a session. */
    boolean hasEntered(int session) {
        return stage > session || stage == session && inside;
    }

    /** Measures the message anew, and returns by how many bytes it has grown. */
    int measure() {
        int before = size;
        size = message.data().remaining();
        return size - before;
    }

    /** Makes the message one that can be kept. */
    void own() {
        if (!owned) {
            message = message.copy();
            owned = true;
        }
    }
}
