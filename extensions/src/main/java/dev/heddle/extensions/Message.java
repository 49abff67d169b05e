package dev.heddle.extensions;

import java.nio.ByteBuffer;

/**
 * A whole message on its way through the extensions.
 *
 * @param rsv1 the first reserved bit of the opening frame
 * @param rsv2 the second reserved bit
 * @param rsv3 the third reserved bit
 * @param opcode the opcode of the opening frame: 1 for text, 2 for binary (RFC 6455 §5.2)
 * @param data the payload, from its position to its limit
 */
public record Message(boolean rsv1, boolean rsv2, boolean rsv3, int opcode, ByteBuffer data) {}
