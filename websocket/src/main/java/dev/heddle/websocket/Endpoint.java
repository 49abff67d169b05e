package dev.heddle.websocket;

import dev.heddle.driver.Headers;
import dev.heddle.driver.Request;
import dev.heddle.driver.Response;
import dev.heddle.eventsource.EventStreamWriter;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a server offers, whatever it runs on: WebSockets at one path, event streams at another if wanted, and whose requests it
 * takes. Immutable; one may be served by many servers.
 *
 * <pre>
 *   request ──▶ in order? ──▶ its host? ──▶ a WebSocket, here? ──▶ its origin? ──▶ the application's decision
 *                  │ no          │ no         │ no: an event stream?   │ no
 *                  ▼             ▼            ▼ no: plain HTTP         ▼
 *                 400           403          or 404                   403
 * </pre>
 */
public final class Endpoint {

    private static final System.Logger LOG = System.getLogger(Endpoint.class.getName());

    private final String path;
    private final Function<Request, ? extends CompletionStage<Decision>> decider;
    private final @Nullable EventStreams events;
    private final OriginPolicy origins;
    /** Null where it depends on the address at which a request arrives. */
    private final @Nullable HostPolicy hosts;

    private final WebSocketOptions options;

    /** Where event streams are, and what makes the listener of each. */
    record EventStreams(
            String path,
            EventSourceOptions options,
            Function<Request, ? extends @Nullable EventSourceListener> listener) {}

