package dev.heddle.driver;

import dev.heddle.extensions.Extensions;
import org.jspecify.annotations.Nullable;

/** What RFC 6455 demands of a frame's header, each rule beside its section. Immutable: those without extensions are shared. */
final class FrameRules {

    private static final int MAX_CONTROL_LENGTH = 125;
    private static final int MAX_16_BIT_LENGTH = 0xFFFF;

    private static final FrameRules CLIENT = new FrameRules(Role.CLIENT, false, null);
    private static final FrameRules SERVER = new FrameRules(Role.SERVER, true, null);
    private static final FrameRules TRUSTING_SERVER = new FrameRules(Role.SERVER, false, null);

    private final Role role;
    private final boolean requireMasking;
    /** The extensions that are agreed on; null if none are. */
    private final @Nullable Extensions extensions;

    private FrameRules(Role role, boolean requireMasking, @Nullable Extensions extensions) {
        this.role = role;
        this.requireMasking = requireMasking;
        this.extensions = extensions;
    }

    /** Returns the rules without extensions. */
    static FrameRules of(Role role, boolean requireMasking) {
        return role == Role.CLIENT ? CLIENT : requireMasking ? SERVER : TRUSTING_SERVER;
    }

    /** Returns these rules where the extensions say which reserved bits are legal. */
    FrameRules with(Extensions agreed) {
        return new FrameRules(role, requireMasking, agreed);
    }

    /** Checks what the first two bytes tell, given whether a fragmented message is open. */
    void checkFrame(FrameParser frame, boolean messageOpen) throws ViolationException {
        int opcode = frame.opcode();
        // §5.2: reserved bits must be 0 unless an extension defines them.
        if (frame.hasReserved() && (extensions == null || !extensions.validFrameRsv(frame))) {
            throw ViolationException.of(Violation.RESERVED_BITS, frame.rsv(1), frame.rsv(2), frame.rsv(3));
        }
        // §5.2: an unknown opcode fails the connection.
        if (!Opcode.isDefined(opcode)) {
            throw ViolationException.of(Violation.UNKNOWN_OPCODE, opcode);
        }
        if (Opcode.isControl(opcode)) {
            // §5.5: control frames must not be fragmented.
            if (!frame.fin()) {
                throw ViolationException.of(Violation.FRAGMENTED_CONTROL, opcode);
            }
        } else if (opcode == Opcode.CONTINUATION && !messageOpen) {
            // §5.4: a continuation frame continues a message.
            throw ViolationException.of(Violation.UNEXPECTED_CONTINUATION);
        } else if (opcode != Opcode.CONTINUATION && messageOpen) {
            // §5.4: the fragments of one message must not be interleaved with those of another.
            throw ViolationException.of(Violation.UNFINISHED_MESSAGE);
        }
        checkMask(frame.masked());
        // §5.5: control frames have a payload of 125 bytes at most; a longer form of the length says enough.
        if (Opcode.isControl(opcode) && frame.lengthCode() > MAX_CONTROL_LENGTH) {
            throw ViolationException.of(Violation.LONG_CONTROL, frame.lengthCode());
        }
    }

    /** Checks the form of the length, not its size, which is a matter of limits. */
    void checkLength(FrameParser frame) throws ViolationException {
        long length = frame.length();
        // §5.2: the most significant bit of a 64-bit length must be 0.
        if (length < 0) {
            throw ViolationException.of(Violation.LENGTH_OVERFLOW);
        }
        // §5.2: the minimal number of bytes must be used.
        int code = frame.lengthCode();
        boolean minimal = code <= MAX_CONTROL_LENGTH
                || length > MAX_16_BIT_LENGTH
                || code == MAX_CONTROL_LENGTH + 1 && length > MAX_CONTROL_LENGTH;
        if (!minimal) {
            throw ViolationException.of(Violation.LENGTH_NOT_MINIMAL, length);
        }
    }

    /** §5.1: a client masks every frame, a server none. */
    private void checkMask(boolean masked) throws ViolationException {
        switch (role) {
            case SERVER -> {
                if (!masked && requireMasking) {
                    throw ViolationException.of(Violation.UNMASKED);
                }
            }
            case CLIENT -> {
                if (masked) {
                    throw ViolationException.of(Violation.MASKED);
                }
            }
        }
    }
}
