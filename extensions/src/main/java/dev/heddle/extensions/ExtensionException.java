package dev.heddle.extensions;

import org.jspecify.annotations.Nullable;

/** Why an extension can not be agreed on, or could not process a message; it fails the connection with its close code. */
public final class ExtensionException extends Exception {

    /** What an extension's failure is unless it says otherwise: 1010. Source: RFC 6455 §7.4.1. */
    public static final int EXTENSION_ERROR = 1010;

    private static final int INVALID_DATA = 1007;
    private static final int TOO_LARGE = 1009;
    private static final int FIRST_CODE = 1000;
    private static final int LAST_CODE = 4999;
    private static final long serialVersionUID = 1;

    private final int code;

    /** Makes an exception with the code 1010. */
    public ExtensionException(String message) {
        this(EXTENSION_ERROR, message, null);
    }

    /**
     * Makes an exception with a close code of its own.
     *
     * @param code a close code, 1000 to 4999
     * @param cause what caused it, or null
     * @throws IllegalArgumentException if the code is out of its range
     */
    public ExtensionException(int code, String message, @Nullable Throwable cause) {
        super(message, cause);
        if (code < FIRST_CODE || code > LAST_CODE) {
            throw new IllegalArgumentException("Close code must be 1000 to 4999, not " + code);
        }
        this.code = code;
    }

    /** Makes the exception for a message whose data makes no sense: close code 1007. */
    public static ExtensionException invalidData(String message, @Nullable Throwable cause) {
        return new ExtensionException(INVALID_DATA, message, cause);
    }

    /** Makes the exception for a message that would become longer than {@link SessionLimits#maxLength}: close code 1009. */
    public static ExtensionException tooLarge(String message) {
        return new ExtensionException(TOO_LARGE, message, null);
    }

    /** Returns the close code. */
    public int code() {
        return code;
    }

    /** Returns the same failure with the extension's name in front of its message. */
    ExtensionException of(String extension) {
        return new ExtensionException(code, extension + ": " + getMessage(), getCause() == null ? this : getCause());
    }

    /** Makes an exception of whatever a session failed with, with the session's name in front. */
    static ExtensionException of(String extension, Throwable cause) {
        if (cause instanceof ExtensionException failure) {
            return failure.of(extension);
        }
        String text = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new ExtensionException(EXTENSION_ERROR, extension + ": " + text, cause);
    }
}
