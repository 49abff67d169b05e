package dev.heddle.websocket;

import dev.heddle.driver.Headers;
import java.net.ProtocolException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * For the adapter of a client: opens one WebSocket by as many attempts, one behind the other, as servers redirect it and
 * {@link ClientBuilder#followRedirects} allows.
 *
 * <pre>
 *   connect ──▶ attempt ──refused with a redirect──▶ attempt … ──open, or failed──▶ what the listener and the future hear of
 * </pre>
 */
public final class Redirecting {

    /** One attempt to open a WebSocket; knows nothing of redirects. */
    @FunctionalInterface
    public interface Attempt {

        /**
         * Opens a WebSocket as {@link WebSocketClient#connect(String, Headers, WebSocketListener)} does, with these headers alone.
         *
         * @throws IllegalArgumentException if the URL is not a valid WebSocket URL
         * @throws IllegalStateException if the client is closed
         */
        CompletableFuture<WebSocket> open(String url, Headers headers, WebSocketListener listener);
    }

    private final WebSocketListener listener;
    private final Attempt attempt;
    private final int most;
    private final CompletableFuture<WebSocket> opened = new CompletableFuture<>();

    // Of the attempt that is under way; each begins behind the one before it

    private String url;
    private Headers headers;
    private int followed;

    private Redirecting(String url, Headers headers, WebSocketListener listener, Attempt attempt, int most) {
        this.url = url;
        this.headers = headers;
        this.listener = listener;
        this.attempt = attempt;
        this.most = most;
    }

    /**
     * Opens a WebSocket as {@link WebSocketClient#connect(String, Headers, WebSocketListener)} does.
     *
     * @param options what the client was set to
     * @param headers more headers than those of the options
     * @param attempt how the client makes one attempt
     */
    public static CompletableFuture<WebSocket> connect(
            ClientOptions options, String url, Headers headers, WebSocketListener listener, Attempt attempt) {
        String webSocket = Redirects.webSocket(url);
        Headers all = options.headers(headers);
        if (options.followRedirects() == 0) {
            return attempt.open(webSocket, all, listener);
        }
        Redirecting redirecting = new Redirecting(webSocket, all, listener, attempt, options.followRedirects());
        redirecting.open();
        return redirecting.opened;
    }

    /** Returns what is done with the outcome of the last attempt. */
    CompletableFuture<WebSocket> opened() {
        return opened;
    }

    /** Returns what the listener is told of an attempt's failure; null if another has begun in its stead. */
    @Nullable
    Throwable told(Throwable cause) {
        if (!(cause instanceof HandshakeException answer)
                || !Redirects.isRedirect(answer.statusCode())
                || opened.isDone()) {
            return cause;
        }
        try {
            String next = next(answer.headers());
            headers = Redirects.headers(headers, url, next);
            url = next;
            followed++;
            open();
            return null;
        } catch (ProtocolException | IllegalStateException e) {
            return new HandshakeException(
                    answer, answer.getMessage() + ", a redirect that is not followed: " + e.getMessage());
        }
    }

    /** Tells whether a response is a redirect that will be followed. */
    boolean follows(int status, Headers response) {
        if (!Redirects.isRedirect(status) || opened.isDone()) {
            return false;
        }
        try {
            next(response);
            return true;
        } catch (ProtocolException e) {
            return false;
        }
    }

    private String next(Headers response) throws ProtocolException {
        if (followed == most) {
            throw new ProtocolException("there were " + followed + " before it (followRedirects is " + most + ")");
        }
        return Redirects.next(url, response);
    }

    private void open() {
        OpeningListener hop = OpeningListener.of(listener, this);
        CompletableFuture<WebSocket> outcome = attempt.open(url, headers, hop);
        CompletionStage<WebSocket> end = outcome;
        end.whenComplete((socket, failure) -> {
            // Some fail without an event: what hears of the events has told the others.
            if (failure != null && !hop.isFollowed()) {
                opened.completeExceptionally(failure);
            }
        });
        CompletionStage<WebSocket> all = opened;
        all.whenComplete((socket, failure) -> {
            // Who waits gave up; the attempt may have come to its end just now.
            if (failure != null && !outcome.completeExceptionally(failure)) {
                end.thenAccept(WebSocket::close);
            }
        });
    }
}
