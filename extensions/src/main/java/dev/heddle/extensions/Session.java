package dev.heddle.extensions;

/**
 * One extension on one connection.
 *
 * <p>Messages are handed over in wire order. A session may answer at once or later, from any thread, and may finish
 * messages in any order; each callback must be called once.
 */
public interface Session {

    /** Transforms a message that the peer sent, and gives the outcome to the callback. */
    void processIncomingMessage(Message message, Callback callback);

    /** Transforms a message that goes to the peer, and gives the outcome to the callback. */
    void processOutgoingMessage(Message message, Callback callback);

    /** Releases what the session holds; called once, when it has answered for every message that it was handed. */
    void close();

    /** Takes the outcome of one message; the first call counts, a second one is ignored. */
    interface Callback {

        /** Passes on the transformed message. */
        void complete(Message message);

        /** Reports that the message could not be processed, which fails the connection. */
        void fail(Throwable cause);
    }
}
