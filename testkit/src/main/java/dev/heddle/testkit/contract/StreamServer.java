package dev.heddle.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A server on plain sockets that takes one connection behind the other and says what the case wants. */
final class StreamServer implements AutoCloseable {

    static final String STREAM = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n";

    private final ServerSocket server;

    StreamServer() throws IOException {
        this(0);
    }

    StreamServer(int port) throws IOException {
        server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        server.setSoTimeout(Cases.PATIENCE_MILLIS);
    }

    int port() {
        return server.getLocalPort();
    }

    String url(String resource) {
        return "http://127.0.0.1:" + port() + resource;
    }

    /** Takes the next connection and reads its request. */
    Exchange accept() throws IOException {
        Exchange exchange = acceptSilently();
        exchange.request = exchange.readHead();
        return exchange;
    }

    /** Takes the next connection and reads nothing. */
    Exchange acceptSilently() throws IOException {
        return new Exchange(server.accept());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** One connection. */
    static final class Exchange implements AutoCloseable {

        private final Socket socket;
        String request = "";

        private Exchange(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(Cases.PATIENCE_MILLIS);
        }

        /** Reads a head, octet by octet, each as a character. */
        String readHead() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) readOctet());
            }
            return head.toString();
        }

        int readOctet() throws IOException {
            int next = socket.getInputStream().read();
            assertTrue(next >= 0, "the client has gone instead of sending more");
            return next;
        }

        Exchange send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            return this;
        }

        void endOutput() throws IOException {
            socket.shutdownOutput();
        }

        /** Waits until the client has gone, and checks that it said nothing more. */
        void awaitEnd() throws IOException {
            assertEquals(0, drain(), "octets, where the end was to come");
        }

        /** Waits until the client has gone, and tells how many octets came before. */
        int drain() throws IOException {
            int octets = 0;
            try {
                while (socket.getInputStream().read() >= 0) {
                    octets++;
                }
            } catch (SocketTimeoutException e) {
                throw e;
            } catch (IOException reset) {
                assertTrue(String.valueOf(reset.getMessage()).contains("reset"), reset::toString);
            }
            return octets;
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
