package dev.heddle.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.Decision;
import dev.heddle.websocket.WebSocketListener;
import dev.heddle.websocket.WebSocketOptions;
import io.netty.handler.codec.http2.Http2Error;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What costs a client of HTTP/2 little and a server much ends the connection, and leaves nothing behind. */
@Tag("SEC-56")
class Sec56FloodTest {

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int CONTINUATION = 9;
    private static final int END_HEADERS = 4;

    private final CompletableFuture<Object> closed = new CompletableFuture<>();

    /** A flood: what is written again and again, in the given round. */
    private interface Flood {

        void write(Frames frames, int round) throws IOException;
    }

    @Test
    void rapidResetEndsTheConnection() throws Exception {
        assertEndsInStep(Http2Error.ENHANCE_YOUR_CALM, (frames, round) -> {
            int stream = 1 + 2 * round;
            frames.head(stream);
            frames.frame(RST_STREAM, 0, stream, "00000008");
        });
    }

    @Test
    void resetsThatTheServerIsMadeToSendEndTheConnection() throws Exception {
        assertEndsInStep(Http2Error.ENHANCE_YOUR_CALM, (frames, round) -> {
            int stream = 1 + 2 * round;
            frames.head(stream);
            // RFC 9113 §6.9: an increment of 0 is a stream error.
            frames.frame(8, 0, stream, "00000000");
        });
    }

    @Test
    void smallContinuationsEndTheConnection() throws Exception {
        assertEnds(Http2Error.ENHANCE_YOUR_CALM, (frames, round) -> {
            if (round == 0) {
                frames.frame(HEADERS, 0, 1, "82");
            } else {
                frames.frame(CONTINUATION, 0, 1, "82");
            }
        });
    }

    @Test
    void endlessHeadEndsTheConnection() throws Exception {
        // A literal of 127 + 0x3f80 bytes, never indexed.
        String field = "00" + "0161" + "7f8079" + "78".repeat(15_615);
        assertEndsUnread((frames, round) -> frames.frame(round == 0 ? HEADERS : CONTINUATION, 0, 1, field));
    }

    @Test
    void emptyDataEndsTheConnection() throws Exception {
        assertEnds(Http2Error.ENHANCE_YOUR_CALM, (frames, round) -> {
            if (round == 0) {
                frames.head(1);
            }
            frames.frame(DATA, 0, 1, "");
        });
    }

    @Test
    void pingsWhoseAnswersAreNotReadEndTheConnection() throws Exception {
        assertEndsUnread((frames, round) -> frames.repeat(PING, "0000000000000000"));
    }

    @Test
    void settingsWhoseAnswersAreNotReadEndTheConnection() throws Exception {
        assertEndsUnread((frames, round) -> frames.repeat(SETTINGS, ""));
    }

    @Test
    void headLargerThanTheLimitIsRefused() throws Exception {
        try (NettyServer server = server();
                Http2Peer peer = Http2Peer.connect(server)) {
            int limit = WebSocketOptions.defaults().driver().limits().maxFieldLine();
            Http2Peer.Stream stream = peer.send(peer.get("/").set("x-a", "x".repeat(limit)), true);
            assertThat(stream.next()).startsWith(":status: 431");
            assertThat(peer.send(peer.get("/"), true).next()).startsWith(":status: 404");
        }
    }

    @Test
    void moreStreamsThanAllowedAreRefused() throws Exception {
        try (NettyServer server = NettyServer.builder()
                        .port(0)
                        .http2(true)
                        .maxStreamsPerConnection(1)
                        .start();
                Frames frames = new Frames(server.port())) {
            frames.head(1);
            frames.head(3);
            frames.flush();
            assertThat(frames.awaitFrame(RST_STREAM))
                    .isEqualTo(HexFormat.of()
                            .toHexDigits(Http2Error.REFUSED_STREAM.code())
                            .substring(8));
        }
    }

    /** RFC 9113 §5.4.2. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void resetIsNotAnsweredWithAReset(boolean decided) throws Exception {
        CompletableFuture<Decision> decision = new CompletableFuture<>();
        CompletableFuture<Void> asked = new CompletableFuture<>();
        if (decided) {
            decision.complete(Decision.accept(new WebSocketListener() {}));
        }
        try (NettyServer server = NettyServer.builder()
                        .port(0)
                        .http2(true)
                        .decider(request -> {
                            asked.complete(null);
                            return decision;
                        })
                        .start();
                Frames frames = new Frames(server.port())) {
            frames.head(1);
            frames.frame(DATA, 0, 1, "82");
            frames.flush();
            asked.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS);
            frames.frame(RST_STREAM, 0, 1, "00000008");
            frames.frame(PING, 0, 0, "0000000000000001");
            frames.flush();
            assertThat(frames.typesUpTo(PING)).doesNotContain(RST_STREAM);
            // What the first end caused, if it came later.
            frames.frame(PING, 0, 0, "0000000000000002");
            frames.flush();
            assertThat(frames.typesUpTo(PING)).doesNotContain(RST_STREAM);
        }
    }

    /**
     * Writes a flood round by round until the server has ended the connection, which has said why: nothing is on its way then, for
     * which the system would reset the connection and overtake what was said.
     */
    private void assertEndsInStep(Http2Error error, Flood flood) throws Exception {
        try (NettyServer server = server();
                Frames frames = new Frames(server.port())) {
            assertThat(frames.writeInStep(flood))
                    .as("GOAWAY")
                    .startsWith(HexFormat.of().toHexDigits(error.code()).substring(8));
            assertNothingIsLeft(server);
        }
    }

