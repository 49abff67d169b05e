package dev.heddle.websocket;

import dev.heddle.driver.Request;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Endpoint.Builder} and the builders of servers have in common.
 *
 * @param <B> the builder itself
 */
public abstract class EndpointBuilder<B extends EndpointBuilder<B>> {

    String path = "/";
    Function<Request, ? extends CompletionStage<Decision>> decider = accepting(request -> new WebSocketListener() {});
    Endpoint.@Nullable EventStreams events;
    OriginPolicy origins = OriginPolicy.sameOrigin();

    @Nullable
    HostPolicy hosts;

    WebSocketOptions options = WebSocketOptions.defaults();

    /** Starts from the defaults. */
    protected EndpointBuilder() {}

    /** Returns this builder. */
    protected abstract B self();

    /** Returns the endpoint as it was set up so far. */
    protected final Endpoint toEndpoint() {
        return new Endpoint(this);
    }

    /** Sets everything as that endpoint has it. */
    public B endpoint(Endpoint endpoint) {
        endpoint.copyTo(this);
        return self();
    }

    /**
     * Sets the path of the WebSockets, by default {@code /}.
     *
     * @throws IllegalArgumentException if it does not begin with a slash, or has a query or fragment
     */
    public B path(String path) {
        this.path = Checks.path(path);
        return self();
    }

    /** Sets what makes the listener for each WebSocket that is accepted; it may return the same one. */
    public B listener(Function<Request, WebSocketListener> newListener) {
        return decider(accepting(newListener));
    }

    /**
     * Sets what decides about each request for a WebSocket, in place of {@link #listener}: it may refuse it with a response of
     * its own, and may take its time, as to ask a database. Meanwhile nothing is read; what the client had sent already is held,
     * up to {@link dev.heddle.driver.Limits#maxEarlyBytes}. The decision counts into {@link WebSocketOptions#handshakeTimeout},
     * behind which the connection is closed.
     *
     * @param decider called on the connection's loop, must not block there; what it returns may be completed by any thread.
     *     What it throws, or is completed with instead, is logged and answered with 500
     */
    public B decider(Function<Request, ? extends CompletionStage<Decision>> decider) {
        this.decider = decider;
        return self();
    }

    /**
     * Adds event streams with the default options; see {@link #events(String, EventSourceOptions, Function)}.
     *
     * @throws IllegalArgumentException if the path does not begin with a slash, or has a query or fragment
     */
    public B events(String path, Function<Request, ? extends @Nullable EventSourceListener> newListener) {
        return events(path, EventSourceOptions.defaults(), newListener);
    }

    /**
     * Adds event streams, by default there are none. What asks at their path for something else is plain HTTP.
     *
     * @param newListener makes the listener for each stream that is accepted; it may return the same one, or null, so that the
     *     request is plain HTTP: to be refused, or to be answered with 204 where the client is to stay away
     * @throws IllegalArgumentException if the path does not begin with a slash, or has a query or fragment
     */
    public B events(
            String path,
            EventSourceOptions options,
            Function<Request, ? extends @Nullable EventSourceListener> newListener) {
        this.events = new Endpoint.EventStreams(Checks.path(path), options, newListener);
        return self();
    }

    /** Sets which pages may open a WebSocket or an event stream, by default those of the server's own origin. */
    public B origins(OriginPolicy policy) {
        this.origins = policy;
        return self();
    }

    /** Sets which names the server answers to, by default this machine's own on a loopback address, else any. */
    public B hosts(HostPolicy policy) {
        this.hosts = policy;
        return self();
    }

    /** Sets the timeouts, limits and subprotocols of WebSockets. */
    public B options(WebSocketOptions options) {
        this.options = options;
        return self();
    }

    private static Function<Request, CompletionStage<Decision>> accepting(
            Function<Request, WebSocketListener> newListener) {
        return request -> CompletableFuture.completedStage(Decision.accept(newListener.apply(request)));
    }
}
