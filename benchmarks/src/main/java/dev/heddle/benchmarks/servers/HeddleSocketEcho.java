package dev.heddle.benchmarks.servers;

import dev.heddle.permessagedeflate.PermessageDeflate;
import dev.heddle.socket.SocketServer;
import dev.heddle.websocket.WebSocketHandlers;
import dev.heddle.websocket.WebSocketListener;
import dev.heddle.websocket.WebSocketOptions;
import java.io.IOException;

/** Heddle's server on the JDK's sockets with its defaults: a thread for each connection, virtual from Java 21 on. */
final class HeddleSocketEcho {

    private HeddleSocketEcho() {}

    public static void main(String[] arguments) throws IOException {
        WebSocketOptions options = WebSocketOptions.builder()
                .extensions(PermessageDeflate.defaults())
                .build();
        WebSocketListener echo = new WebSocketHandlers()
                .onText((socket, message) -> socket.send(message))
                .onBinary((socket, message) -> socket.send(message));
        try (SocketServer server = SocketServer.builder()
                .port(0)
                .maxConnections(20_000)
                .options(options)
                .listener(request -> echo)
                .start()) {
            Program.serve(server.port());
        }
    }
}
