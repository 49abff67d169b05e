package dev.heddle.permessagedeflate;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Kinds of messages, the same ones for the same random numbers. */
enum Corpus {
    /** Records with the same keys, as applications send them. */
    JSON {
        @Override
        byte[] message(Random random, int length) {
            StringBuilder text = new StringBuilder("[");
            while (text.length() < length) {
                text.append("{\"id\":").append(random.nextInt(1_000_000));
                text.append(",\"name\":\"user").append(random.nextInt(5_000));
                text.append("\",\"price\":").append(random.nextInt(100_000) / 100.0);
                text.append(",\"active\":").append(random.nextBoolean()).append("},");
            }
            return Arrays.copyOf(text.toString().getBytes(StandardCharsets.US_ASCII), length);
        }
    },

    /** Readings of 16 bytes: a counter, a kind, and a number that moves slowly. */
    BINARY {
        @Override
        byte[] message(Random random, int length) {
            ByteBuffer bytes = ByteBuffer.allocate(length + 16);
            int counter = random.nextInt(1_000);
            double value = random.nextInt(100);
            while (bytes.position() < length) {
                value += random.nextInt(9) / 8.0 - 0.5;
                bytes.putInt(counter++).putInt(random.nextInt(4)).putDouble(value);
            }
            return Arrays.copyOf(bytes.array(), length);
        }
    },

    /** Random bytes, with copies of bytes that came before at every distance up to 64 KiB. */
    COPIES {
        @Override
        byte[] message(Random random, int length) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            while (bytes.size() < length) {
                byte[] sofar = bytes.toByteArray();
                byte[] piece = new byte[1 + random.nextInt(300)];
                int distance = 1 + random.nextInt(1 << (1 + random.nextInt(16)));
                if (distance > sofar.length) {
                    random.nextBytes(piece);
                } else {
                    for (int i = 0; i < piece.length; i++) {
                        piece[i] = sofar[sofar.length - distance + i % distance];
                    }
                }
                bytes.writeBytes(piece);
            }
            return Arrays.copyOf(bytes.toByteArray(), length);
        }
    },

    /** What is compressed or encrypted already. */
    INCOMPRESSIBLE {
        @Override
        byte[] message(Random random, int length) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            return bytes;
        }
    };

    abstract byte[] message(Random random, int length);
}
