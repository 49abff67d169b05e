package dev.heddle.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A peer by hand, whose reads wait for a minute. */
final class Client implements AutoCloseable {

    /** One frame, as it came. */
    record Frame(int opcode, String text) {

        static Frame close(int code) {
            return new Frame(8, "" + (char) (code >> 8) + (char) (code & 0xff));
        }
    }

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final int port;

    Client(Running container) throws IOException {
        this(container, 0);
    }

    /** A receive buffer of so many bytes, or 0 for what the system gives. */
    Client(Running container, int receiveBuffer) throws IOException {
        port = container.port();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setSoTimeout(60_000);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        in = new DataInputStream(socket.getInputStream());
    }

    String request(String path, String... fields) {
        StringBuilder request = new StringBuilder("GET ")
                .append(path)
                .append(" HTTP/1.1\r\nHost: ")
                .append(Container.HOST + ":" + port)
                .append("\r\n");
        for (String field : fields) {
            request.append(field).append("\r\n");
        }
        return request.append("\r\n").toString();
    }

    String handshake(String path, String... fields) {
        return request(path, fields).replace("\r\n\r\n", """
            \r
            Upgrade: websocket\r
            Connection: keep-alive, Upgrade\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            Sec-WebSocket-Version: 13\r
            \r
            """);
    }

    /** Opens a WebSocket; returns the head of the response. */
    String open(String path, String... fields) throws IOException {
        send(handshake(path, fields));
        String head = head();
        assertThat(head)
                .startsWith("HTTP/1.1 101 ")
                .containsIgnoringCase("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n");
        return head;
    }

    void send(String latin1) throws IOException {
        socket.getOutputStream().write(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends for as long as the server takes it. */
    void sendToEnd(String latin1) {
        try {
            send(latin1);
        } catch (IOException e) {
            // That is the end.
        }
    }

    /** Returns a frame, masked with zeros. */
    static String frame(int opcode, String payload) {
        int length = payload.length();
        String header = length < 126
                ? "" + (char) (0x80 | length)
                : length < 65536
                        ? "\u00fe" + (char) (length >> 8) + (char) (length & 0xff)
                        : "\u00ff\0\0\0\0" + (char) (length >> 24) + (char) (length >> 16 & 0xff)
                                + (char) (length >> 8 & 0xff) + (char) (length & 0xff);
        return (char) (0x80 | opcode) + header + "\0\0\0\0" + payload;
    }

    Frame readFrame() throws IOException {
        int opcode = in.readUnsignedByte() & 0x0f;
        long length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        return new Frame(opcode, read((int) length));
    }

    String read(int length) throws IOException {
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Reads up to the empty line, which is the last of what is returned. */
    String head() throws IOException {
        return readUntil("\r\n\r\n");
    }

    String readUntil(String end) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith(end)) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("Behind: " + bytes.toString(StandardCharsets.ISO_8859_1));
            }
            bytes.write(next);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    /** Reads to the end, be it orderly or not. */
    String readToEnd() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            in.transferTo(bytes);
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("The server does not close", e);
        } catch (IOException e) {
            // A reset is an end too.
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
