package dev.heddle.benchmarks.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.java_websocket.WebSocket;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.extensions.DefaultExtension;
import org.java_websocket.extensions.IExtension;
import org.java_websocket.extensions.permessage_deflate.PerMessageDeflateExtension;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/** Java-WebSocket with one decoder: its selector's thread reads and writes, the decoder's parses and calls. */
final class JavaWebSocketEcho extends WebSocketServer {

    private static final int DECODERS = 1;

    private final CountDownLatch listening = new CountDownLatch(1);

    private JavaWebSocketEcho(IExtension extension) {
        super(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                DECODERS,
                List.of(new Draft_6455(List.of(extension), Program.MAX_MESSAGE)));
        setTcpNoDelay(true);
        setMaxPendingConnections(Program.BACKLOG);
    }

    /** Takes {@code deflate} if compression is to be offered. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        boolean deflate = List.of(arguments).contains("deflate");
        JavaWebSocketEcho server =
                new JavaWebSocketEcho(deflate ? new PerMessageDeflateExtension() : new DefaultExtension());
        server.start();
        server.listening.await();
        Program.serve(server.getPort());
        server.stop();
    }

    @Override
    public void onStart() {
        listening.countDown();
    }

    @Override
    public void onOpen(WebSocket socket, ClientHandshake handshake) {
        // An echo has nothing to say first.
    }

    @Override
    public void onMessage(WebSocket socket, String message) {
        socket.send(message);
    }

    @Override
    public void onMessage(WebSocket socket, ByteBuffer message) {
        socket.send(message);
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason, boolean remote) {
        // Nor last.
    }

    @Override
    public void onError(WebSocket socket, Exception error) {
        Program.failed(error);
    }
}
