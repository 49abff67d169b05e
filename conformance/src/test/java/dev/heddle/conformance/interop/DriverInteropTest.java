package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.command.ChildProcess;
import dev.heddle.driver.ClientDriver;
import dev.heddle.driver.Driver;
import dev.heddle.driver.DriverOptions;
import dev.heddle.driver.MessageAggregator;
import dev.heddle.driver.OutputQueue;
import dev.heddle.driver.WebSocketUrl;
import dev.heddle.examples.Client;
import dev.heddle.examples.HttpServer;
import dev.heddle.examples.SocketIo;
import dev.heddle.examples.TcpServer;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The driver on plain sockets and behind an HTTP server, with the packages faye-websocket and ws from npm. */
class DriverInteropTest {

    private static final DriverOptions ECHO =
            DriverOptions.builder().protocols(List.of("other", "echo")).build();

    @Tag("WS-042")
    @Test
    void fayeClientGetsEachMessageBackFromTheBareServer() throws Exception {
        try (Background server = Background.serve(new TcpServer(0, ECHO));
                ChildProcess client = ChildProcess.start(Tools.node(
                        "faye-client.mjs", "ws://127.0.0.1:" + server.port() + "/", "unknown", "echo", "other"))) {
            ChildProcess.Result result = client.result();
            assertThat(result.err()).isEmpty();
            assertThat(result.out())
                    .containsExactly("{\"echoed\":[15,0,4,1048576,8388608],\"answer\":\"pong\",\"protocol\":\"echo\","
                            + "\"version\":\"hybi-13\",\"code\":3001,\"reason\":\"\"}");
            assertThat(result.status()).isZero();
        }
    }

    @Tag("WS-060")
    @Test
    void wsClientGetsEachMessageBackFromTheBareServer() throws Exception {
        try (Background server = Background.serve(new TcpServer(0, ECHO));
                ChildProcess client =
                        ChildProcess.start(Tools.node("echo-client.mjs", "ws://127.0.0.1:" + server.port() + "/"))) {
            assertWsEchoed(client);
        }
    }

    @Tag("WS-060")
    @Test
    void wsClientGetsEachMessageBackFromBehindTheHttpServer() throws Exception {
        try (HttpServer server = new HttpServer(0);
                ChildProcess client =
                        ChildProcess.start(Tools.node("echo-client.mjs", "ws://127.0.0.1:" + server.port() + "/"))) {
            assertWsEchoed(client);
        }
    }

    @Tag("WS-024")
    @ParameterizedTest
    @CsvSource({
        "faye-server.mjs, '{\"protocol\":\"echo\",\"version\":\"hybi-13\",\"code\":3001,\"reason\":\"enough\"}'",
        "echo-server.mjs, '{\"code\":3001,\"reason\":\"enough\"}'"
    })
    void clientGetsEachMessageBack(String script, String ending) throws Exception {
        List<Object> messages = List.of("Grüße, 世界", "", random(0), random(4), random(1 << 20), random(8 << 20));
        try (ChildProcess server = ChildProcess.start(Tools.node(script, "other", "echo"))) {
            WebSocketUrl url = WebSocketUrl.parse(server.awaitOut(line -> line.startsWith("ws:")));
            OutputQueue output = new OutputQueue();
            Sender[] sender = new Sender[1];
            DriverOptions options = DriverOptions.builder()
                    .protocols(List.of("echo", "unknown"))
                    .build();
            ClientDriver driver = Driver.client(url.url(), options, output, made -> {
                sender[0] = new Sender(made, messages);
                return sender[0];
            });
            driver.start();
            SocketIo.run(driver, output, new Socket(url.hostName(), url.port()));
            assertThat(sender[0].received).isEqualTo(messages);
            assertThat(driver.statusCode()).isEqualTo(101);
            assertThat(driver.protocol()).isEqualTo("echo");
            assertThat(driver.wasClean()).isTrue();
            assertThat(server.awaitOut(line -> line.startsWith("{"))).isEqualTo(ending);
        }
    }

    @Test
    void exampleOfAClientHearsWhatItSaid() throws Exception {
        List<String> said = new ArrayList<>();
        try (ChildProcess server = ChildProcess.start(Tools.node("faye-server.mjs"))) {
            String url = server.awaitOut(line -> line.startsWith("ws:"));
            Client.run(url, SSLContext.getDefault(), List.of("one", "x".repeat(1 << 20)), said::add);
        }
        assertThat(said).containsExactly("one", "x".repeat(1 << 20), "Closed: 1000");
    }

    /** More than the buffers of both sockets hold: whoever waited with reading until all was written would wait for ever. */
    @Test
    void exampleOfAClientSpeaksAndHearsAtOnce() throws Exception {
        String large = "x".repeat(16 << 20);
        assertThat(converse(large)).containsExactly(large, "Closed: 1000");
    }

    @Test
    void exampleOfAClientWithNothingToSayCloses() throws Exception {
        assertThat(converse()).containsExactly("Closed: 1000");
    }

    @Test
    void bareServerAnswersPlainRequestsItself() throws Exception {
        try (Background server = Background.serve(new TcpServer(0, ECHO));
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send("GET /page?q HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(peer.readToEnd()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nNot a WebSocket: /page\n");
        }
    }

    /** Lets the example of a client say something to the example of a server. */
    private static List<String> converse(String... messages) throws Exception {
        List<String> said = new ArrayList<>();
        try (Background server = Background.serve(new TcpServer(0, ECHO))) {
            String url = "ws://127.0.0.1:" + server.port() + "/";
            Client.run(url, SSLContext.getDefault(), List.of(messages), said::add);
        }
        return said;
    }

    private static void assertWsEchoed(ChildProcess client) throws InterruptedException {
        ChildProcess.Result result = client.result();
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .containsExactly("{\"echoed\":[15,0,4,1048576,62914560],\"pong\":\"are you there?\","
                        + "\"code\":3001,\"reason\":\"\"}");
        assertThat(result.status()).isZero();
    }

    private static ByteBuffer random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    /** Sends one message after the other, each when the one before has come back. */
    private static final class Sender extends MessageAggregator {

        private final List<Object> received = new ArrayList<>();
        private final ClientDriver driver;
        private final Queue<Object> left;

        Sender(ClientDriver driver, List<Object> messages) {
            this.driver = driver;
            this.left = new ArrayDeque<>(messages);
        }

        @Override
        public void onOpen() {
            next();
        }

        @Override
        protected void onText(String message) {
            received.add(message);
            next();
        }

        @Override
        protected void onBinary(ByteBuffer message) {
            received.add(message);
            next();
        }

        private void next() {
            Object message = left.poll();
            if (message == null) {
                driver.close(3001, "enough");
            } else if (message instanceof String text) {
                driver.text(text);
            } else {
                driver.binary((ByteBuffer) message);
            }
        }
    }
}
