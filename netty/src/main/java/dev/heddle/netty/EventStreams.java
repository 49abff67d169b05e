package dev.heddle.netty;

import dev.heddle.driver.Request;
import dev.heddle.websocket.EventSource;
import dev.heddle.websocket.EventSourceListener;
import dev.heddle.websocket.EventSourceOptions;
import io.netty.channel.WriteBufferWaterMark;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A server's event streams: where, and what makes the listener of each. */
record EventStreams(
        String path,
        Function<Request, ? extends @Nullable EventSourceListener> listener,
        EventSourceOptions options,
        WriteBufferWaterMark watermarks) {

    EventStreams(
            String path,
            Function<Request, ? extends @Nullable EventSourceListener> listener,
            EventSourceOptions options) {
        this(path, listener, options, new WriteBufferWaterMark(options.lowWatermark(), options.highWatermark()));
    }

    /** Tells whether a request asks for one. */
    boolean areAskedBy(Request request) {
        return request.path().equals(path) && EventSource.isEventSource(request);
    }
}
