package dev.heddle.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.eventsource.Event;
import dev.heddle.eventsource.EventStreamLimits;
import dev.heddle.websocket.EventSource;
import dev.heddle.websocket.EventSourceClient;
import dev.heddle.websocket.EventSourceClientOptions;
import dev.heddle.websocket.EventSourceException;
import dev.heddle.websocket.EventSourceListener;
import dev.heddle.websocket.EventSources;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every client has to pass that opens event streams by HTTP/1.1. */
public abstract class EventSourceClientContract extends EventSourceEndCases {

    /** For subclasses. */
    protected EventSourceClientContract() {}

    @Tag("ES-001")
    @Test
    void requestIsAGetOfOneConnection() throws Exception {
        try (StreamServer server = new StreamServer();
                EventSources client = client()) {
            client.eventSource(server.url("/a?b=c#d"), recorder);
            try (StreamServer.Exchange exchange = server.accept()) {
                assertEquals(
                        List.of(
                                "GET /a?b=c HTTP/1.1",
                                "host: 127.0.0.1:" + server.port(),
                                "connection: close",
                                "accept: text/event-stream",
                                "accept-encoding: identity",
                                "cache-control: no-store"),
                        withNamesInLowerCase(exchange.request));
            }
        }
    }

    @Test
    void streamComesInChunksByLengthOrToTheEnd() throws Exception {
        List<String> responses = List.of(
                "Transfer-Encoding: chunked\r\n\r\n6\r\ndata: \r\n3\r\na\n\n\r\n0\r\n\r\n",
                "Content-Length: 9\r\n\r\ndata: a\n\n",
                "\r\ndata: a\n\n");
        for (String rest : responses) {
            try (StreamServer server = new StreamServer();
                    EventSources client = client()) {
                EventSourceClient source = client.eventSource(server.url("/"), SOON, recorder);
                try (StreamServer.Exchange exchange = server.accept()) {
                    exchange.send("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + StreamServer.STREAM + rest);
                    recorder.expect(StreamRecorder.OPEN, "a");
                }
                assertContains("ended", recorder.error());
                try (StreamServer.Exchange exchange = server.accept()) {
                    exchange.send(StreamServer.STREAM + "\r\ndata: b\n\n");
                    recorder.expect(StreamRecorder.OPEN, "b");
                    source.close();
                    exchange.awaitEnd();
                }
            }
        }
    }

    @Test
    void largeEventComesWholeAndAReadEndsAnywhere() throws Exception {
        String text = "x€".repeat(50_000);
        EventSourceClientOptions options = EventSourceClientOptions.builder()
                .limits(new EventStreamLimits(1 << 20, 1 << 20))
                .build();
        try (StreamServer server = new StreamServer();
                EventSources client = client()) {
            client.eventSource(server.url("/"), options, recorder);
            try (StreamServer.Exchange exchange = server.accept()) {
                exchange.send(StreamServer.STREAM + "\r\n");
                exchange.send("data: " + text + "\n\n" + "data: b\n\n".repeat(3));
                recorder.expect(StreamRecorder.OPEN, text, "b", "b", "b");
            }
        }
    }

    @Tag("ES-002")
    @Test
    void idGoesOutAsUtf8() throws Exception {
        try (StreamServer server = new StreamServer();
                EventSources client = client()) {
            client.eventSource(server.url("/"), SOON, recorder);
            try (StreamServer.Exchange first = server.accept()) {
                assertFalse(first.request.contains("Last-Event-ID"), first.request);
                first.send(StreamServer.STREAM + "\r\nid: ü€\ndata: a\n\n");
                recorder.expect(StreamRecorder.OPEN, "a");
            }
            try (StreamServer.Exchange second = server.accept()) {
                // Read octet by octet.
                assertTrue(
                        second.request.contains("\r\nLast-Event-ID: \u00c3\u00bc\u00e2\u0082\u00ac\r\n"),
                        second.request);
            }
        }
    }

    @Tag("ES-004")
    @Test
    void resetIsAReasonToConnectAgain() throws Exception {
        try (StreamServer server = new StreamServer();
                EventSources client = client()) {
            EventSourceClient source = client.eventSource(server.url("/"), SOON, recorder);
            try (StreamServer.Exchange first = server.accept()) {
                first.send(StreamServer.STREAM + "\r\ndata: a\n\n");
                recorder.expect(StreamRecorder.OPEN, "a");
                first.reset();
                recorder.expect(StreamRecorder.ERROR);
            }
            try (StreamServer.Exchange second = server.accept()) {
                second.send(StreamServer.STREAM + "\r\n");
                recorder.expect(StreamRecorder.OPEN);
                assertEquals(EventSourceClient.State.OPEN, source.readyState());
            }
        }
    }

    @Tag("ES-004")
    @Test
    void refusedConnectionIsTriedAgain() throws Exception {
        Socket taken = new Socket();
        try (EventSources client = client()) {
            // It does not listen, and nobody else gets the port.
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = taken.getLocalPort();
            client.eventSource("http://127.0.0.1:" + port + "/", SOON, recorder);
            assertContains("refused", assertInstanceOf(IOException.class, recorder.error()));
            taken.close();
            try (StreamServer server = new StreamServer(port);
                    StreamServer.Exchange exchange = server.accept()) {
                exchange.send(StreamServer.STREAM + "\r\ndata: a\n\n");
                assertEquals(StreamRecorder.OPEN, recorder.nextBehindErrors());
                recorder.expect("a");
            }
        } finally {
            taken.close();
        }
    }

    @Tag("ES-004")
    @Test
    void nameThatIsNotFoundIsAnErrorAndTriedAgain() throws Exception {
        Lookup nothing = host -> {
            throw new UnknownHostException(host);
        };
        try (EventSources client = client(nothing, builder -> {})) {
            EventSourceClient source = client.eventSource("http://name.example/?token=secret", SOON, recorder);
            for (int i = 0; i < 2; i++) {
                Throwable error = recorder.error();
                assertContains("name.example", error);
                assertFalse(error.toString().contains("secret"), error::toString);
            }
            assertEquals(EventSourceClient.State.CONNECTING, source.readyState());
        }
    }

    @Tag("ES-004")
    @Test
    void responseThatIsNoneOrBreaksOffIsTriedAgain() throws Exception {
        List<String> answers = List.of(
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
                StreamServer.STREAM + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
                StreamServer.STREAM + "Content-Length: 100\r\n\r\ndata: a");
        for (String answer : answers) {
            StreamRecorder told = new StreamRecorder();
            try (StreamServer server = new StreamServer();
                    EventSources client = client()) {
                client.eventSource(server.url("/"), SOON, told);
                try (StreamServer.Exchange exchange = server.accept()) {
                    exchange.send(answer);
                }
                try (StreamServer.Exchange exchange = server.accept()) {
                    exchange.send(StreamServer.STREAM + "\r\ndata: last\n\n");
                    for (String next = told.next(); !next.equals("last"); next = told.next()) {
                        assertTrue(next.equals(StreamRecorder.OPEN) || next.equals(StreamRecorder.ERROR), next);
                    }
                    assertInstanceOf(IOException.class, told.firstError());
                    told.expectNoError();
                }
            }
        }
    }

    @Tag("SEC-20")
    @Test
    void headWithoutEndIsGivenUpAtTheLimit() throws Exception {
        try (StreamServer server = new StreamServer();
                EventSources client = client()) {
            client.eventSource(server.url("/"), SOON, recorder);
            try (StreamServer.Exchange exchange = server.accept()) {
                exchange.send(StreamServer.STREAM + ("X-Filler: " + "x".repeat(1000) + "\r\n").repeat(33));
                recorder.expect(StreamRecorder.ERROR);
            }
            try (StreamServer.Exchange exchange = server.accept()) {
                exchange.send(StreamServer.STREAM + "X: y\r\n".repeat(101) + "\r\n");
                recorder.expect(StreamRecorder.ERROR);
                exchange.awaitEnd();
            }
        }
    }

    @Tag("ES-003")
    @Test
    void answerWithoutAStreamEndsTheClient() throws Exception {
        try (StreamServer server = new StreamServer();
                EventSources client = client()) {
            EventSourceClient source = client.eventSource(server.url("/?token=secret"), recorder);
            try (StreamServer.Exchange exchange = server.accept()) {
                exchange.send("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone");
                recorder.expect(StreamRecorder.FAILURE);
                exchange.awaitEnd();
            }
            assertEquals(EventSourceClient.State.CLOSED, source.readyState());
            Throwable error = assertInstanceOf(EventSourceException.class, recorder.firstError());
            assertEquals(server.url("/") + " answered with status 404, not 200", error.getMessage());
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
                StreamServer second = new StreamServer();
                EventSources client = client()) {
            client.eventSource(first.url("/"), options, recorder);
            try (StreamServer.Exchange one = first.accept()) {
                assertTrue(one.request.contains("Authorization: Bearer secret\r\n"), one.request);
                assertTrue(one.request.contains("Cookie: a=secret\r\n"), one.request);
                one.send("HTTP/1.1 307 Temporary Redirect\r\nLocation: /same\r\nContent-Length: 4\r\n\r\nmore");
                one.awaitEnd();
            }
            try (StreamServer.Exchange two = first.accept()) {
                assertTrue(two.request.startsWith("GET /same "), two.request);
                assertTrue(two.request.contains("Authorization: Bearer secret\r\n"), two.request);
                two.send("HTTP/1.1 307 Temporary Redirect\r\nLocation: " + second.url("/other") + "\r\n\r\n");
                two.awaitEnd();
            }
            try (StreamServer.Exchange three = second.accept()) {
                assertTrue(three.request.startsWith("GET /other "), three.request);
                assertTrue(three.request.contains("X-Kind: plain\r\n"), three.request);
                assertFalse(three.request.contains("secret"), three.request);
                three.send(StreamServer.STREAM + "\r\ndata: a\n\n");
                recorder.expect(StreamRecorder.OPEN, "a");
            }
        }
    }

    @Test
    void streamThatIsSilentIsLostAfterTheIdleTimeout() throws Exception {
        EventSourceClientOptions options = EventSourceClientOptions.builder()
                .retry(NEVER)
                .idleTimeout(Duration.ofMillis(10))
                .build();
        try (StreamServer server = new StreamServer();
                EventSources client = client()) {
            client.eventSource(server.url("/"), options, recorder);
            try (StreamServer.Exchange exchange = server.accept()) {
                exchange.send(StreamServer.STREAM + "\r\n");
                recorder.expect(StreamRecorder.OPEN);
                assertContains("PT0.01S (idleTimeout)", recorder.error());
                exchange.awaitEnd();
            }
        }
    }

    @Test
    void slowListenerSlowsTheServer() throws Exception {
        CompletableFuture<EventSource> served = new CompletableFuture<>();
        CompletableFuture<Void> drained = new CompletableFuture<>();
        EventSourceListener serving = new EventSourceListener() {

            @Override
            public void onOpen(EventSource source) {
                served.complete(source);
            }

            @Override
            public void onDrain(EventSource source) {
                drained.complete(null);
            }
        };
        PausedRecorder paused = new PausedRecorder();
        try (DialContract.Served server = serve(serving);
                EventSources client = client()) {
            EventSourceClient source = client.eventSource("http://127.0.0.1:" + server.port() + "/events", paused);
            EventSource sending = Cases.await(served, "the stream");
            String text = "x".repeat(8192);
            int sent = 0;
            // The buffers of both sockets are full before this comes to its end.
            while (!sending.isCongested() && sent < 100_000) {
                sent++;
                assertTrue(sending.send(Event.of(sent + " " + text)), "the stream is open");
            }
            assertTrue(sending.isCongested(), "the client does not read");
            paused.expect(StreamRecorder.OPEN);
            paused.expectNothing();
            source.resume();
            for (int i = 1; i <= sent; i++) {
                paused.expect(i + " " + text);
            }
            Cases.await(drained, "the drain event");
        }
    }

    @Test
    void whatAPauseHeldBackComesBehindItAlsoFromAServerThatHasGone() throws Exception {
        PausedRecorder paused = new PausedRecorder();
        try (StreamServer server = new StreamServer();
                EventSources client = client()) {
            EventSourceClient source = client.eventSource(server.url("/"), ONCE, paused);
            try (StreamServer.Exchange exchange = server.accept()) {
                exchange.send(StreamServer.STREAM + "\r\n");
                paused.expect(StreamRecorder.OPEN);
                exchange.send("data: a\n\ndata: b\n\n");
            }
            source.resume();
            paused.expect("a", "b", StreamRecorder.ERROR);
        }
    }

    @Test
    void otherUrlIsRefusedAtTheCall() {
        try (EventSources client = client()) {
            Throwable error =
                    assertThrows(IllegalArgumentException.class, () -> client.eventSource("ws://127.0.0.1/", recorder));
            assertEquals("ws://127.0.0.1/ is not a valid http: or https: URL", error.getMessage());
        }
    }

    private static List<String> withNamesInLowerCase(String head) {
        List<String> lines = new ArrayList<>();
        for (String line : head.strip().split("\r\n", -1)) {
            int colon = lines.isEmpty() ? 0 : line.indexOf(':');
            lines.add(line.substring(0, colon).toLowerCase(Locale.ROOT) + line.substring(colon));
        }
        return lines;
    }

    /** Pauses its stream as soon as that is open. */
    private static final class PausedRecorder extends StreamRecorder {

        @Override
        public void onOpen(EventSourceClient open) {
            open.pause();
            super.onOpen(open);
        }
    }
}
