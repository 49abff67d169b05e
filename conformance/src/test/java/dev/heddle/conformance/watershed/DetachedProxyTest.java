package dev.heddle.conformance.watershed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.conformance.command.ChildProcess;
import dev.heddle.conformance.command.HeddleServe;
import dev.heddle.conformance.interop.Tools;
import dev.heddle.driver.Request;
import dev.heddle.examples.DetachedProxy;
import dev.heddle.watershed.UpgradedChannel;
import dev.heddle.watershed.Watershed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example of a proxy that reads no frames, in a JVM of its own. */
class DetachedProxyTest {

    /** A gibibyte each way takes half a minute on a core that does other things too. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static final String REQUEST = """
            GET / HTTP/1.1
            Host: 127.0.0.1
            Connection: keep-alive, Upgrade
            Upgrade: websocket
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            Sec-WebSocket-Protocol: talk, chat

            """;

    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    @Test
    void gibibytePassesEachWayInAHeapOf64Mebibytes() throws Exception {
        try (HeddleServe server = HeddleServe.start();
                ChildProcess proxy = proxy(URI.create(server.url()).getPort());
                ChildProcess client =
                        ChildProcess.start(Tools.node("flood-client.mjs", "ws://127.0.0.1:" + port(proxy), "1024"))) {
            assertThat(client.result(LIMIT).out()).containsExactly("{\"bytes\":1073741824,\"code\":3001}");
        }
    }

    @SuppressWarnings("try") // Closing early is what is tested.
    @Test
    void halfCloseAndResetGoThrough() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ChildProcess proxy = proxy(listening.getLocalPort())) {
            try (Socket client = open(port(proxy));
                    Socket server = accept(listening)) {
                Head.read(client.getInputStream());
                client.getOutputStream().write(1);
                client.shutdownOutput();
                assertThat(server.getInputStream().readAllBytes()).containsExactly(1);
                server.getOutputStream().write(new byte[] {2, 3});
                server.shutdownOutput();
                assertThat(client.getInputStream().readAllBytes()).containsExactly(2, 3);
            }
            try (Socket client = open(port(proxy));
                    Socket server = accept(listening)) {
                Head.read(client.getInputStream());
                server.setSoLinger(true, 0);
                server.close();
                assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(IOException.class);
            }
            try (Socket client = open(port(proxy));
                    Socket server = accept(listening)) {
                Head.read(client.getInputStream());
                client.setSoLinger(true, 0);
                client.close();
                assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void subprotocolOfTheServersGoesToTheClient() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ChildProcess proxy = proxy(listening.getLocalPort());
                Socket client = open(port(proxy));
                Socket server = accept(listening)) {
            assertThat(Head.read(client.getInputStream()).headers().first("Sec-WebSocket-Protocol"))
                    .isEqualTo("chat");
            server.getOutputStream().write(7);
            assertThat(client.getInputStream().read()).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET|",
                "GET / HTTP/1.1|no field|",
                "GET / HTTP/1.1|: x|",
                "GET / HTTP/1.1|Host: a|",
                "POST / HTTP/1.1|Host: a|Connection: Upgrade|Upgrade: websocket|",
                "GET / HTTP/1.0|Host: a|Connection: Upgrade|Upgrade: websocket|",
                "GET / HTTP/1.1|Host: a|Host: b|Connection: Upgrade|Upgrade: websocket|",
                "GET * HTTP/1.1|Host: a|Connection: Upgrade|Upgrade: websocket|"
            })
    void badRequestIsAnsweredAndHasNobodyElseAsked(String head) throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ChildProcess proxy = proxy(listening.getLocalPort())) {
            int port = port(proxy);
            try (Socket bad = new Socket(InetAddress.getLoopbackAddress(), port)) {
                bad.getOutputStream().write((head + "|").replace("|", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                assertThat(new String(bad.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                        .startsWith("HTTP/1.1 400 ");
            }
            // The first that the server hears of is the good one.
            try (Socket client = open(port);
                    Socket server = accept(listening)) {
                assertThat(server.isConnected()).isTrue();
                assertThat(Head.read(client.getInputStream()).word(1)).isEqualTo("101");
            }
        }
    }

    /** The server decides, and has to see them. */
    @ParameterizedTest
    @ValueSource(strings = {"Host: 127.0.0.1|Origin: https://attacker.test", "Host: attacker.test"})
    void pagesAndNamesThatTheServerDoesNotLetInAreRefused(String fields) throws Exception {
        try (HeddleServe server = HeddleServe.start();
                ChildProcess proxy = proxy(URI.create(server.url()).getPort());
                Socket client = new Socket(InetAddress.getLoopbackAddress(), port(proxy))) {
            String request = REQUEST.replace("Host: 127.0.0.1", fields.replace("|", "\n"));
            client.getOutputStream().write(request.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .isEqualTo("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            assertThat(proxy.awaitErr(line -> true)).isEqualTo("502 Bad Gateway: Invalid Upgrade status code");
        }
    }

    @Test
    void clientOfAServerThatIsNotThereIsRefused() throws Exception {
        int target;
        try (ServerSocket gone = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            target = gone.getLocalPort();
        }
        try (ChildProcess proxy = proxy(target);
                Socket client = open(port(proxy))) {
            assertThat(Head.read(client.getInputStream()).word(1)).isEqualTo("502");
            assertThat(proxy.awaitErr(line -> true)).startsWith("502 Bad Gateway: ");
        }
    }

    private static ChildProcess proxy(int target) throws IOException {
        return ChildProcess.start(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                DetachedProxy.class.getName(),
                Integer.toString(target)));
    }

    private static int port(ChildProcess proxy) throws InterruptedException {
        return Integer.parseInt(proxy.awaitOut(line -> line.startsWith("port ")).substring(5));
    }

    private static Socket open(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.getOutputStream().write(REQUEST.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    /** Takes what the proxy asks for, and answers as any server does. */
    private static Socket accept(ServerSocket listening) throws IOException {
        Socket socket = listening.accept();
        Head head = Head.read(socket.getInputStream());
        Watershed.acceptDetached(
                Request.of("GET", "/", head.headers()),
                UpgradedChannel.of(socket),
                ByteBuffer.allocate(0),
                List.of("chat"));
        return socket;
    }
}
