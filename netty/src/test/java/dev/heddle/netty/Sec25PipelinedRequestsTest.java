package dev.heddle.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.Response;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Requests that do not wait for answers get no queue: one answer, and the connection ends. */
@Tag("SEC-25")
class Sec25PipelinedRequestsTest {

    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @Test
    void pipelinedRequestsGetOneAnswerAndTheEnd() throws Exception {
        try (NettyServer server = server();
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            send(socket, REQUEST.repeat(100));
            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(2);
        }
    }

    @Test
    void oneRequestAfterTheOtherIsServed() throws Exception {
        try (NettyServer server = server();
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            for (int i = 0; i < 100; i++) {
                send(socket, REQUEST);
                byte[] answer = socket.getInputStream().readNBytes(answerLength());
                assertThat(new String(answer, StandardCharsets.US_ASCII)).endsWith("\r\n\r\nhello");
            }
        }
    }

    private static int answerLength() {
        return "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\ncontent-length: 5\r\n\r\nhello".length();
    }

    private static void send(Socket socket, String requests) throws Exception {
        OutputStream out = socket.getOutputStream();
        out.write(requests.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static NettyServer server() throws Exception {
        return NettyServer.builder()
                .port(0)
                .http(request -> Response.text(200, "hello"))
                .start();
    }
}
