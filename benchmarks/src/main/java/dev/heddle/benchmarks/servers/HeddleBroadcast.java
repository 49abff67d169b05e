package dev.heddle.benchmarks.servers;

import dev.heddle.driver.WebSocketMessage;
import dev.heddle.netty.NettyIo;
import dev.heddle.netty.NettyServer;
import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Heddle's embedded server: each line of its input has it send prepared messages to all of its WebSockets. */
final class HeddleBroadcast implements WebSocketListener {

    private final Set<WebSocket> sockets = ConcurrentHashMap.newKeySet();

    private HeddleBroadcast() {}

    /** Takes the way to the sockets, how many messages and of how many bytes. */
    public static void main(String[] arguments) throws IOException {
        HeddleBroadcast everybody = new HeddleBroadcast();
        int messages = Integer.parseInt(arguments[1]);
        int size = Integer.parseInt(arguments[2]);
        try (NettyServer server = NettyServer.builder()
                .io(NettyIo.valueOf(arguments[0].toUpperCase(Locale.ROOT)))
                .threads(1)
                .port(0)
                .maxConnections(20_000)
                .listener(request -> everybody)
                .start()) {
            Program.serve(server.port(), () -> everybody.send(messages, size));
        }
    }

    @Override
    public void onOpen(WebSocket socket) {
        sockets.add(socket);
    }

    @Override
    public void onClose(WebSocket socket, CloseEvent event) {
        sockets.remove(socket);
    }

    /** Sends the next message when the last socket has written the one before: no faster than the network. */
    private void send(int messages, int size) {
        for (int i = 0; i < messages; i++) {
            WebSocketMessage message =
                    WebSocketMessage.binary(ByteBuffer.allocate(size)).prepare();
            CompletionStage<Void> last = null;
            int left = sockets.size();
            for (WebSocket socket : sockets) {
                if (--left == 0) {
                    last = socket.sendAsync(message);
                } else {
                    socket.send(message);
                }
            }
            if (last != null) {
                last.toCompletableFuture().join();
            }
        }
    }
}
