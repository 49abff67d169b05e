package dev.heddle.watershed;

import dev.heddle.driver.CloseCode;
import org.jspecify.annotations.Nullable;

/** What the original calls the close codes of RFC 6455 §7.4.1. */
enum CodeName {
    NORMAL(CloseCode.NORMAL),
    GOING_AWAY(CloseCode.GOING_AWAY),
    PROTOCOL_ERROR(CloseCode.PROTOCOL_ERROR),
    UNACCEPTABLE(CloseCode.UNACCEPTABLE),
    MALFORMED(CloseCode.INVALID_DATA),
    POLICY_VIOLATION(CloseCode.POLICY_VIOLATION),
    TOO_BIG(CloseCode.TOO_BIG),
    MISSING_EXTENSION(CloseCode.EXTENSION_ERROR),
    UNEXPECTED_ERROR(CloseCode.UNEXPECTED_CONDITION);

    private final int code;

    CodeName(int code) {
        this.code = code;
    }

    /** Returns the name of a code, its number if it has none, or null if it only says that there was no code. */
    static @Nullable String of(int code) {
        if (code == CloseCode.NO_CODE || code == CloseCode.ABNORMAL) {
            return null;
        }
        for (CodeName name : values()) {
            if (name.code == code) {
                return name.name();
            }
        }
        return Integer.toString(code);
    }
}
