package dev.heddle.benchmarks.servers;

import dev.heddle.netty.NettyIo;
import dev.heddle.netty.NettyServer;
import dev.heddle.permessagedeflate.PermessageDeflate;
import dev.heddle.websocket.PartialListener;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import dev.heddle.websocket.WebSocketOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;

/** Heddle's embedded server with its defaults. */
final class HeddleEcho {

    private HeddleEcho() {}

    /**
     * Takes the way to the sockets: {@code epoll}, {@code io_uring} or {@code nio}; then {@code partial} if messages are to
     * be passed on in parts, or {@code http2} if they may come over HTTP/2.
     */
    public static void main(String[] arguments) throws IOException {
        NettyIo io = NettyIo.valueOf(arguments[0].toUpperCase(Locale.ROOT));
        WebSocketOptions options = WebSocketOptions.builder()
                .extensions(PermessageDeflate.defaults())
                .build();
        WebSocketListener echo = List.of(arguments).contains("partial") ? new Parts() : new Messages();
        try (NettyServer server = NettyServer.builder()
                .io(io)
                .threads(1)
                .port(0)
                .maxConnections(20_000)
                .http2(List.of(arguments).contains("http2"))
                .maxStreamsPerConnection(1000)
                .options(options)
                .listener(request -> echo)
                .start()) {
            Program.serve(server.port());
        }
    }

    /** What most applications do: a String, or a buffer of their own, for each message. */
    private static final class Messages implements WebSocketListener {

        @Override
        public void onText(WebSocket socket, String message) {
            socket.send(message);
        }

        @Override
        public void onBinary(WebSocket socket, ByteBuffer message) {
            socket.send(message);
        }
    }

    /** What passes messages on does: each part as it comes. */
    private static final class Parts implements PartialListener {

        @Override
        public void onPartialText(WebSocket socket, ByteBuffer utf8, boolean last) {
            socket.sendPartialText(utf8, last);
        }

        @Override
        public void onPartialBinary(WebSocket socket, ByteBuffer data, boolean last) {
            socket.sendPartialBinary(data, last);
        }
    }
}
