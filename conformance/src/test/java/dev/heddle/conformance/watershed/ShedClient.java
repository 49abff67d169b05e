package dev.heddle.conformance.watershed;

import dev.heddle.watershed.UpgradeResponse;
import dev.heddle.watershed.UpgradedChannel;
import dev.heddle.watershed.Watershed;
import dev.heddle.watershed.WatershedConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The client of the seed. */
final class ShedClient implements AutoCloseable {

    final Events events = new Events(false);
    final WatershedConnection connection;
    private final Socket socket;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    ShedClient(int port) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        String key = Watershed.generateKey();
        socket.getOutputStream()
                .write(("GET / HTTP/1.1\r\nHost: 127.0.0.1:" + port
                                + "\r\n"
                                + "Connection: Upgrade\r\n"
                                + "Upgrade: websocket\r\n"
                                + "Sec-WebSocket-Version: 13\r\n"
                                + "Sec-WebSocket-Protocol: talk, chat\r\n"
                                + "Sec-WebSocket-Key: "
                                + key + "\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        Head head = Head.read(socket.getInputStream());
        UpgradeResponse response = new UpgradeResponse(Integer.parseInt(head.word(1)), head.headers());
        this.connection = Watershed.connect(response, UpgradedChannel.of(socket), null, key)
                .listen(events);
        connection.start(threads);
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }
}
