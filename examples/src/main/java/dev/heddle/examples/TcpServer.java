package dev.heddle.examples;

import dev.heddle.driver.Driver;
import dev.heddle.driver.DriverListener;
import dev.heddle.driver.DriverOptions;
import dev.heddle.driver.OutputQueue;
import dev.heddle.driver.Request;
import dev.heddle.driver.Response;
import dev.heddle.driver.ServerDriver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;

/** An echo server on bare TCP: the driver parses the HTTP request itself, and whoever asks for a page gets one. */
public final class TcpServer implements AutoCloseable {

    /**
     * In bytes: from here on, a client has to read what it caused before it is heard again. More than the messages that are
     * expected: some clients read nothing while they write one, and then both would wait for each other.
     */
    private static final int WATERMARK = 16 * 1024 * 1024;

    private final ServerSocket listening;
    private final DriverOptions options;

    /** Listens on a port of the loopback address, 0 for any. */
    public TcpServer(int port, DriverOptions options) throws IOException {
        this.listening = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        this.options = options;
    }

    /** Serves on port 4180. */
    public static void main(String[] arguments) throws IOException {
        try (TcpServer server = new TcpServer(4180, DriverOptions.defaults())) {
            server.run();
        }
    }

    /** Returns the port that it listens on. */
    public int port() {
        return listening.getLocalPort();
    }

    /** Accepts connections until the server is closed, each on a thread of its own. */
    public void run() throws IOException {
        while (!listening.isClosed()) {
            Socket socket = listening.accept();
            Thread thread = new Thread(() -> serve(socket), "connection");
            thread.setDaemon(true);
            thread.start();
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }

    private void serve(Socket socket) {
        OutputQueue output = new OutputQueue(WATERMARK);
        ServerDriver driver = Driver.server(options, output, Echo::new);
        try {
            SocketIo.run(driver, output, socket);
        } catch (IOException e) {
            System.err.println(socket.getRemoteSocketAddress() + ": " + e.getMessage());
        } catch (InterruptedException e) {
            // The socket is closed, and the thread ends.
            Thread.currentThread().interrupt();
        }
    }

    private record Echo(ServerDriver driver) implements DriverListener {

        @Override
        public void onConnect(Request request) {
            if (Driver.isWebSocket(request)) {
                driver.start();
            } else {
                driver.refuse(Response.text(200, "Not a WebSocket: " + request.path() + "\n"));
            }
        }

        @Override
        public void onText(ByteBuffer data, boolean last) {
            driver.text(data, last);
        }

        @Override
        public void onBinary(ByteBuffer data, boolean last) {
            driver.binary(data, last);
        }
    }
}
