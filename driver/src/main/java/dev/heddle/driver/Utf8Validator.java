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
 * <p>Between two characters, ASCII is skipped eight bytes at a time, which is 9 times as fast; 64 as long as no other
 * character has come. Arrays and direct memory each have their path: on one for both, the JIT takes half as long again. Each is
 * so long that the JIT makes code of its own for it, as for {@link Masker}.
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
        while (state == BETWEEN_CHARACTERS
                && i <= end - 8 * Long.BYTES
                && (((long) LONGS.get(bytes, i)
                                        | (long) LONGS.get(bytes, i + 8)
                                        | (long) LONGS.get(bytes, i + 16)
                                        | (long) LONGS.get(bytes, i + 24)
                                        | (long) LONGS.get(bytes, i + 32)
                                        | (long) LONGS.get(bytes, i + 40)
                                        | (long) LONGS.get(bytes, i + 48)
                                        | (long) LONGS.get(bytes, i + 56))
                                & NON_ASCII)
                        == 0) {
            i += 8 * Long.BYTES;
        }
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            if (((long) LONGS.get(bytes, i) & NON_ASCII) == 0 && (state & STATE) == BETWEEN_CHARACTERS) {
                continue;
            }
            state = NEXT[bytes[i] & 0xFF] >>> state;
            state = NEXT[bytes[i + 1] & 0xFF] >>> state;
            state = NEXT[bytes[i + 2] & 0xFF] >>> state;
            state = NEXT[bytes[i + 3] & 0xFF] >>> state;
            state = NEXT[bytes[i + 4] & 0xFF] >>> state;
            state = NEXT[bytes[i + 5] & 0xFF] >>> state;
            state = NEXT[bytes[i + 6] & 0xFF] >>> state;
            state = NEXT[bytes[i + 7] & 0xFF] >>> state;
            if ((state & STATE) == BAD) {
                return BAD;
            }
        }
        for (; i < end; i++) {
            state = NEXT[bytes[i] & 0xFF] >>> state;
        }
        return state & STATE;
    }

    private static long behind(long before, ByteBuffer bytes, int start, int end) {
        boolean bigEndian = bytes.order() == ByteOrder.BIG_ENDIAN;
        long state = before;
        int i = start;
        while (state == BETWEEN_CHARACTERS
                && i <= end - 8 * Long.BYTES
                && ((bytes.getLong(i)
                                        | bytes.getLong(i + 8)
                                        | bytes.getLong(i + 16)
                                        | bytes.getLong(i + 24)
                                        | bytes.getLong(i + 32)
                                        | bytes.getLong(i + 40)
                                        | bytes.getLong(i + 48)
                                        | bytes.getLong(i + 56))
                                & NON_ASCII)
                        == 0) {
            i += 8 * Long.BYTES;
        }
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            long eight = bytes.getLong(i);
            if ((eight & NON_ASCII) == 0 && (state & STATE) == BETWEEN_CHARACTERS) {
                continue;
            }
            long next = bigEndian ? eight : Long.reverseBytes(eight);
            state = NEXT[(int) (next >>> 56)] >>> state;
            state = NEXT[(int) (next >>> 48) & 0xFF] >>> state;
            state = NEXT[(int) (next >>> 40) & 0xFF] >>> state;
            state = NEXT[(int) (next >>> 32) & 0xFF] >>> state;
            state = NEXT[(int) (next >>> 24) & 0xFF] >>> state;
            state = NEXT[(int) (next >>> 16) & 0xFF] >>> state;
            state = NEXT[(int) (next >>> 8) & 0xFF] >>> state;
            state = NEXT[(int) next & 0xFF] >>> state;
            if ((state & STATE) == BAD) {
                return BAD;
            }
        }
        for (; i < end; i++) {
            state = NEXT[bytes.get(i) & 0xFF] >>> state;
        }
        return state & STATE;
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
