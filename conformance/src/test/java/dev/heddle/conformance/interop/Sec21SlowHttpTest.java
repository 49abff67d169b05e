package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.command.ChildProcess;
import dev.heddle.netty.NettyServer;
import dev.heddle.socket.SocketServer;
import dev.heddle.websocket.WebSocketOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients that send a header field a second, for ever: slowhttptest has none left when their time is up. */
@Tag("SEC-21")
class Sec21SlowHttpTest {

    private static final WebSocketOptions TWO_SECONDS =
            WebSocketOptions.builder().handshakeTimeout(Duration.ofSeconds(2)).build();

    @Test
    void nettyServerCutsThemOff() throws Exception {
        try (NettyServer server =
                NettyServer.builder().port(0).options(TWO_SECONDS).start()) {
            assertCutOff(server.port());
        }
    }

    @Test
    void socketServerCutsThemOff() throws Exception {
        try (SocketServer server =
                SocketServer.builder().port(0).options(TWO_SECONDS).start()) {
            assertCutOff(server.port());
        }
    }

    /** Would go on for a minute with any connection that stays. */
    private static void assertCutOff(int port) throws Exception {
        List<String> command = List.of(
                Tools.program("/usr/bin/slowhttptest", "slowhttptest").toString(),
                // Slow heads, of a hundred connections, with a field a second.
                "-H",
                "-c",
                "100",
                "-r",
                "100",
                "-i",
                "1",
                "-l",
                "60",
                "-u",
                "http://127.0.0.1:" + port + "/");
        try (ChildProcess attack = ChildProcess.start(command)) {
            assertThat(attack.result().out()).anyMatch(line -> line.contains("No open connections left"));
        }
    }
}
