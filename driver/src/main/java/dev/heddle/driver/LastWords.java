package dev.heddle.driver;

import org.jspecify.annotations.Nullable;

/**
 * What a peer says at last: its Close frame, the end of its bytes, or something wrong. Each comes behind its messages, and waits
 * while those are inside extensions or are not wanted yet.
 */
final class LastWords {

    /** Whether the Close frame has come. */
    private boolean closed;
    /** What that said. */
    private int code = CloseCode.ABNORMAL;

    private String reason = "";
    /** Whether the Close frame waits. */
    private boolean closeWaits;
    /** Whether the end waits. */
    private boolean endWaits;
    /** What was wrong, and waits. */
    private @Nullable ProtocolError error;

    /** The Close frame has come. */
    void close(int newCode, String newReason) {
        closed = true;
        code = newCode;
        reason = newReason;
    }

    /** Tells whether the Close frame has come. */
    boolean isClosed() {
        return closed;
    }

    int code() {
        return code;
    }

    String reason() {
        return reason;
    }

    void letCloseWait() {
        closeWaits = true;
    }

    void letEndWait() {
        endWaits = true;
    }

    void letWait(ProtocolError wrong) {
        error = wrong;
    }

    /** Tells whether frames behind these words mean nothing. */
    boolean isFinal() {
        return closeWaits || error != null;
    }

    boolean isWaiting() {
        return closeWaits || endWaits || error != null;
    }

    /** Returns what was wrong, or null. */
    @Nullable
    ProtocolError error() {
        return error;
    }

    /** Tells, once, whether the Close frame waited. */
    boolean takeClose() {
        boolean waited = closeWaits;
        closeWaits = false;
        return waited;
    }

    boolean endWaits() {
        return endWaits;
    }

    /** Nothing waits any more. */
    void clear() {
        closeWaits = false;
        endWaits = false;
        error = null;
    }
}
