package dev.heddle.driver;

import java.nio.charset.StandardCharsets;

/**
 * An HTTP response with a whole body, such as a server's refusal of a handshake.
 *
 * @param status the status code, 200 to 599
 * @param headers the header fields, without {@code Content-Length} and {@code Transfer-Encoding}: the length follows from
 *     the body
 * @param body the body; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // a value that goes to the wire, never compared
public record Response(int status, Headers headers, byte[] body) {

    /**
     * Checks the status, and that nothing in the headers contradicts the length of the body.
     *
     * @throws IllegalArgumentException if one of them is not as said above
     */
    public Response {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("Status must be 200 to 599, not " + status);
        }
        if (headers.contains("Content-Length") || headers.contains("Transfer-Encoding")) {
            throw new IllegalArgumentException("Content-Length and Transfer-Encoding follow from the body");
        }
    }

    /** Makes a response with a body of plain text, encoded as UTF-8. */
    public static Response text(int status, String body) {
        return new Response(
                status, Headers.empty().with("Content-Type", "text/plain"), body.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns this response with one more field. */
    public Response with(String name, String value) {
        return new Response(status, headers.with(name, value), body);
    }
}
