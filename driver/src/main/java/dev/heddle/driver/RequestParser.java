package dev.heddle.driver;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the head of one HTTP/1.1 request without any I/O, as strictly as a server's driver does, for who decides about requests
 * before there is a driver. What is behind the head is left to the caller. Source: RFC 9112 §2 to §5.
 *
 * <pre>{@code
 * RequestParser parser = new RequestParser(Limits.defaults(), false);
 * // for what is received, until there is a request:
 * parser.parse(received);
 * Request request = parser.request();
 * }</pre>
 *
 * <p>Belongs to one thread at a time.
 */
public final class RequestParser {

    private final HttpHead head;
    private final boolean secure;
    private @Nullable Request request;
    private @Nullable ProtocolErrorException failure;

    /**
     * Starts in front of a request.
     *
     * @param limits those for heads hold, while it is still arriving
     * @param secure whether the connection is TLS, which the request then says
     */
    public RequestParser(Limits limits, boolean secure) {
        this.head = new HttpHead(limits);
        this.secure = secure;
    }

    /**
     * Takes bytes up to the end of the head; none once there is a request.
     *
     * @param bytes from position to limit; the position moves behind what was taken
     * @return how many bytes were taken
     * @throws ProtocolErrorException if the head is malformed or breaks a limit; the same from then on, so the connection is to be
     *     closed
     */
    public int parse(ByteBuffer bytes) {
        if (failure != null) {
            throw failure;
        }
        int start = bytes.position();
        try {
            if (request == null && head.parse(bytes)) {
                request = head.request(secure);
            }
        } catch (ViolationException e) {
            failure = new ProtocolErrorException(e.error());
            throw failure;
        }
        return bytes.position() - start;
    }

    /** Returns the request, or null until its head is complete. Whether it asks for a WebSocket is not checked. */
    public @Nullable Request request() {
        return request;
    }
}
