package dev.heddle.websocket;

import dev.heddle.driver.Headers;
import dev.heddle.driver.Response;
import java.util.Objects;

/** What a server says to a request for a WebSocket that its policies let through: that it is one, or something else. */
public sealed interface Decision {

    /** Accepts the request; what is wrong with its handshake is still refused. */
    static Decision accept(WebSocketListener listener) {
        return new Accept(listener, Headers.empty());
    }

    /**
     * Accepts the request.
     *
     * @param headers more fields for the response, such as {@code Set-Cookie}; not those that the handshake sets itself
     */
    static Decision accept(WebSocketListener listener, Headers headers) {
        return new Accept(listener, headers);
    }

    /** Refuses the request with a response of HTTP, behind which the connection ends. */
    static Decision refuse(Response response) {
        return new Refuse(response);
    }

    /**
     * That it is a WebSocket.
     *
     * @param listener takes its events
     * @param headers more fields for the response
     */
    record Accept(WebSocketListener listener, Headers headers) implements Decision {

        /** Checks that there are both. */
        public Accept {
            Objects.requireNonNull(listener, "listener");
            Objects.requireNonNull(headers, "headers");
        }
    }

    /**
     * That it is none.
     *
     * @param response what is answered instead
     */
    record Refuse(Response response) implements Decision {

        /** Checks that there is one. */
        public Refuse {
            Objects.requireNonNull(response, "response");
        }
    }
}
