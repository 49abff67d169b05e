package dev.heddle.websocket;

import dev.heddle.driver.Headers;
import java.nio.ByteBuffer;

/**
 * The HTTP client under one {@link EventSourceClient}: a loop and the requests that are made on it, one after the other. All
 * methods are called on the loop, except where said otherwise.
 *
 * <pre>
 *   open ──▶ head ──▶ bytes … ──▶ end          from anywhere: failed; cancel, and nothing more
 *                       ▲  │
 *                 read ─┘──┘
 * </pre>
 */
public interface Fetch {

    /**
     * Runs a task on the loop, behind those that were given before, and never inside this call; any thread.
     *
     * @throws java.util.concurrent.RejectedExecutionException once the loop has ended
     */
    void execute(Runnable task);

    /**
     * Sends a GET request. It follows no redirect, and decodes no content.
     *
     * @param headers all but {@code Host} and {@code Connection}; each character of a value is one octet
     * @param receiver hears what comes of it, on the loop, not inside this call
     */
    Call open(HttpUrl url, Headers headers, Receiver receiver);

    /** The client is over: no more requests come. */
    void closed();

    /** A request under way. */
    interface Call {

        /**
         * Asks for the bytes of one more read; without that no more come than what was read together with the head. Asking again
         * before they have come changes nothing.
         */
        void read();

        /** Ends the connection now; the receiver hears nothing more. */
        void cancel();
    }

    /** What hears of a response. */
    interface Receiver {

        /** The head of the final response, interim ones (1xx) left out; comes first, once. */
        void head(int status, Headers headers);

        /** Bytes of the content, which are lent for the call. */
        void bytes(ByteBuffer content);

        /** The response has ended as it should; nothing comes behind it. */
        void end();

        /** There is no response, or it broke off; nothing comes behind it. */
        void failed(Throwable cause);
    }
}
