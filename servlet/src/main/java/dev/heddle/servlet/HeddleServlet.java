package dev.heddle.servlet;

import dev.heddle.driver.Request;
import dev.heddle.driver.Response;
import dev.heddle.websocket.Decision;
import dev.heddle.websocket.Endpoint;
import dev.heddle.websocket.EventSourceConnection;
import dev.heddle.websocket.EventSourceListener;
import dev.heddle.websocket.EventSourceOptions;
import dev.heddle.websocket.Route;
import dev.heddle.websocket.WebSocketConnection;
import dev.heddle.websocket.WebSocketOptions;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A servlet of WebSockets and event streams.
 *
 * <pre>{@code
 * Endpoint endpoint = Endpoint.builder().listener(request -> new Echo()).build();
 * ServletRegistration.Dynamic chat = context.addServlet("chat", new HeddleServlet(endpoint));
 * chat.addMapping("/chat");
 * chat.setAsyncSupported(true);
 * }</pre>
 *
 * <p>The endpoint's paths are those below the servlet's own: the default {@code /} for one that is mapped to {@code /chat}, and
 * {@code /ws} and {@code /events} for one that is mapped to {@code /live/*}. The servlet, and the filters in front of it, have to
 * support asynchronous requests for event streams, and for decisions that are not there at once; the filters are passed again with
 * the dispatcher type {@code ASYNC} when such a decision has come.
 *
 * <p>Listeners are called on threads of the container's, and of the executor, one at a time for each connection; they must not
 * block. When the container takes the servlet out of service it closes every WebSocket with 1001 and every event stream, all at once,
 * and does not wait for them; {@link #shutdown} in front of that gives them time. The drafts hixie-75 and hixie-76 are refused, whatever the options say.
 */
public class HeddleServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final int MAX_CONNECTIONS = 10_000;

    private final transient Endpoint endpoint;
    private final transient Threads threads;
    private final transient Connections connections;

    /** Makes the servlet of an endpoint; what other threads send is written on virtual threads, where the JVM has them. */
    public HeddleServlet(Endpoint endpoint) {
        this(endpoint, MAX_CONNECTIONS);
    }

    /**
     * Makes the servlet of an endpoint; what other threads send is written on virtual threads, where the JVM has them.
     *
     * @param maxConnections how many WebSockets and event streams may be open at once, by default 10,000; above, who asks for a
     *     WebSocket gets 503, and who asks for an event stream an empty one, as browsers come back after that
     * @throws IllegalArgumentException unless that is at least 1
     */
    public HeddleServlet(Endpoint endpoint, int maxConnections) {
        this(endpoint, new Threads(null), maxConnections);
    }

    /**
     * Makes the servlet of an endpoint.
     *
     * @param executor does what comes from neither the container nor a listener, as to send what another thread wants sent; short
     *     tasks that do not block. A connection is broken off for whose deadline it has no thread, as it rejects the task. It is the
     *     caller's to stop, behind the last connection
     */
    public HeddleServlet(Endpoint endpoint, Executor executor) {
        this(endpoint, executor, MAX_CONNECTIONS);
    }

    /**
     * Makes the servlet of an endpoint, with both.
     *
     * @param executor as above
     * @param maxConnections as above
     * @throws IllegalArgumentException unless maxConnections is at least 1
     */
    public HeddleServlet(Endpoint endpoint, Executor executor, int maxConnections) {
        this(endpoint, new Threads(executor), maxConnections);
    }

    private HeddleServlet(Endpoint endpoint, Threads threads, int maxConnections) {
        this.endpoint = endpoint;
        this.threads = threads;
        this.connections = new Connections(threads, maxConnections);
    }

    /** Returns how many WebSockets and event streams are open; any thread. */
    public final int connections() {
        return connections.size();
    }

    /**
     * Stops, from any thread, before the container does: answers each new request for a WebSocket with 503 and each for an event
     * stream with an empty one, closes every WebSocket with 1001 and every event stream behind what was sent, and breaks off those
     * that are left at the deadline. They are told one after the other, over at most the first half of that time, so that their
     * clients do not all come back at once. {@link #plain} goes on. Called again, it can only bring the end forward, as
     * {@link #destroy} does for those that were not told yet. There is no way back.
     *
     * @param deadline zero or less breaks all off as soon as they are told; what is above a hundred years counts as that
     * @return done when every connection has ended and its listener has heard of it, on any thread; to be waited for on none that a
     *     listener runs on
     */
    public final CompletionStage<Void> shutdown(Duration deadline) {
        return connections.shutdown(deadline);
    }

    /** Closes every WebSocket with 1001 and every event stream, all at once, and does not wait; {@link #shutdown} does. */
    @Override
    public void destroy() {
        connections.goAway();
    }

    /**
     * Answers what asks for neither WebSocket nor event stream, or not for one that is here; by default with 404.
     *
     * @throws ServletException as of {@code HttpServlet.service}
     * @throws IOException as of {@code HttpServlet.service}
     */
    protected void plain(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        response.sendError(HttpServletResponse.SC_NOT_FOUND);
    }

    @Override
    protected final void service(HttpServletRequest http, HttpServletResponse response)
            throws ServletException, IOException {
        if (http.getAttribute(Deciding.ATTRIBUTE) instanceof Deciding asked) {
            http.removeAttribute(Deciding.ATTRIBUTE);
            answer(http, response, asked.request(), asked.decision());
            return;
        }
        Request request;
        try {
            request = Requests.toRequest(http, endpoint.options());
        } catch (IllegalArgumentException e) {
            Responses.refuse(http, response, Response.text(400, "Malformed HTTP request"));
            return;
        }
        // Before the application is asked, for nothing.
        if ((connections.stopping() || connections.full()) && endpoint.concerns(request, Requests.path(http))) {
            Responses.refuse(http, response, noPlace(http, request));
            return;
        }
        Route route = endpoint.route(request, Requests.path(http), Requests.isLoopback(http));
        if (route instanceof Route.ToWebSocket webSocket) {
            webSocket(http, response, request, webSocket.decision());
        } else if (route instanceof Route.ToEventStream stream) {
            eventStream(http, response, request, stream.listener());
        } else if (route instanceof Route.Refused refused) {
            Responses.refuse(http, response, refused.response());
        } else {
            plain(http, response);
        }
    }

    private void webSocket(
            HttpServletRequest http, HttpServletResponse response, Request request, CompletionStage<Decision> decision)
            throws ServletException, IOException {
        AtomicReference<@Nullable Decision> atOnce = new AtomicReference<>();
        decision.thenAccept(atOnce::set);
        Decision now = atOnce.get();
        if (now != null) {
            answer(http, response, request, now);
            return;
        }
        Deciding asked = new Deciding(
                request, http.startAsync(http, response), endpoint.options().handshakeTimeout());
        http.setAttribute(Deciding.ATTRIBUTE, asked);
        asked.start();
        decision.thenAccept(asked::decided);
    }

    private void answer(HttpServletRequest http, HttpServletResponse response, Request request, Decision decision)
            throws ServletException, IOException {
        if (connections.stopping()) {
            // Since the request came.
            Responses.refuse(http, response, noPlace(http, request));
        } else if (decision instanceof Decision.Accept accept) {
            upgrade(http, response, request, accept);
        } else if (decision instanceof Decision.Refuse refusal) {
            Responses.refuse(http, response, refusal.response());
        }
    }

    /** The driver answers the handshake; if it accepts, the connection is the transport's when the container lets go of it. */
    private void upgrade(HttpServletRequest http, HttpServletResponse response, Request request, Decision.Accept accept)
            throws ServletException, IOException {
        WebSocketOptions options = endpoint.options();
        ServletTransport transport =
                new ServletTransport(threads, Requests.peer(http), options.lowWatermark(), options.highWatermark());
        WebSocketConnection connection;
        try {
            connection = WebSocketConnection.server(request, accept.headers(), accept.listener(), options, transport);
        } catch (IllegalArgumentException e) {
            Responses.refuse(http, response, Endpoint.applicationThrew(e));
            return;
        }
        transport.attach(connection, connections);
        AtomicReference<@Nullable Response> refusal = new AtomicReference<>();
        transport.loop().enter(() -> {
            // Here, so that a farewell comes behind the start.
            if (!connections.enter(transport)) {
                refusal.set(noPlace(http, request));
                return;
            }
            connection.connected();
            boolean started = connection.start((status, headers, body) -> {
                if (status == HttpServletResponse.SC_SWITCHING_PROTOCOLS) {
                    Responses.head(response, status, headers);
                } else {
                    refusal.set(new Response(status, headers, body));
                }
            });
            if (!started) {
                transport.lost();
            }
        });
        Response refused = refusal.get();
        if (refused != null) {
            Responses.refuse(http, response, refused);
            return;
        }
        try {
            http.upgrade(Upgrade.class).handTo(transport, threads);
            JettyInput.reopen(http);
        } catch (ServletException | IOException | RuntimeException e) {
            transport.loop().enter(() -> transport.failed(e));
            throw e;
        }
    }

    private void eventStream(
            HttpServletRequest http, HttpServletResponse response, Request request, EventSourceListener listener)
            throws IOException {
        EventSourceOptions options = endpoint.eventSourceOptions();
        ServletTransport transport =
                new ServletTransport(threads, Requests.peer(http), options.lowWatermark(), options.highWatermark());
        EventSourceConnection connection = EventSourceConnection.server(request, listener, options, transport);
        transport.attach(connection, connections);
        ServletOutputStream output = response.getOutputStream();
        AsyncContext context = http.startAsync(http, response);
        // A stream has no end; a peer that has gone is found by what is written to it.
        context.setTimeout(0);
        transport.loop().enter(() -> {
            // Here, so that a farewell comes behind the start.
            if (!connections.enter(transport)) {
                Responses.refuse(http, response, noPlace(http, request));
                context.complete();
                return;
            }
            StreamLine line = new StreamLine(context, transport);
            context.addListener(line);
            connection.start((status, headers, body) -> Responses.head(response, status, headers));
            transport.open(line, output, null);
        });
    }

    /** Returns the answer to who could not get in. */
    private Response noPlace(HttpServletRequest http, Request request) {
        String path = Requests.path(http);
        return connections.stopping()
                ? endpoint.stopping(request, path)
                : endpoint.full(request, path, connections.most());
    }
}
