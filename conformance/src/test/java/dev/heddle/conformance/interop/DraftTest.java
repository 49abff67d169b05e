package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.command.ChildProcess;
import dev.heddle.driver.DriverOptions;
import dev.heddle.examples.TcpServer;
import dev.heddle.websocket.Decision;
import dev.heddle.websocket.WebSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A browser of 2010, played on a plain socket, with our servers: alone and behind a proxy. */
class DraftTest {

    private static final String REQUEST_76 = """
        GET /demo HTTP/1.1\r
        Host: example.com\r
        Connection: Upgrade\r
        Sec-WebSocket-Key2: 12998 5 Y3 1  .P00\r
        Upgrade: WebSocket\r
        Sec-WebSocket-Key1: 4 @1  46546xW%0l 1 5\r
        Origin: http://example.com\r
        \r
        """;
    private static final String BODY = "^n:ds[4U";
    private static final String ANSWER = "386a4b5327793a472a436f2c5778612d";

    private static final DriverOptions DRAFTS =
            DriverOptions.builder().allowDrafts(true).build();

    @TempDir
    private Path directory;

    /** The proxy passes the head on as soon as it has it; the eight bytes come when the browser has seen the response. */
    @Tag("HX-012")
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void draft76WorksBehindAProxy(boolean late) throws Exception {
        try (Background server = Background.serve(new TcpServer(0, DRAFTS));
                Intermediary proxy = Intermediary.haproxy(directory, server.port());
                RawPeer browser = RawPeer.connect(proxy.port())) {
            browser.send(late ? REQUEST_76 : REQUEST_76 + BODY);
            assertThat(browser.readHead())
                    .startsWith("HTTP/1.1 101 WebSocket Protocol Handshake\r\nUpgrade: WebSocket\r\n")
                    .contains("\r\nSec-WebSocket-Location: ws://example.com/demo\r\n");
            if (late) {
                browser.send(BODY);
            }
            assertThat(browser.readHex(16)).isEqualTo(ANSWER);
            echoes(browser);
            browser.sendHex("ff00");
            assertThat(browser.readHex(2)).isEqualTo("ff00");
            browser.awaitEnd();
        }
    }

    @Tag("HX-004")
    @Tag("HX-012")
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void draft76WorksWithTheEmbeddedServer(boolean late) throws Exception {
        try (TestServer server = server();
                RawPeer browser = RawPeer.connect(server.port())) {
            String request = REQUEST_76
                    .replace("example.com", "127.0.0.1:" + server.port())
                    .replace("/demo", "/");
            browser.send(late ? request : request + BODY);
            assertThat(browser.readHead()).startsWith("HTTP/1.1 101 WebSocket Protocol Handshake\r\n");
            if (late) {
                browser.send(BODY);
            }
            assertThat(browser.readHex(16)).isEqualTo(ANSWER);
            Recorder connection = server.accepted();
            browser.sendHex("00c3a9ff");
            assertThat(connection.message()).isEqualTo("é");
            browser.sendHex("ff00");
            assertThat(browser.readHex(2)).isEqualTo("ff00");
            browser.awaitEnd();
            browser.leave();
            server.assertOneClose(connection, new Closed(1005, "", true));
        }
    }

    /** The eight bytes are no frame and no request: they wait as others do until it is decided. */
    @Tag("HX-012")
    @Tag("SEC-24")
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void draft76WaitsForALateDecision(boolean late) throws Exception {
        Recorder connection = new Recorder();
        BlockingQueue<CompletableFuture<Decision>> asked = new LinkedBlockingQueue<>();
        try (TestServer server =
                        TestServer.startDefault(Recorder::new, builder -> builder.options(TestServer.unlimited()
                                        .driver(driver -> driver.allowDrafts(true))
                                        .build())
                                .decider(request -> {
                                    CompletableFuture<Decision> decision = new CompletableFuture<>();
                                    asked.add(decision);
                                    return decision;
                                }));
                RawPeer browser = RawPeer.connect(server.port())) {
            String request = REQUEST_76
                    .replace("example.com", "127.0.0.1:" + server.port())
                    .replace("/demo", "/");
            browser.send(late ? request : request + BODY);
            CompletableFuture<Decision> decision = asked.poll(ChildProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(decision).isNotNull();
            if (late) {
                browser.send(BODY);
            }
            decision.complete(Decision.accept(connection));
            assertThat(browser.readHead()).startsWith("HTTP/1.1 101 WebSocket Protocol Handshake\r\n");
            assertThat(browser.readHex(16)).isEqualTo(ANSWER);
            browser.sendHex("00c3a9ff");
            assertThat(connection.message()).isEqualTo("é");
        }
    }

    @Tag("HX-003")
    @Tag("HX-019")
    @Tag("HX-022")
    @Test
    void draft75WorksWithTheEmbeddedServer() throws Exception {
        try (TestServer server = server();
                RawPeer browser = RawPeer.connect(server.port())) {
            browser.send(request75(server.port()));
            assertThat(browser.readHead())
                    .startsWith("HTTP/1.1 101 Web Socket Protocol Handshake\r\n")
                    .contains("\r\nWebSocket-Location: ws://127.0.0.1:" + server.port() + "/\r\n");
            Recorder connection = server.accepted();
            browser.sendHex("00c3a9ff");
            assertThat(connection.message()).isEqualTo("é");
            WebSocket socket = connection.socket();
            assertThat(socket.version()).isEqualTo("hixie-75");
            assertThat(socket.send(ByteBuffer.allocate(1))).isFalse();
            assertThat(socket.ping(ByteBuffer.allocate(1), () -> {})).isFalse();
            assertThat(socket.send("ü")).isTrue();
            assertThat(browser.readHex(4)).isEqualTo("00c3bcff");
            browser.shutdownOutput();
            browser.awaitEnd();
            server.assertOneClose(connection, new Closed(1005, "", false));
        }
    }

    @Tag("HX-019")
    @Test
    void draft75ClosesByTheEndOfTheConnectionAlone() throws Exception {
        try (TestServer server = server();
                RawPeer browser = RawPeer.connect(server.port())) {
            browser.send(request75(server.port()));
            assertThat(browser.readHead()).startsWith("HTTP/1.1 101 ");
            Recorder connection = server.accepted();
            connection.socket().close();
            assertThat(browser.readToEnd()).isEmpty();
            browser.leave();
            server.assertOneClose(connection, new Closed(1005, "", true));
        }
    }

    private static String request75(int port) {
        return "GET / HTTP/1.1\r\nUpgrade: WebSocket\r\nConnection: Upgrade\r\nHost: 127.0.0.1:" + port
                + "\r\nOrigin: http://127.0.0.1:" + port + "\r\n\r\n";
    }

    private static TestServer server() throws IOException {
        return TestServer.start(options -> options.driver(driver -> driver.allowDrafts(true)));
    }

    private static void echoes(RawPeer browser) throws IOException {
        browser.sendHex("0048656c6c6fff");
        assertThat(browser.readHex(7)).isEqualTo("0048656c6c6fff");
    }
}
