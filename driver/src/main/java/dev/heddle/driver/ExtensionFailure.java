package dev.heddle.driver;

import dev.heddle.extensions.ExtensionException;

/** What an extension's failure is to the connection: 1010, or the close code that it carries if a peer may get that. */
final class ExtensionFailure {

    private ExtensionFailure() {}

    /** Returns what an unacceptable response of the server's is. */
    static ProtocolError ofResponse(ExtensionException cause) {
        Violation violation = Violation.EXTENSIONS_MISMATCH;
        return new ProtocolError(
                violation, violation.code(), violation.text(String.valueOf(cause.getMessage())), null, cause);
    }

    static ProtocolError of(Throwable cause, Limits limits) {
        int code = cause instanceof ExtensionException failure ? failure.code() : CloseCode.EXTENSION_ERROR;
        if (!CloseCode.mayBeReceived(code)) {
            // §7.4.1: such as 1006, which no Close frame may carry.
            code = CloseCode.EXTENSION_ERROR;
        }
        String limit = code == CloseCode.TOO_BIG ? "maxLength is " + limits.maxLength() : null;
        return new ProtocolError(Violation.EXTENSION, code, String.valueOf(cause.getMessage()), limit, cause);
    }
}
