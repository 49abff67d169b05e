package dev.heddle.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A server on plain sockets that takes one connection behind the other and says what the test wants. */
final class StreamServer implements AutoCloseable {

    static final String STREAM = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n";

    private static final int PATIENCE_MILLIS = 60_000;

    private final ServerSocket server;

    StreamServer() throws IOException {
        this(0);
    }

    StreamServer(int port) throws IOException {
        server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        server.setSoTimeout(PATIENCE_MILLIS);
    }

    int port() {
        return server.getLocalPort();
    }

    String url(String resource) {
        return "http://127.0.0.1:" + port() + resource;
    }

    /** Takes the next connection and reads its request. */
    Exchange accept() throws IOException {
        return new Exchange(server.accept());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** One connection. */
    static final class Exchange implements AutoCloseable {

        private final Socket socket;
        final String request;

        private Exchange(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(PATIENCE_MILLIS);
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = socket.getInputStream().read();
                assertThat(next).as("octet behind " + head).isNotNegative();
                head.append((char) next);
            }
            request = head.toString();
        }

        Exchange send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            return this;
        }

        /** Waits until the client has gone. */
        void awaitEnd() throws IOException {
            try {
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            } catch (SocketTimeoutException e) {
                throw e;
            } catch (IOException reset) {
                assertThat(reset).hasMessageContaining("reset");
            }
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
