package dev.heddle.conformance.watershed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.command.ChildProcess;
import dev.heddle.conformance.interop.Tools;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The two programs of the seed, with each other and with the original from npm. */
class OriginalTest {

    @Test
    void ourProgramsTalkToEachOther() throws Exception {
        try (ShedServer server = new ShedServer();
                ShedClient client = new ShedClient(server.port())) {
            talk(client);
            assertThat(client.connection.end("enough")).isTrue();
            assertThat(client.events.next()).startsWith("end NORMAL");
            assertThat(List.of(server.events.next(), server.events.next(), server.events.next()))
                    .containsExactly("text Grüße", "binary 70000", "end NORMAL enough");
        }
    }

    @Test
    void resetOfOneOfOurProgramsIsSeenByTheOther() throws Exception {
        try (ShedServer server = new ShedServer();
                ShedClient client = new ShedClient(server.port())) {
            client.connection.destroy();
            assertThat(client.events.next()).isEqualTo("end null null");
            assertThat(List.of(server.events.next(), server.events.next())).containsExactly("reset", "end null null");
        }
        try (ShedServer server = new ShedServer();
                ShedClient client = new ShedClient(server.port())) {
            client.connection.send("destroy");
            assertThat(List.of(client.events.next(), client.events.next())).containsExactly("reset", "end null null");
        }
    }

    @Test
    void originalServerEchoesAndEndsWithAReason() throws Exception {
        try (ChildProcess server = ChildProcess.start(Tools.node("watershed-server.mjs"))) {
            try (ShedClient client = new ShedClient(port(server))) {
                talk(client);
                client.connection.send("end");
                assertThat(client.events.next()).isEqualTo("end NORMAL enough");
                assertThat(server.awaitOut(line -> line.startsWith("{\"code\"")))
                        .contains("NORMAL");
            }
            try (ShedClient client = new ShedClient(port(server))) {
                talk(client);
                client.connection.end("that is all");
                assertThat(client.events.next()).startsWith("end NORMAL");
                server.awaitOut(line -> line.equals("{\"code\":\"NORMAL\",\"reason\":\"that is all\"}"));
            }
        }
    }

    @Test
    void resetByEitherSideIsSeenByTheOther() throws Exception {
        try (ChildProcess server = ChildProcess.start(Tools.node("watershed-server.mjs"))) {
            try (ShedClient client = new ShedClient(port(server))) {
                client.connection.send("reset");
                assertThat(client.events.next()).isEqualTo("reset");
                assertThat(client.events.next()).isEqualTo("end null null");
            }
            try (ShedClient client = new ShedClient(port(server))) {
                client.connection.destroy();
                assertThat(client.events.next()).isEqualTo("end null null");
                assertThat(server.awaitOut(line -> line.contains("reset"))).isEqualTo("{\"reset\":true}");
            }
        }
    }

    @Test
    void originalClientTalksToOurServer() throws Exception {
        assertThat(original("leave", "text Grüße", "binary 3", "end NORMAL enough"))
                .startsWith("{\"protocol\":\"chat\"}", "{\"text\":\"Grüße\"}", "{\"binary\":\"00ff10\"}")
                .last()
                .asString()
                .contains("NORMAL");
        assertThat(original("end", "text Grüße", "binary 3", "text end", "end NORMAL "))
                .last()
                .isEqualTo("{\"code\":\"NORMAL\",\"reason\":\"enough\"}");
        assertThat(original("destroy", "text Grüße", "binary 3", "text destroy", "end null null"))
                .contains("{\"reset\":true}");
        assertThat(original("vanish", "text Grüße", "binary 3", "reset", "end null null"))
                .isNotEmpty();
    }

    private static List<String> original(String wish, String... expected) throws Exception {
        try (ShedServer server = new ShedServer();
                ChildProcess client =
                        ChildProcess.start(Tools.node("watershed-client.mjs", Integer.toString(server.port()), wish))) {
            for (String event : expected) {
                assertThat(server.events.next()).as(wish).startsWith(event);
            }
            return client.result().out();
        }
    }

    private static void talk(ShedClient client) throws InterruptedException {
        assertThat(client.connection.protocol()).isEqualTo("chat");
        client.connection.send("Grüße");
        assertThat(client.events.next()).isEqualTo("text Grüße");
        client.connection.send(new byte[70_000]);
        assertThat(client.events.next()).isEqualTo("binary 70000");
    }

    private static int port(ChildProcess server) throws InterruptedException {
        return Integer.parseInt(
                server.awaitOut(line -> line.startsWith("port ")).substring(5));
    }
}
