package dev.heddle.conformance.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.netty.NettyServer;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nothing that a server says reaches the terminal of {@code heddle connect} but as visible characters. */
class Sec48EscapeTest {

    /** Clears the screen, sets the title, C1's own introducer, DEL, CR, LF, NUL, marks that turn the direction. */
    private static final String EVIL =
            "\u001b[2J\u001b]0;title\u0007 \u009b31m \u007f a\rb\nc\u0000 \u202egnp.exe\u202c \u2066x\u2069 \u200f\u2028 é 世 \ud83e\uddf5";

    private static final String HARMLESS =
            "\\u001b[2J\\u001b]0;title\\u0007 \\u009b31m \\u007f a\\u000db\\u000ac\\u0000"
                    + " \\u202egnp.exe\\u202c \\u2066x\\u2069 \\u200f\\u2028 é 世 \ud83e\uddf5";

    @Tag("SEC-48")
    @Tag("WS-080")
    @Test
    void messagesAndReasonsArePrintedWithoutControls() throws Exception {
        WebSocketListener listener = new WebSocketListener() {
            @Override
            public void onOpen(WebSocket socket) {
                socket.send(EVIL);
                socket.close(3000, EVIL);
            }
        };
        try (NettyServer server = NettyServer.builder()
                        .port(0)
                        .listener(request -> listener)
                        .start();
                ChildProcess client = HeddleConnect.start(
                        "-Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 -Dfile.encoding=UTF-8", server.url())) {
            ChildProcess.Result result = client.result();
            assertThat(result.out()).containsExactly(HARMLESS);
            assertThat(result.err())
                    .containsExactly("Connected to " + server.url(), "Closed with 3000, reason: " + HARMLESS);
        }
    }

    @Tag("SEC-48")
    @Test
    void responseThatIsNoneIsReportedWithoutControls() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ChildProcess client = HeddleConnect.start("", "ws://127.0.0.1:" + listening.getLocalPort() + "/")) {
            try (Socket socket = listening.accept()) {
                socket.getOutputStream()
                        .write("HTTP/1.1 403 \u001b[2JNo\u009b\r\nX\u001b: \u001b[2J\r\n\r\n\u001b[2J"
                                .getBytes(StandardCharsets.ISO_8859_1));
                ChildProcess.Result result = client.result();
                assertThat(result.err()).isNotEmpty().allMatch(line -> line.chars()
                        .noneMatch(Character::isISOControl));
                assertThat(result.status()).isEqualTo(1);
            }
        }
    }
}
