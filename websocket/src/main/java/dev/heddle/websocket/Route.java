package dev.heddle.websocket;

import dev.heddle.driver.Response;
import java.util.concurrent.CompletionStage;

/** What an {@link Endpoint} makes of a request; the adapter does it. */
public sealed interface Route {

    /** It asks for neither WebSocket nor event stream, or not for one that is here: plain HTTP, which is not the endpoint's matter. */
    record Plain() implements Route {}

    /**
     * It is answered with a response behind which the connection ends.
     *
     * @param response what is answered
     */
    record Refused(Response response) implements Route {}

    /**
     * It asks for a WebSocket, and the policies let it through.
     *
     * @param decision what the application says; completed by any thread, with a decision in any case
     */
    record ToWebSocket(CompletionStage<Decision> decision) implements Route {}

    /**
     * It is a request for an event stream that is accepted.
     *
     * @param listener takes its events
     */
    record ToEventStream(EventSourceListener listener) implements Route {}
}
