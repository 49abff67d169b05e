package dev.heddle.driver;

/** Ends a stream of messages whose connection failed; {@link #error} says why. */
public final class ProtocolErrorException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient ProtocolError error;

    ProtocolErrorException(ProtocolError error) {
        // Without a stack trace: it tells what the peer did, which no line of this program caused.
        super(error.toString(), error.cause(), false, false);
        this.error = error;
    }

    /** Returns why the connection failed; not kept by serialization. */
    public ProtocolError error() {
        return error;
    }
}
