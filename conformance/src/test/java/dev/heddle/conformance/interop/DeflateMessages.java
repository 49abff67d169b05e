package dev.heddle.conformance.interop;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/** What is sent through compression: empty, short, at the edges of the forms of a length, long, random and not. */
final class DeflateMessages {

    /** How many of the first messages are enough to see that both sides mean the same. */
    static final int FEW = 12;

    private static final int MEBIBYTE = 1 << 20;

    /** Texts and bytes, in the order in which they are sent. */
    static final List<Object> ALL = make();

    private DeflateMessages() {}

    private static List<Object> make() {
        List<Object> messages =
                new ArrayList<>(List.of("Hello", "Hello", "", bytes(0), "", "x", bytes(1), "Grüße, 世界 🧵"));
        for (int i = 0; i < 50; i++) {
            messages.add(json(i, 1 << 10));
        }
        for (int size : new int[] {125, 126, 1 << 16}) {
            messages.add(json(size, size));
            messages.add(bytes(size));
        }
        messages.add(json(0, MEBIBYTE));
        messages.add(ByteBuffer.wrap(json(1, MEBIBYTE).getBytes(StandardCharsets.US_ASCII)));
        messages.add(bytes(MEBIBYTE));
        messages.add("");
        messages.add("Hello");
        return List.copyOf(messages);
    }

    /** Returns the messages of one exchange. */
    static List<Object> of(boolean whole) {
        return whole ? ALL : ALL.subList(0, FEW);
    }

    /** Returns how many bytes the messages would take if those that can be made shorter had a tenth less. */
    static long compressed() {
        return size(true) * 9 / 10 + size(false);
    }

    private static long size(boolean compressible) {
        return ALL.stream()
                .mapToLong(message -> message instanceof String text
                        ? (compressible ? text.getBytes(StandardCharsets.UTF_8).length : 0)
                        : size((ByteBuffer) message, compressible))
                .sum();
    }

    private static int size(ByteBuffer message, boolean compressible) {
        // What begins as JSON is JSON.
        boolean json = message.hasRemaining() && message.get(0) == '{';
        return json == compressible ? message.remaining() : 0;
    }

    /** Writes all messages for a script. */
    static void write(Path file) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<String> lines = new ArrayList<>();
        for (Object message : ALL) {
            lines.add(
                    message instanceof String
                            ? "text " + json.writeValueAsString(message)
                            : "binary " + Base64.getEncoder().encodeToString(((ByteBuffer) message).array()));
        }
        Files.write(file, lines);
    }

    private static String json(int seed, int length) {
        Random random = new Random(seed);
        StringBuilder json = new StringBuilder(length + 64);
        while (json.length() < length) {
            json.append("{\"id\":").append(random.nextInt(1000)).append(",\"name\":\"heddle\",\"warp\":true},");
        }
        return json.substring(0, length);
    }

    private static ByteBuffer bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }
}
