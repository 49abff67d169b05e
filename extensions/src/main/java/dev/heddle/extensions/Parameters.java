package dev.heddle.extensions;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one offer or response, in the order of the header; a value, like every one of them.
 *
 * <p>A parameter stands once or several times, each time with a value or, as a flag, without one. Values are kept as
 * they were written, so that {@code 08} and {@code 8} stay apart.
 */
public final class Parameters {

    private static final Parameters EMPTY = new Parameters(Map.of());

    /** Each name with its values in order; a null stands for a flag. */
    private final Map<String, List<@Nullable String>> values;

    private Parameters(Map<String, List<@Nullable String>> values) {
        this.values = values;
    }

    /** Returns no parameters. */
    public static Parameters empty() {
        return EMPTY;
    }

    /**
     * Returns these parameters with a flag added at the end.
     *
     * @throws IllegalArgumentException if the name is not a token
     */
    public Parameters with(String flag) {
        return add(flag, null);
    }

    /**
     * Returns these parameters with a string added at the end. What is not a token is quoted in the header, which RFC 6455
     * §9.1 gives a peer reason to refuse.
     *
     * @throws IllegalArgumentException if the name is not a token, or the value has characters other than printable ASCII
     */
    public Parameters with(String name, String value) {
        return add(name, value);
    }

    /**
     * Returns these parameters with a number added at the end.
     *
     * @throws IllegalArgumentException if the name is not a token
     */
    public Parameters with(String name, long value) {
        return add(name, Long.toString(value));
    }

    /** Returns what was collected in a map, which must not change any more. */
    static Parameters of(Map<String, List<@Nullable String>> values) {
        return new Parameters(Collections.unmodifiableMap(values));
    }

    private Parameters add(String name, @Nullable String value) {
        if (!ExtensionHeader.isToken(name)) {
            throw new IllegalArgumentException("The name of a parameter must be a token: \"" + name + "\"");
        }
        if (value != null && value.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new IllegalArgumentException("The value of parameter " + name + " must be printable ASCII");
        }
        Map<String, List<@Nullable String>> copy = new LinkedHashMap<>(values);
        List<@Nullable String> list = new ArrayList<>(copy.getOrDefault(name, List.of()));
        list.add(value);
        copy.put(name, list);
        return of(copy);
    }

    /** Returns the names, in the order of the header. */
    public Set<String> names() {
        return values.keySet();
    }

    /** Tells whether the parameter is there, with or without a value. */
    public boolean contains(String name) {
        return values.containsKey(name);
    }

    /** Tells whether the parameter stands exactly once and without a value. */
    public boolean flag(String name) {
        List<@Nullable String> list = all(name);
        return list.size() == 1 && list.get(0) == null;
    }

    /** Returns the value of a parameter that stands exactly once and has one, else null. */
    public @Nullable String string(String name) {
        List<@Nullable String> list = all(name);
        return list.size() == 1 ? list.get(0) : null;
    }

    /**
     * Returns the value of a parameter that stands exactly once and is a decimal number without sign or leading zero, of
     * at most 18 digits; else nothing.
     */
    public OptionalLong number(String name) {
        String value = string(name);
        if (value == null || value.isEmpty() || value.length() > 18) {
            return OptionalLong.empty();
        }
        if (value.length() > 1 && value.charAt(0) == '0') {
            return OptionalLong.empty();
        }
        long number = 0;
        for (int i = 0; i < value.length(); i++) {
            char digit = value.charAt(i);
            if (digit < '0' || digit > '9') {
                return OptionalLong.empty();
            }
            number = number * 10 + (digit - '0');
        }
        return OptionalLong.of(number);
    }

    /** Returns every value of a parameter in order, with null for each time that it stands without one. */
    public List<@Nullable String> all(String name) {
        return Collections.unmodifiableList(values.getOrDefault(name, List.of()));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Parameters that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** Returns the parameters as they stand in a header, such as {@code a; b=1}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        ExtensionHeader.appendParameters(text, this);
        return text.length() == 0 ? "" : text.substring(2);
    }
}
