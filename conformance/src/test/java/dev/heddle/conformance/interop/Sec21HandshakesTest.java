package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.heddle.netty.NettyServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Connections of one address that are not a WebSocket yet. */
@Tag("SEC-21")
class Sec21HandshakesTest {

    @Test
    void oneMoreThanAnAddressMayHaveIsClosed() throws Exception {
        try (NettyServer server =
                        NettyServer.builder().port(0).maxHandshakesPerAddress(2).start();
                RawPeer first = answered(server);
                RawPeer second = answered(server);
                RawPeer third = RawPeer.connect(server.port())) {
            third.awaitEnd();
            first.upgrade();
            // A WebSocket is not counted any more.
            try (RawPeer fourth = RawPeer.open(server.port())) {
                assertThat(fourth.socket().isConnected()).isTrue();
            }
            assertThat(second.socket().isConnected()).isTrue();
        }
    }

    @Test
    void numberIsPositive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NettyServer.builder().maxHandshakesPerAddress(0))
                .withMessage("maxHandshakesPerAddress must be at least 1, not 0");
    }

    /** Returns a connection that the server has surely seen: it has answered a request. */
    private static RawPeer answered(NettyServer server) throws Exception {
        RawPeer peer = RawPeer.connect(server.port());
        peer.send("HEAD / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        assertThat(peer.readHead()).startsWith("HTTP/1.1 404 ");
        return peer;
    }
}
