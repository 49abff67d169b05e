package dev.heddle.netty;

import dev.heddle.driver.Request;
import dev.heddle.driver.Response;
import dev.heddle.websocket.Endpoint;
import dev.heddle.websocket.Route;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import org.jspecify.annotations.Nullable;

/** An endpoint as it is served by channels of Netty, and the connections that it has there; any thread. */
record Serving(
        Endpoint endpoint,
        Connections connections,
        WriteBufferWaterMark watermarks,
        WriteBufferWaterMark eventWatermarks) {

    /**
     * Serves an endpoint.
     *
     * @param channels gets those that become connections, and may have others
     * @param maxConnections how many there may be
     */
    Serving(Endpoint endpoint, ChannelGroup channels, int maxConnections) {
        this(
                endpoint,
                new Connections(channels, maxConnections),
                NettyTransport.watermarks(endpoint.options()),
                NettyTransport.watermarks(endpoint.eventSourceOptions()));
    }

    /** Says what a request is; on its loop. Who has no place for new connections may serve other things still. */
    Route route(Request request, boolean loopback) {
        Response noPlace = endpoint.concerns(request, request.path()) ? noPlace(request) : null;
        return noPlace != null ? new Route.Refused(noPlace) : endpoint.route(request, request.path(), loopback);
    }

    /** Returns the answer to who wants a connection while the server stops or has as many as it may, or null. */
    @Nullable
    Response noPlace(Request request) {
        return connections.stopping() || connections.full() ? refusal(request) : null;
    }

    /** Returns the answer to who is not let in. */
    Response refusal(Request request) {
        return connections.stopping()
                ? endpoint.stopping(request, request.path())
                : endpoint.full(request, request.path(), connections.most());
    }
}
