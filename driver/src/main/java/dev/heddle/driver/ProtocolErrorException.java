package dev.heddle.driver;

/** What a peer sent breaks the protocol or a limit, or its connection failed; {@link #error} says why. */
public final class ProtocolErrorException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient ProtocolError error;

    ProtocolErrorException(ProtocolError error) {
        // Without a stack trace: it tells what the peer did, which no line of this program caused.
        super(error.toString(), error.cause(), false, false);
        this.error = error;
    }

    /** Returns what was wrong; not kept by serialization. */
    public ProtocolError error() {
        return error;
    }
}