    Endpoint(EndpointBuilder<?> builder) {
        path = builder.path;
        decider = builder.decider;
        events = builder.events;
        origins = builder.origins;
        hosts = builder.hosts;
        options = builder.options;
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets a builder to what this one is made of. */
    void copyTo(EndpointBuilder<?> builder) {
        builder.path = path;
        builder.decider = decider;
        builder.events = events;
        builder.origins = origins;
        builder.hosts = hosts;
        builder.options = options;
    }

    /** Returns the path of the WebSockets. */
    public String path() {
        return path;
    }

    /** Returns the options of the WebSockets. */
    public WebSocketOptions options() {
        return options;
    }

    /** Returns the options of the event streams. */
    public EventSourceOptions eventSourceOptions() {
        return events == null ? EventSourceOptions.defaults() : events.options();
    }

    /**
     * Tells whether a request asks, be it well or badly, for a WebSocket or an event stream where this endpoint has one. Who serves
     * other things beside it leaves to {@link #route} only these: its policies are not for the others.
     *
     * @param request as it was received
     * @param path what of its path is compared with the endpoint's, as in {@link #route}
     */
    public boolean concerns(Request request, String path) {
        return asksForWebSocket(request) ? path.equals(this.path) : asksForEventStream(request, path);
    }

    /**
     * Says what a request is. Asks the application, on the calling thread; what that throws is logged and refused with 500.
     *
     * @param request as it was received
     * @param path what of its path is compared with the endpoint's: all of it, unless the adapter serves a part of a tree only
     * @param loopback whether the server listens on a loopback address: where no policy for hosts was set, it is then called by
     *     this machine's own names only
     */
    public Route route(Request request, String path, boolean loopback) {
        Response fault = fault(request, loopback);
        if (fault != null) {
            return new Route.Refused(fault);
        }
        if (!asksForWebSocket(request)) {
            return events != null && asksForEventStream(request, path)
                    ? eventStream(request, events)
                    : new Route.Plain();
        }
        if (!path.equals(this.path)) {
            return new Route.Refused(Response.text(404, "No WebSocket at this path"));
        }
        return origins.allows(request) ? webSocket(request) : foreign();
    }

    /**
     * Returns what a server that stops answers: 503; but to who wants an event stream an empty one, which ends at once, as browsers
     * come back after the end of a stream, and after any other answer never.
     *
     * @param path as for {@link #route}
     */
    public Response stopping(Request request, String path) {
        return unavailable(request, path, "The server is stopping");
    }

    /**
     * Returns what a server answers that has as many connections as it may: the same as one that {@linkplain #stopping stops}, for
     * another reason.
     *
     * @param path as for {@link #route}
     * @param maxConnections how many it may have
     */
    public Response full(Request request, String path, int maxConnections) {
        return unavailable(
                request, path, "The server has as many connections as it may: " + maxConnections + " (maxConnections)");
    }

    private Response unavailable(Request request, String path, String why) {
        if (asksForWebSocket(request) || !asksForEventStream(request, path)) {
            return Response.text(503, why);
        }
        EventSourceOptions streams = eventSourceOptions();
        Headers headers = streams.headers()
                .with("Content-Type", EventSourceHandshake.MEDIA_TYPE)
                .with("Cache-Control", "no-cache, no-store");
        ByteBuffer retry = EventStreamWriter.retry(streams.retry());
        byte[] body = new byte[retry.remaining()];
        retry.get(body);
        return new Response(200, headers, body);
    }

    private @Nullable Response fault(Request request, boolean loopback) {
        // HTTP/1.0 knows no Host.
        boolean host = request.hasValidHost()
                || request.version().equals("HTTP/1.0") && !request.headers().contains("Host");
        if (!host) {
            return Response.text(400, "Missing, repeated or malformed Host header");
        }
        if (!request.hasValidTarget()) {
            return Response.text(400, "Malformed request target");
        }
        HostPolicy policy = hosts != null ? hosts : loopback ? HostPolicy.loopback() : HostPolicy.anyHost();
        if (!policy.allows(request)) {
            return Response.text(403, "Host is not a name of this server");
        }
        // RFC 9220 §3: what an extended CONNECT asks for may be nothing that is known here.
        return request.protocol() == null || request.isWebSocket()
                ? null
                : Response.text(501, "Unknown protocol in extended CONNECT");
    }

    /**
     * Tells whether a request means to open a WebSocket, be it well or badly. The keys of draft 76 say so even where that is not
     * spoken: behind them eight bytes may follow that no other header announces, so that another request must not be looked for
     * there.
     */
    private static boolean asksForWebSocket(Request request) {
        Headers headers = request.headers();
        return request.protocol() != null
                || headers.all("Upgrade").stream().anyMatch(Endpoint::namesWebSocket)
                || headers.contains("Sec-WebSocket-Key")
                || headers.contains("Sec-WebSocket-Version")
                || headers.contains("Sec-WebSocket-Key1")
                || headers.contains("Sec-WebSocket-Key2");
    }

    private boolean asksForEventStream(Request request, String path) {
        return events != null && path.equals(events.path()) && EventSource.isEventSource(request);
    }

    private static boolean namesWebSocket(String upgrade) {
        for (String protocol : upgrade.split(",", -1)) {
            if (protocol.strip().equalsIgnoreCase("websocket")) {
                return true;
            }
        }
        return false;
    }

    private Route webSocket(Request request) {
        CompletionStage<Decision> asked;
        try {
            asked = Objects.requireNonNull(decider.apply(request), "decision");
        } catch (RuntimeException e) {
            return new Route.Refused(applicationThrew(e));
        }
        return new Route.ToWebSocket(asked.handle(Endpoint::decided));
    }

    private static Decision decided(@Nullable Decision decision, @Nullable Throwable thrown) {
        if (decision != null) {
            return decision;
        }
        return Decision.refuse(
                applicationThrew(thrown == null ? new NullPointerException("The decision is null") : thrown));
    }

    private Route eventStream(Request request, EventStreams streams) {
        if (!origins.allows(request)) {
            return foreign();
        }
        @Nullable EventSourceListener listener;
        try {
            listener = streams.listener().apply(request);
        } catch (RuntimeException e) {
            return new Route.Refused(applicationThrew(e));
        }
        return listener == null ? new Route.Plain() : new Route.ToEventStream(listener);
    }

    private static Route foreign() {
        return new Route.Refused(Response.text(403, "Origin is not allowed"));
    }

    /** Logs what the application threw at a request; returns what is answered, which tells nothing about it. */
    public static Response applicationThrew(Throwable thrown) {
        LOG.log(System.Logger.Level.WARNING, "The application threw at a request", thrown);
        return Response.text(500, "Internal Server Error");
    }

    /** Builds an endpoint. */
    public static final class Builder extends EndpointBuilder<Builder> {

        private Builder() {}

        @Override
        protected Builder self() {
            return this;
        }

        /** Makes the endpoint. */
        public Endpoint build() {
            return toEndpoint();
        }
    }
}
