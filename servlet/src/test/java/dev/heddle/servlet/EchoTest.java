package dev.heddle.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.servlet.Client.Frame;
import dev.heddle.websocket.Endpoint;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A WebSocket inside of each container. */
class EchoTest {

    private static final Endpoint ECHO =
            Endpoint.builder().listener(request -> new Echo()).build();

    @ParameterizedTest
    @EnumSource
    void messagesComeBackAndTheClosingHandshakeEndsTheConnection(Container container) throws Exception {
        HeddleServlet servlet = new HeddleServlet(ECHO);
        try (Running running = container.start(Application.of(servlet, "/chat"));
                Client client = new Client(running)) {
            client.open("/chat");
            client.send(Client.frame(1, "hello"));
            assertThat(client.readFrame()).isEqualTo(new Frame(1, "hello"));
            client.send(Client.frame(9, "ping"));
            assertThat(client.readFrame()).isEqualTo(new Frame(10, "ping"));
            assertThat(servlet.connections()).isEqualTo(1);
            client.send(Client.frame(8, Frame.close(1000).text()));
            assertThat(client.readFrame()).isEqualTo(Frame.close(1000));
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void messageLargerThanAnyBufferComesBack(Container container) throws Exception {
        try (Running running = container.start(Application.of(ECHO, "/chat"));
                Client client = new Client(running)) {
            client.open("/chat");
            String large = "0123456789abcdef".repeat(128 * 1024);
            client.send(Client.frame(2, large));
            assertThat(client.readFrame().text()).satisfies(x -> assertThat(x.equals(large))
                    .as("length " + x.length())
                    .isTrue());
        }
    }

    @ParameterizedTest
    @EnumSource
    void framesBehindTheRequestInOnePacketAreRead(Container container) throws Exception {
        try (Running running = container.start(Application.of(ECHO, "/chat"));
                Client client = new Client(running)) {
            client.send(client.handshake("/chat") + Client.frame(1, "a") + Client.frame(1, "b"));
            assertThat(client.head()).startsWith("HTTP/1.1 101 ");
            assertThat(client.readFrame()).isEqualTo(new Frame(1, "a"));
            assertThat(client.readFrame()).isEqualTo(new Frame(1, "b"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void faultOfThePeersIsAnsweredWithItsCode(Container container) throws Exception {
        try (Running running = container.start(Application.of(ECHO, "/chat"));
                Client client = new Client(running)) {
            client.open("/chat");
            client.send(Client.frame(3, ""));
            Frame close = client.readFrame();
            assertThat(close.opcode()).isEqualTo(8);
            assertThat(close.text()).startsWith(Frame.close(1002).text());
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    /** Many times, as it is about who comes first. */
    @ParameterizedTest
    @EnumSource
    void whatAPeerSendsBehindTheEndIsNotTakenForARequest(Container container) throws Exception {
        try (Running running = container.start(Application.of(ECHO, "/chat"))) {
            for (int i = 0; i < 300; i++) {
                try (Client client = new Client(running)) {
                    client.open("/chat");
                    client.send(Client.frame(3, ""));
                    assertThat(client.readFrame().opcode()).isEqualTo(8);
                    client.sendToEnd("GET /chat HTTP/1.1\r\nHost: localhost\r\n\r\n");
                    assertThat(client.readToEnd()).isEmpty();
                }
            }
        }
    }
}