    /** Writes a flood until the server has ended the connection. What it said of that may have been overtaken. */
    private void assertEnds(Http2Error error, Flood flood) throws Exception {
        try (NettyServer server = server();
                Frames frames = new Frames(server.port())) {
            assertThat(frames.write(flood))
                    .satisfiesAnyOf(
                            last -> assertThat(last)
                                    .startsWith(HexFormat.of()
                                            .toHexDigits(error.code())
                                            .substring(8)),
                            last -> assertThat(last).isEmpty());
            assertNothingIsLeft(server);
        }
    }

    private void assertEndsUnread(Flood flood) throws Exception {
        try (NettyServer server = server();
                Frames frames = new Frames(server.port())) {
            frames.writeOnly(flood);
            assertNothingIsLeft(server);
        }
    }

    private void assertNothingIsLeft(NettyServer server) throws Exception {
        closed.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS);
        server.close();
        assertThat(server.connections()).isZero();
        assertThat(server.channels().size()).isZero();
        assertThat(server.settings().handshakes().addresses()).isZero();
    }

    private static NettyServer server() throws IOException {
        return NettyServer.builder().port(0).http2(true).start();
    }

    /** A connection that writes frames as they are. */
    private final class Frames implements AutoCloseable {

        private static final int ROUNDS = 200_000;
        /** A request for a WebSocket at /, without huffman codes; the authority is localhost. */
        private static final String HEAD = "0207434f4e4e454354" + "86" + "84" + "01096c6f63616c686f7374"
                + "00093a70726f746f636f6c" + "09776562736f636b6574"
                + "00157365632d776562736f636b65742d76657273696f6e" + "023133";

        private final Socket socket;
        private final DataInputStream in;
        private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
        /** One for each answer to a PING, and one for the end. */
        private final Semaphore answers = new Semaphore(0);

        private volatile boolean ended;

        Frames(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(Http2Peer.PATIENCE_SECONDS));
            in = new DataInputStream(socket.getInputStream());
            pending.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            frame(SETTINGS, 0, 0, "");
            flush();
        }

        void head(int stream) throws IOException {
            frame(HEADERS, END_HEADERS, stream, HEAD);
        }

        void frame(int type, int flags, int stream, String payload) {
            byte[] bytes = HexFormat.of().parseHex(payload);
            pending.writeBytes(new byte[] {
                (byte) (bytes.length >> 16),
                (byte) (bytes.length >> 8),
                (byte) bytes.length,
                (byte) type,
                (byte) flags,
                (byte) (stream >> 24),
                (byte) (stream >> 16),
                (byte) (stream >> 8),
                (byte) stream
            });
            pending.writeBytes(bytes);
        }

        /** Writes a frame that concerns the connection, many times. */
        void repeat(int type, String payload) {
            for (int i = 0; i < 1000; i++) {
                frame(type, 0, 0, payload);
            }
        }

        void flush() throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(pending.toByteArray());
            pending.reset();
        }

        /** Floods, reading beside it; returns the code of the last GOAWAY, or an empty string. */
        String write(Flood flood) throws Exception {
            CompletableFuture<String> read = new CompletableFuture<>();
            Thread reader = new Thread(() -> read.complete(readToEnd()), "reader");
            reader.start();
            writeOnly(flood);
            String last = read.get(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS);
            reader.join();
            return last;
        }

        /** Floods, waiting for the answer to a PING behind each round; returns as {@link #write}. */
        String writeInStep(Flood flood) throws Exception {
            CompletableFuture<String> read = new CompletableFuture<>();
            Thread reader = new Thread(() -> read.complete(readToEnd()), "reader");
            reader.start();
            for (int round = 0; !ended; round++) {
                assertThat(round).as("rounds").isLessThan(ROUNDS);
                flood.write(this, round);
                frame(PING, 0, 0, "0000000000000001");
                flush();
                assertThat(answers.tryAcquire(Http2Peer.PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .as("an answer, or the end")
                        .isTrue();
            }
            closed.complete("the end");
            reader.join();
            return read.get();
        }

        void writeOnly(Flood flood) throws IOException {
            try {
                for (int round = 0; round < ROUNDS; round++) {
                    flood.write(this, round);
                    flush();
                }
                throw new AssertionError("The server took " + ROUNDS + " rounds");
            } catch (SocketException e) {
                // The server has ended it.
                closed.complete(e);
            }
        }

        private String readToEnd() {
            String last = "";
            try {
                while (true) {
                    String frame = next(GOAWAY);
                    last = frame.isEmpty() ? last : frame.substring(8);
                }
            } catch (IOException e) {
                ended = true;
                answers.release();
            }
            return last;
        }

        String awaitFrame(int type) throws IOException {
            for (String frame = next(type); ; frame = next(type)) {
                if (!frame.isEmpty()) {
                    return frame;
                }
            }
        }

        /** Reads up to a frame of a type; returns the types of all. */
        List<Integer> typesUpTo(int type) throws IOException {
            List<Integer> types = new ArrayList<>();
            do {
                byte[] head = new byte[9];
                in.readFully(head);
                in.readFully(new byte[(head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | head[2] & 0xff]);
                types.add((int) head[3]);
            } while (types.get(types.size() - 1) != type);
            return types;
        }

        /** Reads a frame; returns its payload, or an empty string if it is of another type. */
        private String next(int type) throws IOException {
            byte[] head = new byte[9];
            in.readFully(head);
            byte[] payload = new byte[(head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | head[2] & 0xff];
            in.readFully(payload);
            if (head[3] == PING) {
                answers.release();
            }
            return head[3] == type ? HexFormat.of().formatHex(payload) : "";
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
