package dev.heddle.watershed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ExecutorService;

/** Both ends of a connection over loopback. */
final class Ends implements AutoCloseable {

    final SocketChannel client;
    final SocketChannel server;
    final ExecutorService threads;

    private Ends(ExecutorService threads, SocketChannel client, SocketChannel server) {
        this.threads = threads;
        this.client = client;
        this.server = server;
    }

    /** Opens both; the threads end with them. */
    static Ends open(ExecutorService threads) throws IOException {
        try (ServerSocketChannel listening = ServerSocketChannel.open()) {
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SocketChannel client = SocketChannel.open(listening.getLocalAddress());
            return new Ends(threads, client, listening.accept());
        }
    }

    /** Starts the server's side, and takes its 101 away. */
    WatershedConnection accept(WatershedListener listener, WatershedOptions options) throws IOException {
        return accept(UpgradedChannel.of(server), listener, options);
    }

    WatershedConnection accept(UpgradedChannel channel, WatershedListener listener, WatershedOptions options)
            throws IOException {
        WatershedConnection connection =
                Watershed.accept(Sample.request(), channel, null, options).listen(listener);
        StringBuilder head = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (head.indexOf("\r\n\r\n") < 0) {
            client.read(one.clear());
            head.append((char) one.get(0));
        }
        connection.start(threads);
        return connection;
    }

    WatershedConnection connect(UpgradedChannel channel, WatershedListener listener) throws IOException {
        WatershedConnection connection = Watershed.connect(
                        Sample.response(Sample.responseHeaders()), channel, null, Sample.KEY)
                .listen(listener);
        connection.start(threads);
        return connection;
    }

    /** Returns all that the server says until its end. */
    byte[] readAll() throws IOException {
        return Channels.newInputStream(client).readAllBytes();
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
        threads.shutdownNow();
    }
}
