package dev.heddle.conformance.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code heddle connect --reconnect}: gets over the end of its server, and not over what is for good. */
class ConnectAgainTest {

    @Test
    void lineThatIsTypedWithoutAServerGoesToTheNext() throws Exception {
        HeddleServe server = HeddleServe.start();
        int port = server.port();
        try (server;
                ChildProcess client = HeddleConnect.start("", "--reconnect", server.url())) {
            client.type("One");
            client.awaitOut("One"::equals);
            server.signal("KILL");
            client.awaitErr(line -> line.startsWith("Closed with 1006"));
            client.type("Two");
            try (HeddleServe next = HeddleServe.startAt(port)) {
                client.awaitOut("Two"::equals);
                client.endInput();
                assertThat(client.result().status()).isZero();
                assertThat(next.url()).contains(":" + port);
            }
        }
    }

    @Test
    void refusalForGoodEndsIt() throws Exception {
        try (HeddleServe refusing = HeddleServe.start("--path", "/ws");
                ChildProcess client =
                        HeddleConnect.start("", "--reconnect", refusing.url().replace("/ws", "/other"))) {
            ChildProcess.Result result = client.result();
            assertThat(result.status()).isEqualTo(1);
            assertThat(result.err()).anyMatch(line -> line.contains("404"));
        }
    }
}
