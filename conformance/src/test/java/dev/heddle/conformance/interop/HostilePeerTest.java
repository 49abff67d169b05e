package dev.heddle.conformance.interop;

import static dev.heddle.conformance.interop.TestServer.SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.command.ChildProcess;
import dev.heddle.conformance.command.HeddleConnect;
import dev.heddle.websocket.WebSocket;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that vanish, stall or never answer: each ends, with exactly one close event. */
class HostilePeerTest {

    private static final Closed LOST = new Closed(1006, "", false);

    @Tag("WS-115")
    @Test
    void clientThatIsKilledIsReportedAs1006() throws Exception {
        try (TestServer server = TestServer.start(options -> {});
                ChildProcess client = HeddleConnect.start("", server.url())) {
            Recorder events = server.accepted();
            events.socket();
            client.signal("KILL");
            server.assertOneClose(events, LOST);
        }
    }

    @Tag("WS-115")
    @Tag("SEC-15")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // between frames
                "81", // in a header
                "81fe", // before a length
                "8185 00000000 4865", // in a payload
                "0183 00000000 48656c" // between fragments
            })
    void endWithoutACloseIsReportedAs1006(String sentBefore) throws Exception {
        for (boolean reset : new boolean[] {false, true}) {
            try (TestServer server = TestServer.start(options -> {});
                    RawPeer peer = RawPeer.open(server.port())) {
                Recorder events = server.accepted();
                events.socket();
                peer.sendHex(sentBefore);
                if (reset) {
                    peer.reset();
                } else {
                    peer.shutdownOutput();
                    peer.awaitEnd();
                    peer.leave();
                }
                server.assertOneClose(events, LOST);
            }
        }
    }

    @Tag("SEC-51")
    @Test
    void peerThatAnswersNoPingIsGivenUp() throws Exception {
        try (TestServer server =
                        TestServer.start(options -> options.pingInterval(SHORT).pongTimeout(SHORT));
                RawPeer peer = RawPeer.open(server.port())) {
            Recorder events = server.accepted();
            assertThat(peer.readHex(3)).isEqualTo("890131");
            peer.awaitEnd();
            server.assertOneClose(events, LOST);
            assertThat(events.errors()).singleElement().asString().contains("pongTimeout");
        }
    }

    @Tag("SEC-51")
    @Test
    void frameThatNeverEndsIsNoSignOfLife() throws Exception {
        try (TestServer server = TestServer.start(options -> options.idleTimeout(SHORT));
                RawPeer peer = RawPeer.open(server.port())) {
            Recorder events = server.accepted();
            peer.sendHex("82fe 1000 00000000");
            dripUntilTheEnd(peer, "00".repeat(4000));
            server.assertOneClose(events, LOST);
            assertThat(events.errors()).singleElement().asString().contains("idleTimeout");
        }
    }

    @Tag("SEC-50")
    @Test
    void peerThatNeverAnswersACloseIsGivenUp() throws Exception {
        try (TestServer server = TestServer.start(options -> options.closeTimeout(SHORT));
                RawPeer peer = RawPeer.open(server.port())) {
            Recorder events = server.accepted();
            events.socket().close(3001, "");
            assertThat(peer.readHex(4)).isEqualTo("88020bb9");
            peer.awaitEnd();
            server.assertOneClose(events, LOST);
        }
    }

    @Tag("SEC-50")
    @Test
    void peerThatGoesOnSendingDoesNotPutOffTheEnd() throws Exception {
        try (TestServer server = TestServer.start(options -> options.closeTimeout(SHORT));
                RawPeer peer = RawPeer.open(server.port())) {
            Recorder events = server.accepted();
            events.socket().close();
            assertThat(peer.readHex(4)).isEqualTo("880203e8");
            dripUntilTheEnd(peer, "818100000000 61".repeat(4000));
            server.assertOneClose(events, LOST);
        }
    }

    @Tag("SEC-21")
    @Test
    void handshakeThatDripsIsCutOff() throws Exception {
        try (TestServer server = TestServer.start(options -> options.handshakeTimeout(SHORT));
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n");
            dripUntilTheEnd(peer, "58".repeat(8000));
            assertThat(server.hasAccepted()).isFalse();
        }
    }

    @Tag("SEC-21")
    @Test
    void connectionThatSaysNothingIsCutOff() throws Exception {
        try (TestServer server = TestServer.start(options -> options.handshakeTimeout(SHORT));
                RawPeer peer = RawPeer.connect(server.port())) {
            assertThat(peer.readToEnd()).isEmpty();
        }
    }

    @Tag("SEC-14")
    @Test
    void peerThatDoesNotReadIsGivenUp() throws Exception {
        try (TestServer server = TestServer.start(options -> options.writeStallTimeout(SHORT));
                RawPeer peer = RawPeer.connect(server.port(), 4096)) {
            peer.upgrade();
            Recorder events = server.accepted();
            assertThat(events.socket().send(ByteBuffer.allocate(32 << 20))).isTrue();
            server.assertOneClose(events, LOST);
            assertThat(events.errors()).singleElement().asString().contains("writeStallTimeout");
        }
    }

    @Tag("SEC-14")
    @Test
    void senderThatPassesTheCapIsToldAndTheConnectionEnds() throws Exception {
        try (TestServer server = TestServer.start(options ->
                        options.driver(driver -> driver.maxLength(1 << 20)).maxBufferedAmount(4 << 20));
                RawPeer peer = RawPeer.connect(server.port(), 4096)) {
            peer.upgrade();
            Recorder events = server.accepted();
            WebSocket socket = events.socket();
            ByteBuffer message = ByteBuffer.allocate(1 << 20);
            int sent = 0;
            while (socket.send(message)) {
                sent++;
            }
            assertThat(sent).as("what the cap and the kernel's buffers hold").isBetween(4, 64);
            server.assertOneClose(events, LOST);
            assertThat(events.errors()).singleElement().asString().contains("maxBufferedAmount");
        }
    }

    @Tag("SEC-52")
    @Test
    void peerThatDoesNotReadCanNotHoldUpTheClose() throws Exception {
        try (TestServer server = TestServer.start(options -> options.closeTimeout(SHORT));
                RawPeer peer = RawPeer.connect(server.port(), 4096)) {
            peer.upgrade();
            Recorder events = server.accepted();
            events.socket().send(ByteBuffer.allocate(32 << 20));
            events.socket().close();
            server.assertOneClose(events, LOST);
        }
    }

    /** Sends byte after byte until the server ends the connection; its silence is what paces it. */
    private static void dripUntilTheEnd(RawPeer peer, String hex) throws IOException {
        peer.socket().setSoTimeout(10);
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        for (byte next : bytes) {
            try {
                peer.send(new byte[] {next});
                if (peer.socket().getInputStream().read() < 0) {
                    return;
                }
            } catch (SocketTimeoutException silence) {
                assertThat(peer.socket().isClosed()).isFalse();
            } catch (IOException reset) {
                return;
            }
        }
        throw new AssertionError("The connection outlived all of " + bytes.length + " bytes");
    }
}
