package dev.heddle.netty;

import dev.heddle.driver.Request;
import dev.heddle.driver.Response;
import dev.heddle.websocket.Endpoint;
import dev.heddle.websocket.Route;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;

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
     */
    Serving(Endpoint endpoint, ChannelGroup channels) {
        this(
                endpoint,
                new Connections(channels),
                NettyTransport.watermarks(endpoint.options()),
                NettyTransport.watermarks(endpoint.eventSourceOptions()));
    }

    /** Says what a request is; on its loop. Who stops has no place for new connections, but may serve other things still. */
    Route route(Request request, boolean loopback) {
        return connections.stopping() && endpoint.concerns(request, request.path())
                ? new Route.Refused(stopping(request))
                : endpoint.route(request, request.path(), loopback);
    }

    /** Returns the answer to a request while the server stops. */
    Response stopping(Request request) {
        return endpoint.stopping(request, request.path());
    }
}
