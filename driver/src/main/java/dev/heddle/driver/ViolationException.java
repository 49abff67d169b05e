package dev.heddle.driver;

import org.jspecify.annotations.Nullable;

/** Carries a fault of the peer's from where it was found to the one place that ends the connection; never leaves it. */
final class ViolationException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient ProtocolError error;

    ViolationException(ProtocolError error) {
        // Without a stack trace: it is a value that travels, made at the peer's pace.
        super(error.message(), null, false, false);
        this.error = error;
    }

    /** A fault with the arguments of its text. */
    static ViolationException of(Violation violation, Object... arguments) {
        return new ViolationException(new ProtocolError(violation, violation.code(), violation.text(arguments), null));
    }

    /** A fault against a limit, named with its value. */
    static ViolationException limit(Violation violation, String limit, long value) {
        return new ViolationException(
                new ProtocolError(violation, violation.code(), violation.text(), limit + " is " + value));
    }

    /** Returns the same fault with a text that says that it ended a client's handshake. */
    ViolationException duringHandshake() {
        return new ViolationException(new ProtocolError(
                error.violation(), error.code(), Violation.DURING_HANDSHAKE + error.message(), error.limit()));
    }

    ProtocolError error() {
        return error;
    }

    /** Returns the limit that was exceeded, or null. */
    @Nullable
    String limit() {
        return error.limit();
    }
}
