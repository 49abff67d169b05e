package dev.heddle.extensions;

/** Which way messages go. */
enum Direction {
    INCOMING {
        @Override
        void process(Session session, Message message, Session.Callback callback) {
            session.processIncomingMessage(message, callback);
        }
    },
    OUTGOING {
        @Override
        void process(Session session, Message message, Session.Callback callback) {
            session.processOutgoingMessage(message, callback);
        }
    };

    abstract void process(Session session, Message message, Session.Callback callback);
}
