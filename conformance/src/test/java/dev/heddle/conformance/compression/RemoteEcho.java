package dev.heddle.conformance.compression;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.heddle.conformance.command.ChildProcess;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** A server that echoes, behind a plain socket; what it sends is read without any help of ours. */
final class RemoteEcho implements Echo, AutoCloseable {

    private static final String REQUEST = """
        GET %s HTTP/1.1\r
        Host: %s\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Extensions: %s\r
        \r
        """;

    private static final String EXTENSIONS = "sec-websocket-extensions:";

    private final Socket socket;
    private final DataInputStream in;
    private String agreed = "";

    private RemoteEcho(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) ChildProcess.PATIENCE.toMillis());
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /** Connects and opens a WebSocket with these offers. */
    static RemoteEcho open(String url, String offers) throws IOException {
        URI uri = URI.create(url);
        RemoteEcho echo = new RemoteEcho(new Socket(uri.getHost(), uri.getPort()));
        try {
            echo.shakeHands(REQUEST.formatted(uri.getPath(), uri.getAuthority(), offers));
            return echo;
        } catch (IOException e) {
            try (echo) {
                throw e;
            }
        }
    }

    private void shakeHands(String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        String status = readLine();
        if (!status.startsWith("HTTP/1.1 101 ")) {
            throw new IOException("Refused: " + status);
        }
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            if (line.regionMatches(true, 0, EXTENSIONS, 0, EXTENSIONS.length())) {
                agreed = line.substring(EXTENSIONS.length()).strip();
            }
        }
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    /** Returns what the server answered to the offers. */
    String agreed() {
        return agreed;
    }

    @Override
    public List<WireFrame> answer(List<WireFrame> frames) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        frames.forEach(frame -> bytes.writeBytes(frame.toBytes(Who.SERVER)));
        bytes.writeTo(socket.getOutputStream());
        List<WireFrame> answer = new ArrayList<>();
        do {
            answer.add(readFrame());
        } while (!answer.get(answer.size() - 1).fin());
        return answer;
    }

    private WireFrame readFrame() throws IOException {
        int first = in.readUnsignedByte();
        long length = in.readUnsignedByte();
        if (length > 127) {
            throw new IOException("Wrong mask bit from a server");
        }
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] payload = new byte[Math.toIntExact(length)];
        in.readFully(payload);
        return new WireFrame(first, payload);
    }

    /** Waits for the end, and tells whether it comes at once behind what was read. */
    boolean isEnded() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
