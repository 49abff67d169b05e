package dev.heddle.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.Response;
import dev.heddle.websocket.Decision;
import dev.heddle.websocket.Endpoint;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is refused leaves nothing behind: the container closes its connection, and the servlet does not count it. */
@Tag("SEC-30")
class Sec30ServletRefusalsTest {

    /** For each status: it is the path that counts, not how often it is gone. */
    private static final int EACH = 200;

    @ParameterizedTest
    @EnumSource
    void thousandRefusalsLeaveNoConnectionAndNoCount(Container container) throws Exception {
        Endpoint endpoint = Endpoint.builder()
                .decider(request -> CompletableFuture.completedStage(
                        request.resource().contains("refuse")
                                ? Decision.refuse(Response.text(401, "No"))
                                : Decision.accept(new Echo())))
                .path("/ws")
                .build();
        HeddleServlet servlet = new HeddleServlet(endpoint);
        try (Running running = container.start(Application.of(servlet, "/live/*"))) {
            try (Client open = new Client(running)) {
                String upgrade = open.handshake("/live/ws");
                Map<Integer, String> requests = Map.of(
                        401, open.handshake("/live/ws?refuse"),
                        403, open.handshake("/live/ws", "Origin: http://evil.test"),
                        404, open.handshake("/live/other"),
                        426, upgrade.replace("Version: 13", "Version: 12"));
                open.open("/live/ws");
                for (Map.Entry<Integer, String> request : requests.entrySet()) {
                    for (int i = 0; i < EACH; i++) {
                        refuse(running, request.getKey(), request.getValue());
                    }
                }
                assertThat(servlet.connections()).isEqualTo(1);
                CompletableFuture<Void> stopped =
                        servlet.shutdown(Duration.ofHours(1)).toCompletableFuture();
                assertThat(open.readFrame()).isEqualTo(Client.Frame.close(1001));
                for (int i = 0; i < EACH; i++) {
                    refuse(running, 503, upgrade);
                }
                assertThat(servlet.connections()).isEqualTo(1);
                // Were one of the others waited for, this would not end.
                open.send(Client.frame(8, Client.Frame.close(1001).text()));
                stopped.get(1, TimeUnit.MINUTES);
                assertThat(servlet.connections()).isZero();
            }
        }
    }

    private static void refuse(Running running, int status, String request) throws Exception {
        try (Client client = new Client(running)) {
            client.send(request);
            assertThat(client.readToEnd()).startsWith("HTTP/1.1 " + status + " ");
        }
    }
}
