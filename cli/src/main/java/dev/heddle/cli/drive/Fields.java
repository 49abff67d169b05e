package dev.heddle.cli.drive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The fields of a JSON object, each asked for by its type; what does not fit is an error that names the field. */
final class Fields {

    private final JsonNode object;

    /**
     * Reads fields.
     *
     * @throws LineException if it is no object
     */
    Fields(JsonNode object, String name) throws LineException {
        if (!object.isObject()) {
            throw new LineException(name + " must be an object, not " + kind(object));
        }
        this.object = object;
    }

    /** Returns a field that may be absent or null, or null. */
    @Nullable
    JsonNode optional(String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    String text(String name) throws LineException {
        return text(name, need(name));
    }

    String text(String name, String absent) throws LineException {
        JsonNode value = optional(name);
        return value == null ? absent : text(name, value);
    }

    int number(String name) throws LineException {
        return number(name, need(name));
    }

    int number(String name, int absent) throws LineException {
        JsonNode value = optional(name);
        return value == null ? absent : number(name, value);
    }

    boolean flag(String name, boolean absent) throws LineException {
        JsonNode value = optional(name);
        if (value == null) {
            return absent;
        }
        if (!value.isBoolean()) {
            throw wrong(name, "true or false", value);
        }
        return value.booleanValue();
    }

    /** Returns bytes that are written in hexadecimal digits. */
    byte[] bytes(String name) throws LineException {
        String digits = text(name);
        try {
            return HexFormat.of().parseHex(digits);
        } catch (IllegalArgumentException e) {
            throw new LineException(name + " must be hexadecimal digits, two for each byte: " + e.getMessage());
        }
    }

    /** Returns a list of texts, or none if it is absent. */
    List<String> texts(String name) throws LineException {
        JsonNode value = optional(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            throw wrong(name, "a list of strings", value);
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : value) {
            if (!element.isTextual()) {
                throw wrong(name, "a list of strings", element);
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    Fields object(String name) throws LineException {
        return new Fields(need(name), name);
    }

    /** Returns the fields of an object, none if it is absent. */
    Fields objectIfAny(String name) throws LineException {
        JsonNode value = optional(name);
        return new Fields(value == null ? JsonNodeFactory.instance.objectNode() : value, name);
    }

    Iterable<String> names() {
        return object::fieldNames;
    }

    /** Refuses fields that nobody knows. */
    void checkNames(String what, Collection<String> known) throws LineException {
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw new LineException("Unknown " + what + ": " + name);
            }
        }
    }

    private JsonNode need(String name) throws LineException {
        JsonNode value = optional(name);
        if (value == null) {
            throw new LineException("Missing field: " + name);
        }
        return value;
    }

    private static String text(String name, JsonNode value) throws LineException {
        if (!value.isTextual()) {
            throw wrong(name, "a string", value);
        }
        return value.textValue();
    }

    private static int number(String name, JsonNode value) throws LineException {
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw wrong(name, "a whole number of 32 bits", value);
        }
        return value.intValue();
    }

    private static LineException wrong(String name, String expected, JsonNode value) {
        return new LineException(name + " must be " + expected + ", not " + kind(value));
    }

    private static String kind(JsonNode value) {
        return value.getNodeType().name().toLowerCase(Locale.ROOT);
    }
}
