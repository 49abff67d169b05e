package dev.heddle.benchmarks.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.heddle.netty.NettyClient;
import dev.heddle.permessagedeflate.PermessageDeflate;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketOptions;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServerTest {

    private static final WebSocketOptions DEFLATE =
            WebSocketOptions.builder().extensions(PermessageDeflate.defaults()).build();
    private static final String JSON = "{\"id\":4711,\"name\":\"Grüße, 世界 👋\",\"tags\":[\"echo\",\"echo\",\"echo\"]}";

    /** A peer agrees to no offer of compression unless it is started so. */
    @ParameterizedTest
    @EnumSource(Server.class)
    void serverEchoesUntilItsInputEnds(Server server) throws Exception {
        try (ServerProcess process = ServerProcess.start(server, false)) {
            if (server.isRaw()) {
                assertEchoesBytes(process.port());
            } else {
                assertThat(echo(process, DEFLATE).isEmpty()).isEqualTo(!server.isOurs());
            }
            process.assertEndsWithItsInput();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "RAW_.*")
    void serverAgreesToDeflateWhenItIsOffered(Server server) throws Exception {
        assertThat(server.deflates()).isTrue();
        try (ServerProcess process = ServerProcess.start(server, true)) {
            assertThat(echo(process, DEFLATE)).startsWith("permessage-deflate");
            assertThat(echo(process, WebSocketOptions.defaults())).isEmpty();
            process.assertEndsWithItsInput();
        }
    }

    @ParameterizedTest
    @EnumSource(Server.class)
    void serverIsComparedToARawOne(Server server) {
        assertThat(server.raw().isRaw()).isTrue();
        assertThat(server.raw().raw()).isEqualTo(server.raw());
    }

    @Test
    void rawServerHasNoDeflate() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Server.RAW_NIO.command(Path.of("java"), ".", List.of(), true))
                .withMessageContaining("raw Netty, NIO");
    }

    @Test
    void commandHasTheOptionsInFrontOfTheMainClass() {
        assertThat(Server.JETTY_API.command(Path.of("jdk", "java"), "a:b", List.of("-Xmx1g", "-Xint"), true))
                .containsExactly(
                        Path.of("jdk", "java").toString(),
                        "-Xmx1g",
                        "-Xint",
                        "-cp",
                        "a:b",
                        "dev.heddle.benchmarks.servers.JettyEcho",
                        "api",
                        "deflate");
    }

    /** Sends all at once, and returns the extensions that were agreed on. */
    private static String echo(ServerProcess process, WebSocketOptions options) throws InterruptedException {
        Echoes echoes = new Echoes();
        try (NettyClient client = NettyClient.builder().options(options).build()) {
            WebSocket socket = ServerProcess.await(client.connect("ws://127.0.0.1:" + process.port() + "/", echoes));
            byte[] bytes = new byte[1 << 20];
            new Random(5).nextBytes(bytes);
            socket.send(ByteBuffer.wrap(bytes));
            for (int i = 0; i < 50; i++) {
                socket.send(i + JSON);
                socket.send(ByteBuffer.wrap(bytes, i, i + 1));
            }
            String text = JSON.repeat((1 << 20) / JSON.length());
            socket.send(text);
            assertThat(echoes.next()).isEqualTo(ByteBuffer.wrap(bytes));
            for (int i = 0; i < 50; i++) {
                assertThat(echoes.next()).isEqualTo(i + JSON);
                assertThat(echoes.next()).isEqualTo(ByteBuffer.wrap(bytes, i, i + 1));
            }
            assertThat(echoes.next()).isEqualTo(text);
            socket.close();
            assertThat(echoes.close().code()).isEqualTo(1000);
            return socket.extensions();
        }
    }

    private static void assertEchoesBytes(int port) throws Exception {
        byte[] bytes = new byte[60_000];
        new Random(5).nextBytes(bytes);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) ServerProcess.PATIENCE.toMillis());
            socket.getOutputStream().write(bytes);
            assertThat(socket.getInputStream().readNBytes(bytes.length)).isEqualTo(bytes);
        }
    }
}
