package dev.heddle.cli.drive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.heddle.driver.Headers;
import dev.heddle.driver.State;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

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

    /** Returns a state by its name in lower case; what has not started has none yet. */
    static JsonNode json(State state) {
        return state == State.BEGINNING
                ? NullNode.instance
                : TextNode.valueOf(state.name().toLowerCase(Locale.ROOT));
    }

    /** Returns a status code, or JSON's null if there is none. */
    static @Nullable Integer status(int code) {
        return code == 0 ? null : Integer.valueOf(code);
    }
}
