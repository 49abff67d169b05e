package dev.heddle.conformance.compression;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Payloads made and read by zlib alone, without any help of the extension's. */
final class Deflated {

    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

    private Deflated() {}

    /** Compresses a message, behind those that the deflater knows. Source: RFC 7692 §7.2.1. */
    static byte[] deflate(Deflater deflater, byte[] message) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        deflater.setInput(message);
        byte[] step = new byte[64 * 1024];
        int written;
        do {
            written = deflater.deflate(step, 0, step.length, Deflater.SYNC_FLUSH);
            payload.write(step, 0, written);
            // The first call with a strategy only sets it.
        } while (written == step.length || !deflater.needsInput());
        byte[] all = payload.toByteArray();
        return Arrays.copyOf(all, all.length - TAIL.length);
    }

    /** Compresses a message for itself. */
    static byte[] deflated(byte[] message) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            return deflate(deflater, message);
        } finally {
            deflater.end();
        }
    }

    /** Decompresses a message, behind those that the inflater knows. Source: RFC 7692 §7.2.2. */
    static byte[] inflate(Inflater inflater, byte[] payload) {
        ByteArrayOutputStream message = new ByteArrayOutputStream(payload.length * 4);
        byte[] step = new byte[Math.min(64 * 1024, 64 + payload.length * 4)];
        try {
            for (byte[] input : new byte[][] {payload, TAIL}) {
                inflater.setInput(input);
                int written;
                do {
                    written = inflater.inflate(step);
                    message.write(step, 0, written);
                } while (written > 0);
            }
        } catch (DataFormatException e) {
            throw new AssertionError("Not a DEFLATE stream", e);
        }
        if (inflater.finished() || inflater.getRemaining() > 0) {
            throw new AssertionError("The DEFLATE stream does not end with the message");
        }
        return message.toByteArray();
    }

    /** Returns the payload of a message of zeros, each compressed for itself. */
    static byte[] zeros(int megabytes) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            ByteArrayOutputStream payload = new ByteArrayOutputStream();
            byte[] megabyte = new byte[1 << 20];
            byte[] step = new byte[64 * 1024];
            for (int i = 1; i <= megabytes; i++) {
                deflater.setInput(megabyte);
                int mode = i < megabytes ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH;
                int written;
                do {
                    written = deflater.deflate(step, 0, step.length, mode);
                    payload.write(step, 0, written);
                } while (written == step.length);
            }
            byte[] all = payload.toByteArray();
            return Arrays.copyOf(all, all.length - TAIL.length);
        } finally {
            deflater.end();
        }
    }
}
