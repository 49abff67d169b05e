package dev.heddle.extensions;

/**
 * One extension on one connection.
 *
 * <p>Messages are handed over in wire order, each direction for itself, on the connection's thread. A session may answer
 * at once or later, from any thread, and may finish messages in any order: the next session and the application still see
 * wire order. What a session throws before it has answered is a failure like the one that it gives to the callback. A
 * session does not call the connection that it serves, to send or to close, from inside these calls.
 */
public interface Session {

    /** Transforms a message that the peer sent, and gives the outcome to the callback. */
    void processIncomingMessage(Message message, Callback callback);

    /** Transforms a message that goes to the peer, and gives the outcome to the callback. */
    void processOutgoingMessage(Message message, Callback callback);

    /**
     * Tells whether the session calls back before each call returns, always. Then messages and callbacks are lent for the
     * call only and cost no memory; not to answer is a failure. What it passes on must stay as it is until the next message,
     * also behind {@link #close}. By default false. The answer must not change.
     */
    default boolean isSynchronous() {
        return false;
    }

    /**
     * Releases what the session holds; called once on the connection's thread, when the session has answered for every
     * message that it was handed and gets no more. A session that was made and not agreed on is closed as well.
     */
    void close();

    /**
     * Takes the outcome of one message; the first call counts, a second one is ignored. That of a {@linkplain #isSynchronous
     * synchronous} session is lent for the call; any other may be called from any thread, until the executor that the
     * protocol library was given has ended.
     */
    interface Callback {

        /** Passes on the transformed message, which may be the one that was handed over. */
        void complete(Message message);

        /**
         * Reports that the message could not be processed, which fails the connection.
         *
         * @param cause an {@link ExtensionException} if the close code is to be another than 1010
         */
        void fail(Throwable cause);
    }
}
