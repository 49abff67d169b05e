package dev.heddle.conformance.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.eventsource.Event;
import dev.heddle.netty.NettyServer;
import dev.heddle.websocket.EventSource;
import dev.heddle.websocket.EventSourceListener;
import dev.heddle.websocket.EventSourceOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@code heddle connect} prints of an event stream. */
class ConnectEventsTest {

    @Tag("SEC-48")
    @Test
    void eventsArePrintedOneALineWithoutControls() throws Exception {
        EventSourceListener listener = new EventSourceListener() {

            @Override
            public void onOpen(EventSource source) {
                source.send(Event.of("one\ntwo\t\u001b[2J"));
                source.send(new Event("tick", "three", "7"));
                source.close();
            }
        };
        EventSourceOptions soon =
                EventSourceOptions.builder().retry(Duration.ofMillis(100)).build();
        // Whoever comes back is sent away.
        try (NettyServer server = NettyServer.builder()
                        .port(0)
                        .events(
                                "/events",
                                soon,
                                request -> request.headers().contains("Last-Event-ID") ? null : listener)
                        .start();
                ChildProcess client = HeddleConnect.start("", url(server))) {
            ChildProcess.Result result = client.result();
            assertThat(result.out()).containsExactly("\tmessage\tone\\u000atwo\\u0009\\u001b[2J", "7\ttick\tthree");
            assertThat(result.err())
                    .containsExactly(
                            "Connected to " + url(server),
                            "The stream of " + url(server) + " ended; connecting again",
                            url(server) + " answered with status 404, not 200");
            assertThat(result.status()).isEqualTo(1);
        }
    }

    @Test
    void headerThatTheRequestSetsItselfIsWrongUse() throws Exception {
        ChildProcess.Result result =
                HeddleConnect.run(List.of(), "--header", "Accept: text/html", "http://127.0.0.1:1/");
        assertThat(result.err())
                .first()
                .asString()
                .contains("Header Accept is set by the request for an event stream itself");
        assertThat(result.status()).isEqualTo(2);
    }

    private static String url(NettyServer server) {
        return "http://127.0.0.1:" + server.port() + "/events";
    }
}
