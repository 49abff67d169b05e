package dev.heddle.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.Response;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request of draft 76 has eight bytes of body that no header announces: nobody may take them for a request. */
@Tag("SEC-23")
class DraftRequestTest {

    private static final String KEYS =
            "Sec-WebSocket-Key1: 1   38 wZ3f9 23O0 3l 0r\r\nSec-WebSocket-Key2: 27   0E 6 2  1665:< ;U 1H\r\n";
    private static final String UPGRADE = "Upgrade: WebSocket\r\nConnection: Upgrade\r\n";
    private static final String BODY = "12345678";
    private static final String NEXT = "GET /next HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @Tag("HX-001")
    @Test
    void aDraftIsRefusedWhereItIsNotAllowed() throws Exception {
        assertThat(answers(UPGRADE + KEYS, BODY)).startsWith("HTTP/1.1 426 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {UPGRADE + KEYS, KEYS})
    void behindItsHeadNoRequestIsAnswered(String fields) throws Exception {
        for (String rest : new String[] {"", BODY, BODY + NEXT, NEXT}) {
            assertThat(answers(fields, rest)).containsOnlyOnce("HTTP/1.1 ").doesNotContain("200 OK");
        }
    }

    /** Returns all that the server says until it ends the connection. */
    private static String answers(String fields, String rest) throws Exception {
        try (NettyServer server = NettyServer.builder()
                        .port(0)
                        .http(request -> Response.text(200, "hello"))
                        .start();
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            String request = "GET / HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n" + rest;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
