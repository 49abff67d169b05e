package dev.heddle.driver;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one HTTP/1.1 response without any I/O, as strictly as a client's driver does: the head of the final response, interim ones
 * skipped, and then its content. What is behind the response is left to the caller. Source: RFC 9112 §2 to §7.
 *
 * <pre>{@code
 * ResponseParser parser = new ResponseParser("GET", Limits.defaults());
 * // for what is received:
 * if (!parser.hasHead()) {
 *     parser.parseHead(received);
 * }
 * if (parser.hasHead()) {
 *     parser.parseContent(received, piece -> file.write(piece));
 * }
 * // and at the end of the connection, unless parser.isComplete():
 * parser.end();
 * }</pre>
 *
 * <p>Codings but chunked are left in the content. Belongs to one thread at a time.
 */
public final class ResponseParser {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final String method;
    private final Limits limits;
    private final ResponseHead head;
    /** Null until the head is complete. */
    private @Nullable ResponseContent content;

    private @Nullable ProtocolErrorException failure;

    /**
     * Starts in front of a response.
     *
     * @param method of the request, with regard to case: a response to HEAD has no content, nor has a 2xx to CONNECT
     * @param limits those for heads hold, for each interim response, and for chunks and the fields behind them; the content itself
     *     may have any length
     */
    public ResponseParser(String method, Limits limits) {
        this.method = method;
        this.limits = limits;
        this.head = new ResponseHead(limits, true);
    }

    /**
     * Takes bytes up to the end of the final response's head, none once that is complete. A response of status 101 is final, other
     * ones of 1xx are not.
     *
     * @param bytes from position to limit; the position moves behind what was taken
     * @return how many bytes were taken
     * @throws ProtocolErrorException if a head is malformed, breaks a limit, or does not say clearly how long the content is; the
     *     same from then on, so the connection is to be closed
     */
    public int parseHead(ByteBuffer bytes) {
        return run(bytes, () -> {
            if (content == null && head.parse(bytes)) {
                content = ResponseContent.of(head, method, limits);
            }
        });
    }

    /**
     * Takes bytes up to the end of the response, none once that is complete. The fields behind chunks are checked and dropped.
     *
     * @param bytes from position to limit; the position moves behind what was taken
     * @param sink takes each piece of the content: {@code bytes} itself, lent for the call, with position and limit set around the
     *     piece; what it throws comes out of this, with the piece taken
     * @return how many bytes were taken
     * @throws ProtocolErrorException if a chunk is malformed or breaks a limit; the same from then on
     * @throws IllegalStateException if the head is not complete
     */
    public int parseContent(ByteBuffer bytes, Consumer<? super ByteBuffer> sink) {
        return run(bytes, () -> begun().parse(bytes, sink));
    }

    /**
     * Says that the connection has ended, which may be the end of the response.
     *
     * @throws ProtocolErrorException if the response is not complete with that; the same from then on
     */
    public void end() {
        run(NOTHING, () -> {
            if (content == null) {
                throw ViolationException.of(Violation.RESPONSE_ENDED);
            }
            content.end();
        });
    }

    /** Tells whether the head of the final response is complete. */
    public boolean hasHead() {
        return content != null;
    }

    /** Tells whether the whole response has come; with status 101 that is so behind the head. */
    public boolean isComplete() {
        return content != null && content.isDone();
    }

    /**
     * Returns the status of the final response, which is 101, or 200 to 999.
     *
     * @throws IllegalStateException if the head is not complete
     */
    public int status() {
        begun();
        return head.status();
    }

    /**
     * Returns the version of the final response, such as {@code HTTP/1.1}.
     *
     * @throws IllegalStateException if the head is not complete
     */
    public String version() {
        begun();
        return head.version();
    }

    /**
     * Returns the fields of the final response.
     *
     * @throws IllegalStateException if the head is not complete
     */
    public Headers headers() {
        begun();
        return head.headers();
    }

    private ResponseContent begun() {
        if (content == null) {
            throw new IllegalStateException("The head of the response is not complete");
        }
        return content;
    }

    /** What may find a fault of the peer's. */
    @FunctionalInterface
    private interface Step {

        void run() throws ViolationException;
    }

    /** Runs a step, unless there was a fault before; returns how many bytes it took. */
    private int run(ByteBuffer bytes, Step step) {
        if (failure != null) {
            throw failure;
        }
        int start = bytes.position();
        try {
            step.run();
        } catch (ViolationException e) {
            failure = new ProtocolErrorException(e.error());
            throw failure;
        }
        return bytes.position() - start;
    }
}
