package dev.heddle.extensions;

import org.jspecify.annotations.Nullable;

/** Which active extension owns which reserved bit of a message's opening frame. Source: RFC 6455 §5.2, §9.1. */
final class ReservedBits {

    private static final int COUNT = 3;
    private static final int TEXT = 1;
    private static final int BINARY = 2;

    /** The names of the owners of RSV1, RSV2 and RSV3. */
    private final @Nullable String[] owners = new String[COUNT];

    /** Tells which bit that an extension uses is taken: 1 to 3, or 0 if none is. */
    int taken(Extension extension) {
        for (int bit = 1; bit <= COUNT; bit++) {
            if (uses(extension, bit) && owners[bit - 1] != null) {
                return bit;
            }
        }
        return 0;
    }

    /** Returns the name of the extension that owns a bit, or null. */
    @Nullable
    String owner(int bit) {
        return owners[bit - 1];
    }

    void claim(String name, Extension extension) {
        for (int bit = 1; bit <= COUNT; bit++) {
            if (uses(extension, bit)) {
                owners[bit - 1] = name;
            }
        }
    }

    /** Tells whether a frame sets only bits that an extension owns, and only where one may: on an opening frame. */
    boolean allow(Frame frame) {
        if (!(frame.rsv1() || frame.rsv2() || frame.rsv3())) {
            return true;
        }
        boolean opening = frame.opcode() == TEXT || frame.opcode() == BINARY;
        return opening
                && (!frame.rsv1() || owners[0] != null)
                && (!frame.rsv2() || owners[1] != null)
                && (!frame.rsv3() || owners[2] != null);
    }

    private static boolean uses(Extension extension, int bit) {
        return switch (bit) {
            case 1 -> extension.rsv1();
            case 2 -> extension.rsv2();
            default -> extension.rsv3();
        };
    }
}
