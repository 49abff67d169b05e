package dev.heddle.extensions;

/**
 * How much a session may make of what the peer sends.
 *
 * @param maxLength the most bytes of a message as the application gets it, at least 0; a session that makes messages longer
 *     stops as soon as it is passed, and fails with {@link ExtensionException#tooLarge}
 */
public record SessionLimits(int maxLength) {

    /** Checks the range. */
    public SessionLimits {
        if (maxLength < 0) {
            throw new IllegalArgumentException("maxLength must be at least 0, not " + maxLength);
        }
    }
}
