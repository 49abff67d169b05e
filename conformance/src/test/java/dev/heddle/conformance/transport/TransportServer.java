package dev.heddle.conformance.transport;

import dev.heddle.permessagedeflate.PermessageDeflate;
import dev.heddle.websocket.Endpoint;
import dev.heddle.websocket.EventSourceOptions;
import dev.heddle.websocket.WebSocketOptions;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Serves on the transport and the port that its arguments name: an echo at {@code /ws} with the subprotocol {@code chat} and
 * compression for those who offer them, numbers at {@code /events}, and an empty page at {@code /}. Ends when its standard input
 * does.
 */
final class TransportServer {

    private static final String WEB_SOCKETS = "/ws";

    private TransportServer() {}

    public static void main(String[] arguments) throws Exception {
        int port =
                Kind.valueOf(arguments[0].toUpperCase(Locale.ROOT)).start(endpoint(), Integer.parseInt(arguments[1]));
        System.out.println("Listening on ws://127.0.0.1:" + port + WEB_SOCKETS);
        System.in.transferTo(OutputStream.nullOutputStream());
        Runtime.getRuntime().halt(0);
    }

    private static Endpoint endpoint() {
        NumberedEvents events = new NumberedEvents();
        return Endpoint.builder()
                .path(WEB_SOCKETS)
                .listener(request -> new EchoUntilTold())
                .options(WebSocketOptions.builder()
                        .driver(driver -> driver.protocols(List.of("chat")))
                        .extensions(PermessageDeflate.defaults())
                        .build())
                .events(
                        "/events",
                        EventSourceOptions.builder()
                                .retry(Duration.ofMillis(500))
                                .build(),
                        request -> events)
                .build();
    }
}
