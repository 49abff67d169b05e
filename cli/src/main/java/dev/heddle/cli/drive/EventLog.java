package dev.heddle.cli.drive;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.heddle.driver.Output;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What a driver wrote and raised, in the order in which it happened; each frame it wrote is an entry. */
final class EventLog implements Output {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ArrayNode events = JSON.arrayNode();
    /** What is being written, in write mode. */
    private @Nullable ByteBuffer writing;

    @Override
    public ByteBuffer claim(int size) {
        flush();
        // A driver claims a frame with its first bytes, so that whatever it writes stays in one piece.
        ByteBuffer claimed = ByteBuffer.allocate(Math.max(size, CONTIGUOUS));
        writing = claimed;
        return claimed;
    }

    /** Adds an event whose name says it all. */
    void add(String name) {
        entry().put(name, true);
    }

    void add(String name, String text) {
        entry().put(name, text);
    }

    /** Adds an event with a payload of UTF-8. */
    void add(String name, ByteBuffer utf8) {
        add(name, StandardCharsets.UTF_8.decode(utf8.duplicate()).toString());
    }

    void addBinary(ByteBuffer message) {
        entry().putObject("message").put("hex", hex(message));
    }

    /** Adds the close event; a draft has neither code nor reason. */
    void addClose(@Nullable Integer code, @Nullable String reason) {
        entry().putArray("close").add(code).add(reason);
    }

    /** Returns and forgets what is in the log. */
    ArrayNode take() {
        flush();
        ArrayNode taken = events;
        events = JSON.arrayNode();
        return taken;
    }

    static String hex(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(bytes.position(), copy);
        return HexFormat.of().formatHex(copy);
    }

    private ObjectNode entry() {
        flush();
        return events.addObject();
    }

    private void flush() {
        ByteBuffer written = writing;
        writing = null;
        if (written != null && written.position() > 0) {
            events.addObject().put("write", hex(written.flip()));
        }
    }
}
