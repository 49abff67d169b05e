package dev.heddle.permessagedeflate;

import java.util.Arrays;

/**
 * Inflates one payload bit by bit, with RFC 1951 at hand and nothing of zlib: what a {@link Decompressor} is compared with.
 */
final class ReferenceInflate {

    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff, 3, 0};
    private static final int[] ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    private static final int[] LENGTH_BASE = {
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258
    };
    private static final int[] LENGTH_EXTRA = {
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0
    };
    private static final int[] DISTANCE_BASE = {
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145, 8193, 12289, 16385, 24577
    };

    /** The bits of the payload and of what is put behind it. */
    private final byte[] input;

    private final int payloadBits;
    private final int maxLength;
    private final int window;
    private int position;
    private byte[] output;
    private final int start;
    private int length;

    private ReferenceInflate(byte[] history, byte[] payload, int maxLength, int window) {
        input = Arrays.copyOf(payload, payload.length + TAIL.length);
        System.arraycopy(TAIL, 0, input, payload.length, TAIL.length);
        payloadBits = payload.length * 8;
        this.maxLength = maxLength;
        this.window = window;
        output = Arrays.copyOf(history, history.length + 1024);
        start = history.length;
        length = start;
    }

    /** Why a payload is refused. */
    static final class Refused extends Exception {

        private static final long serialVersionUID = 1;

        private final int code;

        private Refused(int code) {
            super("close code " + code);
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    /** A Huffman code as RFC 1951 §3.2.2 makes it of its lengths. */
    private static final class Code {

        private final int[] count = new int[16];
        private final int[] symbols;
        /** 0 if complete, more if codes are left over, less if there are too many. */
        private int left = 1;

        Code(int[] lengths, int from, int to) {
            symbols = new int[to - from];
            for (int i = from; i < to; i++) {
                count[lengths[i]]++;
            }
            int[] offset = new int[17];
            for (int bits = 1; bits < 16; bits++) {
                left = left < 0 ? left : 2 * left - count[bits];
                offset[bits + 1] = offset[bits] + count[bits];
            }
            for (int i = from; i < to; i++) {
                if (lengths[i] > 0) {
                    symbols[offset[lengths[i]]++] = i - from;
                }
            }
        }

        boolean valid(boolean completeOnly) {
            int used = symbols.length - count[0];
            return left == 0 || used == 0 || !completeOnly && left > 0 && used == 1 && count[1] == 1;
        }
    }

    /** Returns the message, behind the history that it may refer to. */
    static byte[] inflate(byte[] history, byte[] payload, int maxLength) throws Refused {
        return inflate(history, payload, maxLength, WindowBits.bytes(WindowBits.MOST));
    }

    /** Returns the message, if it looks back no more bytes than the window has. */
    static byte[] inflate(byte[] history, byte[] payload, int maxLength, int window) throws Refused {
        ReferenceInflate inflate = new ReferenceInflate(history, payload, maxLength, window);
        inflate.run();
        return Arrays.copyOfRange(inflate.output, inflate.start, inflate.length);
    }

    private void run() throws Refused {
        int finals = Decompressor.FINAL_BLOCKS + payloadBits / 8 / Decompressor.PAYLOAD_PER_FINAL_BLOCK;
        while (true) {
            if (block()) {
                position = (position + 7) / 8 * 8;
                if (position > payloadBits) {
                    break;
                }
                if (--finals < 0) {
                    throw new Refused(1007);
                }
            }
        }
        if (position != input.length * 8) {
            throw new Refused(1007);
        }
    }

    /** Reads a block, and tells whether it is a final one. */
    private boolean block() throws Refused {
        boolean last = bits(1) == 1;
        switch (bits(2)) {
            case 0 -> stored();
            case 1 -> {
                int[] lengths = new int[320];
                Arrays.fill(lengths, 0, 144, 8);
                Arrays.fill(lengths, 144, 256, 9);
                Arrays.fill(lengths, 256, 280, 7);
                Arrays.fill(lengths, 280, 288, 8);
                Arrays.fill(lengths, 288, 320, 5);
                codes(new Code(lengths, 0, 288), new Code(lengths, 288, 320));
            }
            case 2 -> dynamic();
            default -> throw new Refused(1007);
        }
        return last;
    }

    private void stored() throws Refused {
        position = (position + 7) / 8 * 8;
        int size = bits(16);
        if (bits(16) != (~size & 0xffff)) {
            throw new Refused(1007);
        }
        for (int i = 0; i < size; i++) {
            put(bits(8));
        }
    }

    private void dynamic() throws Refused {
        int literals = bits(5) + 257;
        int distances = bits(5) + 1;
        int orders = bits(4) + 4;
        if (literals > 286 || distances > 30) {
            throw new Refused(1007);
        }
        int[] lengths = new int[320];
        for (int i = 0; i < orders; i++) {
            lengths[ORDER[i]] = bits(3);
        }
        Code code = new Code(lengths, 0, 19);
        if (!code.valid(true)) {
            throw new Refused(1007);
        }
        lengths = new int[320];
        for (int i = 0; i < literals + distances; ) {
            int symbol = symbol(code);
            int value = symbol < 16 ? symbol : symbol > 16 ? 0 : i == 0 ? refuse() : lengths[i - 1];
            int times = symbol < 16 ? 1 : symbol == 16 ? 3 + bits(2) : symbol == 17 ? 3 + bits(3) : 11 + bits(7);
            if (i + times > literals + distances) {
                throw new Refused(1007);
            }
            Arrays.fill(lengths, i, i + times, value);
            i += times;
        }
        Code literal = new Code(lengths, 0, literals);
        Code distance = new Code(lengths, literals, literals + distances);
        if (lengths[256] == 0 || !literal.valid(false) || !distance.valid(false)) {
            throw new Refused(1007);
        }
        codes(literal, distance);
    }

    private static int refuse() throws Refused {
        throw new Refused(1007);
    }

    private void codes(Code literal, Code distance) throws Refused {
        for (int symbol = symbol(literal); symbol != 256; symbol = symbol(literal)) {
            if (symbol < 256) {
                put(symbol);
                continue;
            }
            if (symbol > 285) {
                throw new Refused(1007);
            }
            int size = LENGTH_BASE[symbol - 257] + bits(LENGTH_EXTRA[symbol - 257]);
            int back = symbol(distance);
            if (back > 29) {
                throw new Refused(1007);
            }
            int far = DISTANCE_BASE[back] + bits(Math.max(0, back / 2 - 1));
            if (far > length || far > window) {
                throw new Refused(1007);
            }
            for (int i = 0; i < size; i++) {
                put(output[length - far] & 0xff);
            }
        }
    }

    private int symbol(Code code) throws Refused {
        int value = 0;
        int first = 0;
        int index = 0;
        for (int bits = 1; bits < 16; bits++) {
            value |= bits(1);
            if (value - first < code.count[bits]) {
                return code.symbols[index + value - first];
            }
            index += code.count[bits];
            first = (first + code.count[bits]) << 1;
            value <<= 1;
        }
        throw new Refused(1007);
    }

    private int bits(int count) throws Refused {
        int value = 0;
        for (int i = 0; i < count; i++, position++) {
            if (position == input.length * 8) {
                throw new Refused(1007);
            }
            value |= (input[position / 8] >> position % 8 & 1) << i;
        }
        return value;
    }

    private void put(int value) throws Refused {
        // Content that comes from behind the payload is none.
        if (position > payloadBits && length - start <= maxLength) {
            throw new Refused(1007);
        }
        if (length == output.length) {
            output = Arrays.copyOf(output, length * 2);
        }
        output[length++] = (byte) value;
        if (length - start > maxLength) {
            throw new Refused(1009);
        }
    }
}
