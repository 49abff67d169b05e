package dev.heddle.websocket;

import dev.heddle.driver.Headers;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to open an event stream, and the connection that it becomes: asks for the request, follows redirects, judges the head
 * of the response. On the loop. Source: HTML §9.2.3.
 */
final class EventSourceAttempt {

    /** Who wanted the stream. */
    interface Owner {

        /** The response is an event stream. */
        void opened(HttpUrl url);

        /** Bytes of the stream. */
        void bytes(ByteBuffer content);

        /** The network failed, or the stream ended; comes at most once, and last. */
        void lost(Throwable cause);

        /** There is no use in another attempt; comes at most once, and last. */
        void refused(EventSourceException why);
    }

    private final Owner owner;
    private final EventSourceClientOptions options;
    private final Fetch fetch;
    private final Executor loop;
    private final String lastEventId;
    private final Alarm deadline;

    private Fetch.@Nullable Call call;
    /** How many redirects have led here. */
    private int followed;

    private boolean over;

    EventSourceAttempt(
            Owner owner,
            EventSourceClientOptions options,
            Fetch fetch,
            Executor loop,
            Alarm deadline,
            String lastEventId) {
        this.owner = owner;
        this.options = options;
        this.fetch = fetch;
        this.loop = loop;
        this.deadline = deadline;
        this.lastEventId = lastEventId;
    }

    /** Begins, with the request as it is without the hook. */
    void start(EventSourceRequest usual) {
        deadline.set(
                options.responseTimeout(),
                () -> lost(new EventSourceException("No response came from " + usual.url() + " within "
                        + options.responseTimeout() + " (responseTimeout)")));
        CompletionStage<EventSourceRequest> request;
        try {
            request = Objects.requireNonNull(options.request().apply(usual), "The hook returned no stage");
        } catch (RuntimeException | Error e) {
            lost(noRequest(e));
            return;
        }
        request.whenComplete((made, failure) -> loop.execute(() -> {
            if (over) {
                return;
            }
            if (made == null) {
                lost(noRequest(failure));
            } else {
                open(made);
            }
        }));
    }

    /** Asks for more of the stream. */
    void read() {
        if (call != null) {
            call.read();
        }
    }

    /** Ends the attempt or the connection; the owner hears nothing more. */
    void stop() {
        if (!over) {
            over = true;
            deadline.clear();
            cancel();
        }
    }

    /** Ends it, and tells why there should be another. */
    void lost(Throwable cause) {
        if (!over) {
            stop();
            owner.lost(cause);
        }
    }

    private void refused(EventSourceException why) {
        stop();
        owner.refused(why);
    }

    private void cancel() {
        if (call != null) {
            call.cancel();
            call = null;
        }
    }

    private void open(EventSourceRequest request) {
        call = fetch.open(
                request.url(), EventSourceHandshake.request(request.headers(), lastEventId), new Response(request));
    }

    /** Returns the request that a redirect asks for. */
    private EventSourceRequest redirected(EventSourceRequest from, int status, Headers head)
            throws EventSourceException {
        try {
            if (followed == options.maxRedirects()) {
                throw new ProtocolException(
                        "there were " + followed + " before it (maxRedirects is " + options.maxRedirects() + ")");
            }
            followed++;
            String url = from.url().url();
            String next = Redirects.next(url, head);
            return new EventSourceRequest(HttpUrl.parse(next), Redirects.headers(from.headers(), url, next));
        } catch (ProtocolException e) {
            throw new EventSourceException(
                    from.url() + " answered with status " + status + ", a redirect that is not followed: "
                            + e.getMessage(),
                    status,
                    head);
        }
    }

    private static EventSourceException noRequest(@Nullable Throwable cause) {
        Throwable inner = cause instanceof CompletionException ? cause.getCause() : cause;
        return new EventSourceException("The hook made no request", inner);
    }

    /** What comes of one request. */
    private final class Response implements Fetch.Receiver {

        private final EventSourceRequest request;
        /** Whether a redirect leads away from here. */
        private boolean left;

        Response(EventSourceRequest request) {
            this.request = request;
        }

        @Override
        public void head(int status, Headers headers) {
            if (over || left) {
                return;
            }
            try {
                if (Redirects.isRedirect(status)) {
                    EventSourceRequest next = redirected(request, status, headers);
                    left = true;
                    cancel();
                    open(next);
                    return;
                }
                EventSourceHandshake.checkResponse(request.url(), status, headers);
            } catch (EventSourceException e) {
                refused(e);
                return;
            }
            deadline.clear();
            owner.opened(request.url());
        }

        @Override
        public void bytes(ByteBuffer content) {
            if (!over && !left) {
                owner.bytes(content);
            }
        }

        @Override
        public void end() {
            if (!left) {
                lost(new EventSourceException("The stream of " + request.url() + " ended"));
            }
        }

        @Override
        public void failed(Throwable cause) {
            if (!left) {
                lost(cause);
            }
        }
    }
}
