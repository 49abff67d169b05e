package dev.heddle.conformance.transport;

import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.Endpoint;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import dev.heddle.websocket.WebSocketOptions;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Sends to every client that says a word, as its query has it in front of a full stop, more than there is memory for: {@code
 * messages} up to {@code bufferedAmount}'s bound, {@code drained} only while there is room, {@code pings} a million at once, and
 * anything else the word. Writes a line for each socket that is over. Ends when its standard input does.
 */
final class SmallHeapServer {

    /** More than any client lets through before it is given up. */
    static final int PINGS = 1_000_000;

    static final int MAX_BUFFERED = 2 << 20;

    private static final ByteBuffer MESSAGE = ByteBuffer.allocate(16 << 10).asReadOnlyBuffer();
    private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

    private SmallHeapServer() {}

    public static void main(String[] arguments) throws Exception {
        Endpoint endpoint = Endpoint.builder()
                .listener(request -> new Sender(request.target()))
                .options(WebSocketOptions.builder()
                        .driver(driver -> driver.maxLength(1 << 20))
                        .maxBufferedAmount(MAX_BUFFERED)
                        .writeStallTimeout(Duration.ofSeconds(1))
                        .build())
                .build();
        System.out.println("Listening on ws://127.0.0.1:"
                + Kind.valueOf(arguments[0]).start(endpoint, Integer.parseInt(arguments[1])) + "/");
        System.in.transferTo(OutputStream.nullOutputStream());
        Runtime.getRuntime().halt(0);
    }

    private static final class Sender implements WebSocketListener {

        private final String name;
        private final String what;
        private long sent;
        private long most;

        Sender(String target) {
            this.name = target.substring(target.indexOf('?') + 1);
            this.what = name.substring(0, name.indexOf('.'));
        }

        @Override
        public void onDrain(WebSocket socket) {
            if (what.equals("drained")) {
                sendWhile(socket, false);
            }
        }

        @Override
        public void onText(WebSocket socket, String message) {
            switch (what) {
                case "messages" -> sendWhile(socket, true);
                case "drained" -> sendWhile(socket, false);
                case "pings" -> ping(socket);
                default -> socket.send(message);
            }
        }

        @Override
        public void onClose(WebSocket socket, CloseEvent event) {
            System.gc();
            System.out.printf(
                    "over %s code %d sent %d most %d heap %d%n",
                    name, event.code(), sent, most, MEMORY.getHeapMemoryUsage().getUsed());
        }

        private void sendWhile(WebSocket socket, boolean alsoCongested) {
            while ((alsoCongested || !socket.isCongested()) && socket.send(MESSAGE)) {
                sent++;
                most = Math.max(most, socket.bufferedAmount());
            }
        }

        private void ping(WebSocket socket) {
            ByteBuffer payload = ByteBuffer.allocate(125);
            while (sent < PINGS && socket.ping(payload, () -> {})) {
                sent++;
                most = Math.max(most, socket.bufferedAmount());
            }
        }
    }
}
