package dev.heddle.extensions;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A whole message on its way through the extensions. A session changes what it transforms and passes the message on.
 *
 * <p>Message and data are lent for the call in which a session gets them, unless the session is {@linkplain
 * Session#isSynchronous() not synchronous}: then both belong to it until it answers. A session may move the data's position,
 * but must not write into its bytes, which may be the application's; it sets other data instead.
 */
public final class Message {

    private int opcode;
    private boolean rsv1;
    private boolean rsv2;
    private boolean rsv3;
    private ByteBuffer data;
    private boolean compress = true;
    private int maxFrame = Integer.MAX_VALUE;

    /**
     * Makes a message without reserved bits.
     *
     * @param opcode as {@link #opcode}
     * @param data as {@link #data}
     */
    public Message(int opcode, ByteBuffer data) {
        this.opcode = opcode;
        this.data = Objects.requireNonNull(data, "data");
    }

    /** Returns the opcode of the opening frame: 1 for text, 2 for binary. Source: RFC 6455 §5.2. */
    public int opcode() {
        return opcode;
    }

    /** Tells whether the first reserved bit of the opening frame is set. */
    public boolean rsv1() {
        return rsv1;
    }

    /** Tells whether the second reserved bit of the opening frame is set. */
    public boolean rsv2() {
        return rsv2;
    }

    /** Tells whether the third reserved bit of the opening frame is set. */
    public boolean rsv3() {
        return rsv3;
    }

    /** Returns the payload, from its position to its limit. */
    public ByteBuffer data() {
        return data;
    }

    /** Tells whether the sender lets the message be compressed, which it does unless it was told not to. */
    public boolean compress() {
        return compress;
    }

    /** Returns the most bytes of payload for one frame of the message, at least 1; without a bound all go into one. */
    public int maxFrame() {
        return maxFrame;
    }

    /** Sets the opcode. */
    public Message setOpcode(int newOpcode) {
        opcode = newOpcode;
        return this;
    }

    /** Sets or clears the first reserved bit. */
    public Message setRsv1(boolean set) {
        rsv1 = set;
        return this;
    }

    /** Sets or clears the second reserved bit. */
    public Message setRsv2(boolean set) {
        rsv2 = set;
        return this;
    }

    /** Sets or clears the third reserved bit. */
    public Message setRsv3(boolean set) {
        rsv3 = set;
        return this;
    }

    /** Sets the payload, from its position to its limit. */
    public Message setData(ByteBuffer newData) {
        data = Objects.requireNonNull(newData, "newData");
        return this;
    }

    /** Sets whether the message may be compressed. */
    public Message setCompress(boolean allowed) {
        compress = allowed;
        return this;
    }

    /**
     * Has an outgoing message sent in several frames if it is longer than one of them may be.
     *
     * @param bytes the most bytes of payload for one frame
     * @throws IllegalArgumentException if less than 1
     */
    public Message setMaxFrame(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("maxFrame must be at least 1, not " + bytes);
        }
        maxFrame = bytes;
        return this;
    }

    /** Returns the same message with a copy of its data; this one's data does not move. */
    public Message copy() {
        ByteBuffer copy = ByteBuffer.allocate(data.remaining());
        copy.put(0, data, data.position(), data.remaining());
        Message message = new Message(opcode, copy);
        message.rsv1 = rsv1;
        message.rsv2 = rsv2;
        message.rsv3 = rsv3;
        message.compress = compress;
        message.maxFrame = maxFrame;
        return message;
    }
}
