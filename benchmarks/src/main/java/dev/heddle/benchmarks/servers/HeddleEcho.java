package dev.heddle.benchmarks.servers;

import dev.heddle.netty.NettyIo;
import dev.heddle.netty.NettyServer;
import dev.heddle.permessagedeflate.PermessageDeflate;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import dev.heddle.websocket.WebSocketOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;

/** Heddle's embedded server with its defaults: text as Strings, binary as buffers of the application's. */
final class HeddleEcho implements WebSocketListener {

    private HeddleEcho() {}

    /** Takes the way to the sockets: {@code epoll}, {@code io_uring} or {@code nio}. */
    public static void main(String[] arguments) throws IOException {
        NettyIo io = NettyIo.valueOf(arguments[0].toUpperCase(Locale.ROOT));
        WebSocketOptions options = WebSocketOptions.builder()
                .extensions(PermessageDeflate.defaults())
                .build();
        HeddleEcho echo = new HeddleEcho();
        try (NettyServer server = NettyServer.builder()
                .io(io)
                .threads(1)
                .port(0)
                .maxConnections(20_000)
                .options(options)
                .listener(request -> echo)
                .start()) {
            Program.serve(server.port());
        }
    }

    @Override
    public void onText(WebSocket socket, String message) {
        socket.send(message);
    }

    @Override
    public void onBinary(WebSocket socket, ByteBuffer message) {
        socket.send(message);
    }
}
