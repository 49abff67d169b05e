package dev.heddle.driver;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The field lines of an HTTP head, in the order received. Names are compared without regard to case; each octet of a
 * value is one character (ISO-8859-1). Immutable.
 */
public final class Headers {

    /**
     * One field line.
     *
     * @param name the name, a token
     * @param value the value; white space around it is taken off (RFC 9110 §5.5)
     */
    public record Field(String name, String value) {

        /**
         * Checks that the field can be sent as one line.
         *
         * @throws IllegalArgumentException if the name is not a token or the value holds CR, LF, NUL, another control
         *     character or a character above U+00FF (RFC 9110 §5)
         */
        public Field {
            if (!Grammar.isToken(name)) {
                throw new IllegalArgumentException("Header name " + Grammar.quote(name) + " is not a token");
            }
            value = Grammar.trim(value);
            if (!Grammar.isFieldValue(value)) {
                // Not the value, which may be a secret.
                int at = Grammar.badInFieldValue(value);
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "Value of header %s holds U+%04X at %d: neither control characters nor any above U+00FF can be sent",
                        name,
                        (int) value.charAt(at),
                        at));
            }
        }
    }

    private static final Headers EMPTY = new Headers(List.of());

    private final List<Field> fields;

    private Headers(List<Field> fields) {
        this.fields = fields;
    }

    /** Returns no fields. */
    public static Headers empty() {
        return EMPTY;
    }

    /** Returns the given fields. */
    public static Headers of(List<Field> fields) {
        return new Headers(List.copyOf(fields));
    }

    /**
     * Returns these fields with one added at the end.
     *
     * @throws IllegalArgumentException as {@link Field} does
     */
    public Headers with(String name, String value) {
        List<Field> more = new ArrayList<>(fields);
        more.add(new Field(name, value));
        return new Headers(Collections.unmodifiableList(more));
    }

    /**
     * Returns these fields with one of an application's for a handshake; a repeated name is ignored unless it is one that
     * may repeat, such as {@code Set-Cookie}.
     *
     * @throws IllegalArgumentException as {@link Field} does, or if the handshake sets that name itself
     */
    public Headers withCustom(String name, String value) {
        return HttpWriter.add(this, name, value);
    }

    /** Returns all field lines in order. */
    public List<Field> fields() {
        return fields;
    }

    /** Returns the value of the first field of that name, or null. */
    public @Nullable String first(String name) {
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                return field.value();
            }
        }
        return null;
    }

    /** Returns the values of all fields of that name in order. */
    public List<String> all(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    /** Returns the values of all fields of that name as one comma-separated list, or null if there is none. */
    public @Nullable String joined(String name) {
        List<String> values = all(name);
        return values.isEmpty() ? null : String.join(", ", values);
    }

    /** Tells whether there is a field of that name. */
    public boolean contains(String name) {
        return first(name) != null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Headers that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    /** Returns the names alone: values can be secrets. */
    @Override
    public String toString() {
        return fields.stream().map(Field::name).collect(Collectors.joining(", ", "Headers[", "]"));
    }
}
