package dev.heddle.cli;

import org.jspecify.annotations.Nullable;

/** Says in one line what about an option can not be used; ends the command with status 2. */
final class UsageException extends Exception {

    private static final long serialVersionUID = 1;

    UsageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
