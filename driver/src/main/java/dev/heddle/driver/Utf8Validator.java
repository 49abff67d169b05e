package dev.heddle.driver;

import java.nio.ByteBuffer;

/**
 * Checks that bytes are UTF-8, across reads and fragments, and says no at the first byte that can not be. Source: RFC
 * 3629 §4: no overlong forms, no surrogates, nothing above U+10FFFF.
 */
final class Utf8Validator {

    private static final long NON_ASCII = 0x8080_8080_8080_8080L;
    private static final int LOW = 0x80;
    private static final int HIGH = 0xBF;

    /** How many continuation bytes the character under way still needs. */
    private int missing;
    /** The range of the next continuation byte; narrower than usual behind some first bytes. */
    private int low = LOW;

    private int high = HIGH;

    /** Takes the bytes from position to limit; returns false at the first bad one. */
    boolean accept(ByteBuffer bytes) {
        int end = bytes.limit();
        for (int i = bytes.position(); i < end; i++) {
            if (missing == 0) {
                i = skipAscii(bytes, i, end);
                if (i == end) {
                    return true;
                }
            }
            if (!accept(bytes.get(i) & 0xFF)) {
                return false;
            }
        }
        return true;
    }

    /** Tells whether the bytes so far end between two characters. */
    boolean complete() {
        return missing == 0;
    }

    /**
     * Takes either all of the bytes or, if one of them is bad, none.
     *
     * @param last whether they have to end between two characters
     */
    boolean acceptWhole(ByteBuffer bytes, boolean last) {
        int missingBefore = missing;
        int lowBefore = low;
        int highBefore = high;
        boolean good = accept(bytes) && (!last || complete());
        if (!good) {
            missing = missingBefore;
            low = lowBefore;
            high = highBefore;
        }
        return good;
    }

    private static int skipAscii(ByteBuffer bytes, int start, int end) {
        int i = start;
        while (i <= end - Long.BYTES && (bytes.getLong(i) & NON_ASCII) == 0) {
            i += Long.BYTES;
        }
        while (i < end && bytes.get(i) >= 0) {
            i++;
        }
        return i;
    }

    private boolean accept(int octet) {
        if (missing > 0) {
            if (octet < low || octet > high) {
                return false;
            }
            low = LOW;
            high = HIGH;
            missing--;
            return true;
        }
        return octet < LOW || first(octet);
    }

    private boolean first(int octet) {
        if (octet < 0xC2 || octet > 0xF4) {
            return false;
        }
        missing = octet < 0xE0 ? 1 : octet < 0xF0 ? 2 : 3;
        switch (octet) {
            case 0xE0 -> low = 0xA0; // below would be overlong
            case 0xED -> high = 0x9F; // above would be a surrogate
            case 0xF0 -> low = 0x90; // below would be overlong
            case 0xF4 -> high = 0x8F; // above would be over U+10FFFF
            default -> {
                // The usual range holds.
            }
        }
        return true;
    }
}
