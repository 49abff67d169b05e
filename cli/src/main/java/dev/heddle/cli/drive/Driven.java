package dev.heddle.cli.drive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.heddle.driver.Headers;
import java.util.Locale;

/** Something that lines drive: a driver, or a proxy's driver. */
interface Driven {

    /**
     * Carries out an operation.
     *
     * @return what the call returned, or JSON's null for those that return nothing
     * @throws LineException if there is no such operation, or a field of the line does not fit it
     * @throws RuntimeException what the driver threw
     */
    JsonNode call(String op, Fields fields) throws LineException;

    /** Adds what happened since the last time, and where the driver stands now. */
    void describe(ObjectNode answer);

    /** Returns the fields by their names in lower case, repeated ones as one list. */
    static ObjectNode json(Headers headers) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Headers.Field field : headers.fields()) {
            object.put(field.name().toLowerCase(Locale.ROOT), headers.joined(field.name()));
        }
        return object;
    }

    static JsonNode json(Enum<?> state) {
        return TextNode.valueOf(state.name().toLowerCase(Locale.ROOT));
    }
}
