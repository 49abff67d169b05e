package dev.heddle.extensions;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The value of a {@code Sec-WebSocket-Extensions} field: extensions with their parameters, in order. Source: RFC 6455
 * §9.1; read in linear time, octet by octet.
 */
public final class ExtensionHeader {

    /**
     * One extension of the list.
     *
     * @param name the extension's name
     * @param parameters its parameters
     */
    public record Element(String name, Parameters parameters) {

        /** Returns the element as it stands in a header, such as {@code a; b=1}. */
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(name);
            appendParameters(text, parameters);
            return text.toString();
        }
    }

    private final String header;
    private int position;

    private ExtensionHeader(String header) {
        this.header = header;
    }

    /**
     * Reads a field's value, or several that were joined with commas.
     *
     * @throws IllegalArgumentException {@code Invalid Sec-WebSocket-Extensions header: …} if it does not follow the
     *     grammar, lists nothing, or has a quoted value that is no token once unquoted
     */
    public static List<Element> parse(String header) {
        return new ExtensionHeader(header).elements();
    }

    /** Writes elements as a field's value; quotes only values that are not tokens. */
    public static String serialize(List<Element> elements) {
        StringBuilder text = new StringBuilder();
        for (Element element : elements) {
            if (text.length() > 0) {
                text.append(", ");
            }
            text.append(element);
        }
        return text.toString();
    }

    static void appendParameters(StringBuilder text, Parameters parameters) {
        for (String name : parameters.names()) {
            for (String value : parameters.all(name)) {
                text.append("; ").append(name);
                if (value != null) {
                    text.append('=');
                    appendValue(text, value);
                }
            }
        }
    }

    private static void appendValue(StringBuilder text, String value) {
        if (isToken(value)) {
            text.append(value);
            return;
        }
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\');
            }
            text.append(c);
        }
        text.append('"');
    }

    private List<Element> elements() {
        List<Element> elements = new ArrayList<>();
        while (true) {
            skipSpace();
            // An empty member of a list counts for nothing: RFC 9110 §5.6.1.2.
            if (position < header.length() && header.charAt(position) != ',') {
                elements.add(element());
            }
            if (position == header.length()) {
                break;
            }
            position++;
        }
        if (elements.isEmpty()) {
            throw invalid();
        }
        return elements;
    }

    /** Reads one element up to the comma behind it or to the end. */
    private Element element() {
        String name = token();
        Map<String, List<@Nullable String>> parameters = new LinkedHashMap<>();
        skipSpace();
        while (position < header.length() && header.charAt(position) != ',') {
            if (header.charAt(position) != ';') {
                throw invalid();
            }
            position++;
            skipSpace();
            String parameter = token();
            skipSpace();
            parameters.computeIfAbsent(parameter, first -> new ArrayList<>()).add(value());
            skipSpace();
        }
        return new Element(name, Parameters.of(parameters));
    }

    /** Reads {@code = value} if it is there. */
    private @Nullable String value() {
        if (position == header.length() || header.charAt(position) != '=') {
            return null;
        }
        position++;
        skipSpace();
        if (position < header.length() && header.charAt(position) == '"') {
            return quoted();
        }
        return token();
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        for (position++; position < header.length(); position++) {
            char c = header.charAt(position);
            if (c == '"') {
                position++;
                // RFC 6455 §9.1: the value after unescaping must be a token.
                if (!isToken(value)) {
                    throw invalid();
                }
                return value.toString();
            }
            if (c == '\\') {
                position++;
                if (position == header.length()) {
                    break;
                }
                c = header.charAt(position);
            }
            value.append(c);
        }
        throw invalid();
    }

    private String token() {
        int start = position;
        while (position < header.length() && isTokenChar(header.charAt(position))) {
            position++;
        }
        if (start == position) {
            throw invalid();
        }
        return header.substring(start, position);
    }

    private void skipSpace() {
        while (position < header.length() && (header.charAt(position) == ' ' || header.charAt(position) == '\t')) {
            position++;
        }
    }

    private IllegalArgumentException invalid() {
        return new IllegalArgumentException("Invalid Sec-WebSocket-Extensions header: " + header);
    }

    static boolean isToken(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isTokenChar(text.charAt(i))) {
                return false;
            }
        }
        return text.length() > 0;
    }

    /** Tells whether a character may stand in a token. Source: RFC 9110 §5.6.2. */
    private static boolean isTokenChar(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }
}
