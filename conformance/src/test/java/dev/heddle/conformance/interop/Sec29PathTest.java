package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.transport.Kind;
import dev.heddle.conformance.transport.TransportProcess;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server of our own compares a path as it was sent: no other way of writing it leads to the same place. */
@Tag("SEC-29")
class Sec29PathTest {

    @ParameterizedTest
    @EnumSource(names = {"NETTY", "SOCKET"})
    void pathIsComparedAsItWasSent(Kind kind) throws Exception {
        Map<String, Integer> expected = new LinkedHashMap<>();
        expected.put("/ws", 101);
        expected.put("/ws?x", 101);
        expected.put("http://127.0.0.1/ws", 101);
        for (String other : new String[] {"/%77s", "//ws", "/./ws", "/x/../ws", "/ws/", "/ws;x", "/WS", "/ws%00"}) {
            expected.put(other, 404);
        }
        // What the target says of the host counts, not the header.
        expected.put("http://other.test/ws", 403);
        // A fragment, no path at all, and user info.
        for (String malformed : new String[] {"/ws#f", "ws", "*", "http://a@127.0.0.1/ws"}) {
            expected.put(malformed, 400);
        }
        Map<String, Integer> actual = new LinkedHashMap<>();
        try (TransportProcess server = TransportProcess.start(kind)) {
            int port = URI.create(server.url()).getPort();
            for (String target : expected.keySet()) {
                actual.put(target, status(port, target));
            }
        }
        assertThat(actual).isEqualTo(expected);
    }

    private static int status(int port, String target) throws Exception {
        try (RawPeer peer = RawPeer.connect(port)) {
            peer.send(new UpgradeRequest().line("GET " + target + " HTTP/1.1").bytes());
            return Integer.parseInt(peer.readHead().split(" ", 3)[1]);
        }
    }
}
