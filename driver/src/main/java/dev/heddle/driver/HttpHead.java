package dev.heddle.driver;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the head of an HTTP request or response, octet by octet, in linear time and within limits that hold while it is
 * still arriving. Strict where leniency has been a hole: every line ends with CR LF, no line is folded, no space stands
 * in front of a colon. Source: RFC 9112 §2 to §5.
 */
final class HttpHead {

    /** How many empty lines in front of a head are ignored. Source: RFC 9112 §2.2. */
    private static final int MAX_EMPTY_LINES = 8;

    private static final byte[] NO_LINE = {};

    private final Limits limits;
    private final List<Headers.Field> fields = new ArrayList<>();

    /** The line that is being read, without its end. */
    private byte[] line = new byte[128];

    private int length;
    /** All octets so far. */
    private int total;

    private int emptyLines;
    /** Whether the last octet was a CR, which an LF must follow. */
    private boolean carriageReturn;
    /** Whether the start line is behind; field lines follow it. */
    private boolean started;

    private String startLine = "";

    HttpHead(Limits limits) {
        this.limits = limits;
    }

    /** Makes one of the fields behind a chunked content, which have no start line. Source: RFC 9112 §7.1.2. */
    static HttpHead trailers(Limits limits) {
        HttpHead trailers = new HttpHead(limits);
        trailers.started = true;
        return trailers;
    }

    /**
     * Takes octets up to the end of the head, and leaves what is behind it.
     *
     * @return whether the head is complete
     */
    boolean parse(ByteBuffer in) throws ViolationException {
        while (in.hasRemaining()) {
            byte octet = in.get();
            count();
            if (carriageReturn) {
                if (octet != '\n') {
                    throw ViolationException.of(Violation.MALFORMED_LINE_END);
                }
                carriageReturn = false;
                if (endLine()) {
                    return true;
                }
            } else if (octet == '\r') {
                carriageReturn = true;
            } else if (octet == '\n') {
                throw ViolationException.of(Violation.MALFORMED_LINE_END);
            } else {
                append(octet);
            }
        }
        return false;
    }

    /** Returns the request of a complete head. */
    Request request(boolean secure) throws ViolationException {
        int first = startLine.indexOf(' ');
        int last = startLine.lastIndexOf(' ');
        if (first < 0 || last == first) {
            throw ViolationException.of(Violation.MALFORMED_START_LINE);
        }
        String method = startLine.substring(0, first);
        String target = startLine.substring(first + 1, last);
        String version = startLine.substring(last + 1);
        if (!Grammar.isToken(method)) {
            throw ViolationException.of(Violation.MALFORMED_START_LINE);
        }
        checkVersion(version);
        if (!Grammar.isRequestTarget(target)) {
            throw ViolationException.of(Violation.REQUEST_TARGET);
        }
        return new Request(method, target, version, Headers.of(fields), secure);
    }

    /** Returns the version of a complete response's status line. */
    String responseVersion() throws ViolationException {
        int space = startLine.indexOf(' ');
        String version = startLine.substring(0, Math.max(space, 0));
        checkVersion(version);
        return version;
    }

    /** Returns the status of a complete response. Source: RFC 9112 §4. */
    int responseStatus() throws ViolationException {
        // The reason phrase has the alphabet of a field's value.
        if (!Grammar.isFieldValue(startLine)) {
            throw ViolationException.of(Violation.MALFORMED_START_LINE);
        }
        int start = startLine.indexOf(' ') + 1;
        int end = start + 3;
        if (start == 0 || startLine.length() < end || startLine.length() > end && startLine.charAt(end) != ' ') {
            throw ViolationException.of(Violation.MALFORMED_START_LINE);
        }
        int status = 0;
        for (int i = start; i < end; i++) {
            if (!Grammar.isDigit(startLine.charAt(i))) {
                throw ViolationException.of(Violation.MALFORMED_START_LINE);
            }
            status = status * 10 + (startLine.charAt(i) - '0');
        }
        // RFC 9110 §15: three digits; what is above 599 is no success all the same.
        if (status < 100) {
            throw ViolationException.of(Violation.MALFORMED_START_LINE);
        }
        return status;
    }

    Headers headers() {
        return Headers.of(fields);
    }

    private void count() throws ViolationException {
        if (++total > limits.maxHead()) {
            throw ViolationException.limit(Violation.HEAD_TOO_LARGE, "maxHead", limits.maxHead());
        }
    }

    private void append(byte octet) throws ViolationException {
        if (!started && length == limits.maxStartLine()) {
            throw ViolationException.limit(Violation.START_LINE_TOO_LONG, "maxStartLine", limits.maxStartLine());
        }
        if (started && length == limits.maxFieldLine()) {
            throw ViolationException.limit(Violation.FIELD_TOO_LONG, "maxFieldLine", limits.maxFieldLine());
        }
        if (length == line.length) {
            line = Arrays.copyOf(line, 2 * length);
        }
        line[length++] = octet;
    }

    /** Takes a whole line; returns whether it was the empty one behind the head. */
    private boolean endLine() throws ViolationException {
        String text = new String(line, 0, length, StandardCharsets.ISO_8859_1);
        length = 0;
        if (started) {
            if (text.isEmpty()) {
                line = NO_LINE;
                return true;
            }
            fields.add(field(text));
            return false;
        }
        if (!text.isEmpty()) {
            startLine = text;
            started = true;
        } else if (++emptyLines > MAX_EMPTY_LINES) {
            throw ViolationException.of(Violation.TOO_MANY_EMPTY_LINES);
        }
        return false;
    }

    private Headers.Field field(String text) throws ViolationException {
        if (fields.size() == limits.maxFieldLines()) {
            throw ViolationException.limit(Violation.TOO_MANY_FIELDS, "maxFieldLines", limits.maxFieldLines());
        }
        if (Grammar.isSpace(text.charAt(0))) {
            throw ViolationException.of(Violation.FOLDED_FIELD);
        }
        int colon = text.indexOf(':');
        String name = text.substring(0, Math.max(colon, 0));
        if (!Grammar.isToken(name)) {
            throw ViolationException.of(Violation.MALFORMED_FIELD_NAME);
        }
        String value = text.substring(colon + 1);
        if (!Grammar.isFieldValue(value)) {
            throw ViolationException.of(Violation.MALFORMED_FIELD_VALUE, name);
        }
        return new Headers.Field(name, value);
    }

    /** Checks the form of a version, and that its major number is 1. Source: RFC 9112 §2.3. */
    private static void checkVersion(String version) throws ViolationException {
        boolean wellFormed = version.length() == 8
                && version.startsWith("HTTP/")
                && Grammar.isDigit(version.charAt(5))
                && version.charAt(6) == '.'
                && Grammar.isDigit(version.charAt(7));
        if (!wellFormed) {
            throw ViolationException.of(Violation.MALFORMED_START_LINE);
        }
        if (version.charAt(5) != '1') {
            throw ViolationException.of(Violation.UNSUPPORTED_HTTP_VERSION, version);
        }
    }
}
