package dev.heddle.driver;

import java.util.Locale;

/**
 * Everything that a peer can do wrong, with the close code and the text that it earns, and the HTTP status where a
 * server refuses with one.
 */
public enum Violation {
    // Frames
    RESERVED_BITS(
            CloseCode.PROTOCOL_ERROR,
            "One or more reserved bits are on: reserved1 = %d, reserved2 = %d, reserved3 = %d"),
    UNKNOWN_OPCODE(CloseCode.PROTOCOL_ERROR, "Unrecognized frame opcode: %d"),
    FRAGMENTED_CONTROL(CloseCode.PROTOCOL_ERROR, "Received fragmented control frame: opcode = %d"),
    UNFINISHED_MESSAGE(CloseCode.PROTOCOL_ERROR, "Received new data frame but previous continuous frame is unfinished"),
    UNEXPECTED_CONTINUATION(CloseCode.PROTOCOL_ERROR, "Received unexpected continuation frame"),
    UNMASKED(CloseCode.PROTOCOL_ERROR, "Received unmasked frame but masking is required"),
    MASKED(CloseCode.PROTOCOL_ERROR, "Received masked frame but a server must not mask"),
    LONG_CONTROL(CloseCode.PROTOCOL_ERROR, "Received control frame having too long payload: %d"),
    LENGTH_NOT_MINIMAL(CloseCode.PROTOCOL_ERROR, "Received frame length in more bytes than it needs: %d"),
    LENGTH_OVERFLOW(CloseCode.PROTOCOL_ERROR, "Received frame length with its most significant bit set"),
    TOO_LARGE(CloseCode.TOO_BIG, "WebSocket frame length too large"),
    TOO_MANY_FRAGMENTS(CloseCode.TOO_BIG, "Received message of too many fragments"),
    TEXT_NOT_UTF8(CloseCode.INVALID_DATA, "Could not decode a text frame as UTF-8"),
    CLOSE_TOO_SHORT(CloseCode.PROTOCOL_ERROR, "Received close frame having a payload of 1 byte"),
    CLOSE_CODE(CloseCode.PROTOCOL_ERROR, "Received close frame having an invalid code: %d"),
    CLOSE_REASON_NOT_UTF8(CloseCode.INVALID_DATA, "Could not decode a close reason as UTF-8"),

    // HTTP heads
    MALFORMED_START_LINE(400, "Malformed HTTP start line"),
    UNSUPPORTED_HTTP_VERSION(505, "Unsupported HTTP version: %s"),
    MALFORMED_LINE_END(400, "Malformed HTTP head: a line must end with CR LF"),
    MALFORMED_FIELD_NAME(400, "Malformed HTTP field name"),
    MALFORMED_FIELD_VALUE(400, "Malformed HTTP field value: control character in %s"),
    FOLDED_FIELD(400, "Malformed HTTP head: a line begins with white space"),
    TOO_MANY_EMPTY_LINES(400, "Malformed HTTP head: too many empty lines in front of it"),
    START_LINE_TOO_LONG(414, "HTTP start line is too long"),
    FIELD_TOO_LONG(431, "HTTP field line is too long"),
    TOO_MANY_FIELDS(431, "HTTP head has too many field lines"),
    HEAD_TOO_LARGE(431, "HTTP head is too large"),
    TOO_MANY_INTERIM_RESPONSES(CloseCode.PROTOCOL_ERROR, "Too many interim HTTP responses"),

    // The content of HTTP responses
    CONTENT_LENGTH(CloseCode.PROTOCOL_ERROR, "Content-Length must be one number of at most %d digits, not %s"),
    TRANSFER_CODING(
            CloseCode.PROTOCOL_ERROR,
            "Transfer-Encoding must have chunked at most once, as its last coding and without parameters, not %s"),
    TRANSFER_CODING_VERSION(CloseCode.PROTOCOL_ERROR, "An HTTP/1.0 response must not have Transfer-Encoding"),
    CONTENT_TWO_LENGTHS(CloseCode.PROTOCOL_ERROR, "A response must not have both Transfer-Encoding and Content-Length"),
    MALFORMED_CHUNK(CloseCode.PROTOCOL_ERROR, "Malformed chunk: received octet 0x%02x, expected %s"),
    CHUNK_TOO_LARGE(CloseCode.PROTOCOL_ERROR, "A chunk's size must have at most %d digits"),
    CHUNK_LINE_TOO_LONG(CloseCode.PROTOCOL_ERROR, "The first line of a chunk is too long"),
    RESPONSE_ENDED(CloseCode.ABNORMAL, "The connection ended within an HTTP response"),

