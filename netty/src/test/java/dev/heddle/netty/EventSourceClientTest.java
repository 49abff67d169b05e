package dev.heddle.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.heddle.eventsource.Event;
import dev.heddle.websocket.EventSource;
import dev.heddle.websocket.EventSourceClient;
import dev.heddle.websocket.EventSourceClientOptions;
import dev.heddle.websocket.EventSourceListener;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client of event streams over real connections. */
class EventSourceClientTest {

    private static final EventSourceClientOptions SOON =
            EventSourceClientOptions.builder().retry(Duration.ofMillis(100)).build();

    private final NettyClient client = NettyClient.builder().threads(1).build();
    private final StreamRecorder recorder = new StreamRecorder();

    @AfterEach
    void closeClient() {
        client.close();
    }

    @Tag("ES-001")
    @Test
    void requestIsAGetOfOneConnection() throws Exception {
        try (StreamServer server = new StreamServer()) {
            client.eventSource(server.url("/a?b=c#d"), recorder);
            try (StreamServer.Exchange exchange = server.accept()) {
                assertThat(exchange.request).isEqualTo("""
                    GET /a?b=c HTTP/1.1\r
                    host: 127.0.0.1:%d\r
                    connection: close\r
                    Accept: text/event-stream\r
                    Accept-Encoding: identity\r
                    Cache-Control: no-store\r
                    \r
                    """.formatted(server.port()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: chunked\r\n\r\n6\r\ndata: \r\n3\r\na\n\n\r\n0\r\n\r\n",
                "Content-Length: 9\r\n\r\ndata: a\n\n",
                "\r\ndata: a\n\n"
            })
    void streamComesInChunksByLengthOrToTheEnd(String rest) throws Exception {
        try (StreamServer server = new StreamServer()) {
            EventSourceClient source = client.eventSource(server.url("/"), SOON, recorder);
            try (StreamServer.Exchange exchange = server.accept()) {
                exchange.send("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + StreamServer.STREAM + rest);
                assertThat(recorder.next()).isEqualTo("open");
                assertThat(recorder.next()).isEqualTo("a");
            }
            assertThat(recorder.next()).isEqualTo("error");
            server.accept().send(StreamServer.STREAM + "\r\ndata: b\n\n");
            assertThat(recorder.next()).isEqualTo("open");
            assertThat(recorder.next()).isEqualTo("b");
            source.close();
        }
    }

    @Tag("ES-002")
    @Test
    void idGoesOutAsUtf8() throws Exception {
        try (StreamServer server = new StreamServer()) {
            client.eventSource(server.url("/"), SOON, recorder);
            try (StreamServer.Exchange first = server.accept()) {
                assertThat(first.request).doesNotContain("Last-Event-ID");
                first.send(StreamServer.STREAM + "\r\nid: ü€\ndata: a\n\n");
                assertThat(recorder.next()).isEqualTo("open");
                assertThat(recorder.next()).isEqualTo("a");
            }
            try (StreamServer.Exchange second = server.accept()) {
                // Read octet by octet.
                assertThat(second.request).contains("\r\nLast-Event-ID: \u00c3\u00bc\u00e2\u0082\u00ac\r\n");
            }
        }
    }

    @Tag("ES-004")
    @Test
    void resetIsAReasonToConnectAgain() throws Exception {
        try (StreamServer server = new StreamServer()) {
            EventSourceClient source = client.eventSource(server.url("/"), SOON, recorder);
            StreamServer.Exchange first = server.accept().send(StreamServer.STREAM + "\r\ndata: a\n\n");
            assertThat(recorder.next()).isEqualTo("open");
            assertThat(recorder.next()).isEqualTo("a");
            first.reset();
            assertThat(recorder.next()).isEqualTo("error");
            try (StreamServer.Exchange second = server.accept()) {
                second.send(StreamServer.STREAM + "\r\n");
                assertThat(recorder.next()).isEqualTo("open");
                assertThat(source.readyState()).isEqualTo(EventSourceClient.State.OPEN);
            }
        }
    }

    @Tag("ES-004")
    @Test
    void refusedConnectionIsTriedAgain() throws Exception {
        int port;
        try (StreamServer free = new StreamServer()) {
            port = free.port();
        }
        client.eventSource("http://127.0.0.1:" + port + "/", SOON, recorder);
        assertThat(recorder.next()).isEqualTo("error");
        assertThat(recorder.errors.poll()).isInstanceOf(IOException.class).hasMessageContaining("refused");
        try (StreamServer server = new StreamServer(port)) {
            server.accept().send(StreamServer.STREAM + "\r\ndata: a\n\n");
            for (String next = recorder.next(); !next.equals("open"); next = recorder.next()) {
                assertThat(next).isEqualTo("error");
            }
            assertThat(recorder.next()).isEqualTo("a");
        }
    }

    @Test
    void unknownNameIsAnErrorAndTriedAgain() throws Exception {
        EventSourceClient source = client.eventSource("http://name.invalid/?token=secret", SOON, recorder);
        assertThat(recorder.next()).isEqualTo("error");
        assertThat(recorder.next()).isEqualTo("error");
        assertThat(recorder.errors)
                .allSatisfy(error ->
                        assertThat(error).hasMessageContaining("name.invalid").hasMessageNotContaining("secret"));
        assertThat(source.readyState()).isEqualTo(EventSourceClient.State.CONNECTING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
                StreamServer.STREAM + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
                StreamServer.STREAM + "Content-Length: 100\r\n\r\ndata: a"
            })
    void responseThatIsNoneOrBreaksOffIsTriedAgain(String answer) throws Exception {
        try (StreamServer server = new StreamServer()) {
            client.eventSource(server.url("/"), SOON, recorder);
            server.accept().send(answer).close();
            server.accept().send(StreamServer.STREAM + "\r\ndata: last\n\n");
            for (String next = recorder.next(); !next.equals("last"); next = recorder.next()) {
                assertThat(next).isIn("open", "error");
            }
            assertThat(recorder.errors).hasSize(1);
        }
    }

    @Tag("SEC-20")
    @Test
    void headWithoutEndIsGivenUpAtTheLimit() throws Exception {
        try (StreamServer server = new StreamServer()) {
            client.eventSource(server.url("/"), SOON, recorder);
            try (StreamServer.Exchange exchange = server.accept()) {
                exchange.send(StreamServer.STREAM + ("X-Filler: " + "x".repeat(1000) + "\r\n").repeat(33));
                assertThat(recorder.next()).isEqualTo("error");
            }
            try (StreamServer.Exchange exchange = server.accept()) {
                exchange.send(StreamServer.STREAM + "X: y\r\n".repeat(101) + "\r\n");
                assertThat(recorder.next()).isEqualTo("error");
                exchange.awaitEnd();
            }
        }
    }

    @Tag("ES-006")
    @Tag("SEC-42")
    @Test
    void redirectToAnotherPortDropsTheCredentials() throws Exception {
        EventSourceClientOptions options = EventSourceClientOptions.builder()
                .header("Authorization", "Bearer secret")
                .header("Cookie", "a=secret")
                .header("X-Kind", "plain")
                .build();
        try (StreamServer first = new StreamServer();
                StreamServer second = new StreamServer()) {
            client.eventSource(first.url("/"), options, recorder);
            try (StreamServer.Exchange one = first.accept()) {
                assertThat(one.request).contains("Authorization: Bearer secret\r\n", "Cookie: a=secret\r\n");
                one.send("HTTP/1.1 307 Temporary Redirect\r\nLocation: /same\r\nContent-Length: 4\r\n\r\nmore");
                one.awaitEnd();
            }
            try (StreamServer.Exchange two = first.accept()) {
                assertThat(two.request).startsWith("GET /same ").contains("Authorization: Bearer secret\r\n");
                two.send("HTTP/1.1 307 Temporary Redirect\r\nLocation: " + second.url("/other") + "\r\n\r\n");
                two.awaitEnd();
            }
            try (StreamServer.Exchange three = second.accept()) {
                assertThat(three.request)
                        .startsWith("GET /other ")
                        .contains("X-Kind: plain\r\n")
                        .doesNotContain("secret");
                three.send(StreamServer.STREAM + "\r\ndata: a\n\n");
                assertThat(recorder.next()).isEqualTo("open");
                assertThat(recorder.next()).isEqualTo("a");
            }
        }
    }

    @Tag("ES-007")
    @Test
    void closeEndsTheConnection() throws Exception {
        try (StreamServer server = new StreamServer()) {
            EventSourceClient source = client.eventSource(server.url("/"), recorder);
            try (StreamServer.Exchange exchange = server.accept()) {
                exchange.send(StreamServer.STREAM + "\r\n");
                assertThat(recorder.next()).isEqualTo("open");
                source.close();
                exchange.awaitEnd();
            }
        }
        client.close();
        assertThat(recorder.log).isEmpty();
    }

    @Tag("ES-007")
    @Test
    void closeEndsAnAttempt() throws Exception {
        try (StreamServer server = new StreamServer()) {
            EventSourceClient source = client.eventSource(server.url("/"), recorder);
            try (StreamServer.Exchange exchange = server.accept()) {
                source.close();
                exchange.awaitEnd();
            }
        }
        client.close();
        assertThat(recorder.log).isEmpty();
    }

    @Tag("ES-007")
    @Test
    void closingTheClientClosesItsStreams() throws Exception {
        try (StreamServer server = new StreamServer()) {
            EventSourceClient source = client.eventSource(server.url("/"), recorder);
            try (StreamServer.Exchange exchange = server.accept()) {
                exchange.send(StreamServer.STREAM + "\r\n");
                assertThat(recorder.next()).isEqualTo("open");
                client.close();
                exchange.awaitEnd();
                assertThat(source.readyState()).isEqualTo(EventSourceClient.State.CLOSED);
                source.resume();
                source.close();
                assertThat(recorder.log).isEmpty();
                assertThatIllegalStateException()
                        .isThrownBy(() -> client.eventSource(server.url("/"), recorder))
                        .withMessage("The client is closed");
            }
        }
    }

    @Test
    void otherUrlIsRefusedAtTheCall() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client.eventSource("ws://127.0.0.1/", recorder))
                .withMessage("ws://127.0.0.1/ is not a valid http: or https: URL");
    }

    @Test
    void slowListenerSlowsTheServer() throws Exception {
        BlockingQueue<EventSource> served = new LinkedBlockingQueue<>();
        CountDownLatch drained = new CountDownLatch(1);
        EventSourceListener serving = new EventSourceListener() {

            @Override
            public void onOpen(EventSource source) {
                served.add(source);
            }

            @Override
            public void onDrain(EventSource source) {
                drained.countDown();
            }
        };
        try (NettyServer server = NettyServer.builder()
                .port(0)
                .events("/events", request -> serving)
                .start()) {
            EventSourceClient source =
                    client.eventSource("http://127.0.0.1:" + server.port() + "/events", new StreamRecorder() {

                        @Override
                        public void onOpen(EventSourceClient open) {
                            open.pause();
                            super.onOpen(open);
                        }

                        @Override
                        public void onEvent(EventSourceClient open, Event event) {
                            recorder.log.add(event.id() + " " + event.data().length());
                        }
                    });
            EventSource sending = served.poll(60, TimeUnit.SECONDS);
            assertThat(sending).isNotNull();
            String text = "x".repeat(8192);
            int sent = 0;
            // The buffers of both sockets are full before this comes to its end.
            while (!sending.isCongested() && sent < 100_000) {
                sent++;
                assertThat(sending.send(Event.of(text).withId(Integer.toString(sent))))
                        .isTrue();
            }
            assertThat(sending.isCongested()).isTrue();
            assertThat(recorder.log).isEmpty();
            source.resume();
            for (int i = 1; i <= sent; i++) {
                assertThat(recorder.next()).isEqualTo(i + " 8192");
            }
            assertThat(drained.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Tag("ES-003")
    @Test
    void serverThatAnswersWithoutAStreamEndsTheClient() throws Exception {
        try (NettyServer server = NettyServer.builder().port(0).start()) {
            EventSourceClient source =
                    client.eventSource("http://127.0.0.1:" + server.port() + "/?token=secret", recorder);
            assertThat(recorder.next()).isEqualTo("failure");
            assertThat(source.readyState()).isEqualTo(EventSourceClient.State.CLOSED);
            assertThat(recorder.errors.poll())
                    .hasMessage("http://127.0.0.1:" + server.port() + "/ answered with status 404, not 200");
        }
    }
}
