package dev.heddle.conformance.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.interop.RawPeer;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that read nothing, over real sockets with 4 KiB of receive buffer, cost a server with 48 MiB of heap next to none of it. */
@Tag("SEC-14")
class Sec14SmallHeapTest {

    private static final String HEAP = "-Xmx48m";
    private static final int RECEIVE_BUFFER = 4096;
    /** With some of the frames' headers, as the bytes on their way are counted with them. */
    private static final long MOST_BUFFERED = SmallHeapServer.MAX_BUFFERED + (64 << 10);

    private static final String HELLO = "\u0081\u0085\0\0\0\0Hello";

    /** What one that is over may have left behind, as the classes that it was the first to need. */
    private static final long LEFT_BEHIND = 4 << 20;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NETTY_HANDLER")
    void whoReadsNothingIsGivenUpAndLeavesNothingBehind(Kind kind) throws Exception {
        try (TransportProcess server = TransportProcess.small(kind, HEAP)) {
            leave(server, "left.first");
            long base = leave(server, "left.second");
            for (String what : new String[] {"messages", "drained", "pings"}) {
                for (int i = 0; i < 2; i++) {
                    try (RawPeer peer = RawPeer.open(server.port(), "/?" + what + "." + i, RECEIVE_BUFFER)) {
                        peer.send(HELLO);
                        Over over = Over.await(server, what + "." + i);
                        assertThat(over.code()).as(over.line()).isEqualTo(1006);
                        assertThat(over.sent()).as(over.line()).isPositive();
                        assertThat(over.most()).as(over.line()).isBetween(0L, MOST_BUFFERED);
                        assertThat(over.heap()).as(over.line()).isLessThan(base + LEFT_BEHIND);
                        peer.awaitEnd();
                    }
                }
            }
            echo(server);
        }
    }

    /** The client asks for a million answers and takes none. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NETTY_HANDLER")
    void aMillionPingsOfWhoReadsNothingAreForFree(Kind kind) throws Exception {
        try (TransportProcess server = TransportProcess.small(kind, HEAP)) {
            leave(server, "left.first");
            long base = leave(server, "left.second");
            try (RawPeer peer = RawPeer.open(server.port(), "/?none.0", RECEIVE_BUFFER)) {
                boolean cutOff = sendPings(peer);
                peer.leave();
                Over over = Over.await(server, "none.0");
                assertThat(over.code())
                        .as("cut off: %s, %s", cutOff, over.line())
                        .isEqualTo(1006);
                assertThat(over.heap()).as(over.line()).isLessThan(base + LEFT_BEHIND);
            }
            echo(server);
        }
    }

    /** Sends up to a million pings, and tells whether the server broke that off. */
    private static boolean sendPings(RawPeer peer) throws IOException {
        byte[] ping = new byte[6 + 125];
        ping[0] = (byte) 0x89;
        ping[1] = (byte) (0x80 | 125);
        byte[] thousand = new byte[1000 * ping.length];
        for (int i = 0; i < 1000; i++) {
            System.arraycopy(ping, 0, thousand, i * ping.length, ping.length);
        }
        for (int i = 0; i < SmallHeapServer.PINGS; i += 1000) {
            try {
                peer.send(thousand);
            } catch (IOException reset) {
                return true;
            }
        }
        return false;
    }

    /** Opens, leaves, and returns what heap the server uses then. */
    private static long leave(TransportProcess server, String name) throws Exception {
        try (RawPeer peer = RawPeer.open(server.port(), "/?" + name, 0)) {
            peer.reset();
            return Over.await(server, name).heap();
        }
    }

    private static void echo(TransportProcess server) throws IOException {
        try (RawPeer peer = RawPeer.open(server.port(), "/?echo.0", 0)) {
            peer.send(HELLO);
            assertThat(peer.readHex(7)).isEqualTo("810548656c6c6f");
        }
    }

    /** What the server says of a socket that is over. */
    private record Over(String line, int code, long sent, long most, long heap) {

        static Over await(TransportProcess server, String what) throws InterruptedException {
            String line = server.awaitOut(said -> said.startsWith("over " + what + " "));
            long[] numbers = Arrays.stream(line.split(" "))
                    .filter(word -> word.matches("\\d+"))
                    .mapToLong(Long::parseLong)
                    .toArray();
            return new Over(line, (int) numbers[0], numbers[1], numbers[2], numbers[3]);
        }
    }
}