    // The handshake, as the server sees it
    NOT_A_WEBSOCKET(400, "Not a WebSocket request"),
    HOST(400, "Missing, repeated or malformed Host header"),
    REQUEST_TARGET(400, "Malformed request target"),
    REQUEST_BODY(400, "A WebSocket request must not have a body"),
    UNKNOWN_PROTOCOL(501, "Unknown protocol in extended CONNECT: %s"),
    CONNECTION_FIELD(400, "Malformed HTTP/2 head: it must not have the header %s"),
    UNSUPPORTED_VERSION(426, "Unsupported WebSocket version: %s"),
    MISSING_KEY(400, "Missing handshake request header: Sec-WebSocket-Key"),
    MALFORMED_KEY(400, "Malformed handshake request header: Sec-WebSocket-Key"),
    REPEATED_HEADER(400, "Repeated handshake request header: %s"),
    MALFORMED_EXTENSIONS(400, "%s"),
    MISSING_DRAFT_KEY(400, "Missing required header: %s"),
    DRAFT_KEYS(400, "Client sent invalid Sec-WebSocket-Key headers"),
    EARLY_BYTES(CloseCode.TOO_BIG, "Received too many bytes before the handshake was accepted"),

    // The handshake, as the client sees it
    RESPONSE_CODE("Unexpected response code: %d"),
    RESPONSE_VERSION("Unexpected response version: %s"),
    UPGRADE_MISSING("'Upgrade' header is missing"),
    UPGRADE_MISMATCH("'Upgrade' header value is not 'WebSocket'"),
    CONNECTION_MISSING("'Connection' header is missing"),
    CONNECTION_MISMATCH("'Connection' header value is not 'Upgrade'"),
    ACCEPT_MISMATCH("Sec-WebSocket-Accept mismatch"),
    PROTOCOL_MISMATCH("Sec-WebSocket-Protocol mismatch"),
    EXTENSIONS_MISMATCH(CloseCode.EXTENSION_ERROR, Violation.DURING_HANDSHAKE + "%s"),
    HANDSHAKE_ENDED("The connection ended"),

    // The way through a proxy
    PROXY_REFUSED(CloseCode.ABNORMAL, "Can't establish a connection to the server at %s"),
    PROXY_UNASKED(CloseCode.ABNORMAL, "The proxy answered before it was asked"),
    PROXY_ENDED(CloseCode.ABNORMAL, "The connection ended"),
    SOCKS_VERSION(CloseCode.ABNORMAL, "The proxy does not speak SOCKS5: it answered with version %d instead of %d"),
    SOCKS_METHOD(CloseCode.ABNORMAL, "The SOCKS5 proxy takes none of the offered ways to authenticate: %s"),
    SOCKS_CREDENTIALS(CloseCode.ABNORMAL, "The SOCKS5 proxy refused user name and password"),
    SOCKS_REFUSED(CloseCode.ABNORMAL, "The SOCKS5 proxy refused with reply %d: %s"),
    SOCKS_ADDRESS(CloseCode.ABNORMAL, "The SOCKS5 proxy answered with an unknown type of address: %d"),
    SOCKS_NAME(CloseCode.ABNORMAL, "A host name for SOCKS5 has at most %d octets, not %d"),

    // An extension can not process a message, which may be what the peer sent or a fault of its own
    EXTENSION(CloseCode.EXTENSION_ERROR, 500, "%s"),

    // Not a fault of the peer's, but told to it and to the application in the same way
    OWNER(CloseCode.UNEXPECTED_CONDITION, 500, "%s");

    static final String DURING_HANDSHAKE = "Error during WebSocket handshake: ";
    private static final int HTTP_BAD_REQUEST = 400;

    private final int code;
    private final int status;
    private final String text;

    /** A fault whose number below 1000 is the HTTP status of a refusal, and else the close code. */
    Violation(int number, String text) {
        this(
                number < CloseCode.NORMAL ? CloseCode.PROTOCOL_ERROR : number,
                number < CloseCode.NORMAL ? number : HTTP_BAD_REQUEST,
                text);
    }

    /** A fault of a server's handshake response. */
    Violation(String text) {
        this(CloseCode.PROTOCOL_ERROR, HTTP_BAD_REQUEST, DURING_HANDSHAKE + text);
    }

    Violation(int code, int status, String text) {
        this.code = code;
        this.status = status;
        this.text = text;
    }

    /** Returns the close code of this fault. */
    public int code() {
        return code;
    }

    /** Returns the HTTP status with which a server refuses a request for this fault. */
    int status() {
        return status;
    }

    String text(Object... arguments) {
        return arguments.length == 0 ? text : String.format(Locale.ROOT, text, arguments);
    }
}
