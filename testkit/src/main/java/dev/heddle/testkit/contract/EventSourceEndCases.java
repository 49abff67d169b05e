package dev.heddle.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.heddle.websocket.EventSourceClient;
import dev.heddle.websocket.EventSources;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How the streams of a client end, and the client with them. */
abstract class EventSourceEndCases extends EventSourceFaultCases {

    @Tag("ES-007")
    @Test
    void closeEndsTheConnection() throws Exception {
        try (StreamServer server = new StreamServer();
                EventSources client = client()) {
            EventSourceClient source = client.eventSource(server.url("/"), recorder);
            try (StreamServer.Exchange exchange = server.accept()) {
                exchange.send(StreamServer.STREAM + "\r\n");
                recorder.expect(StreamRecorder.OPEN);
                source.close();
                exchange.awaitEnd();
            }
        }
        recorder.expectNothing();
    }

    @Tag("ES-007")
    @Test
    void closeEndsAnAttempt() throws Exception {
        try (StreamServer server = new StreamServer();
                EventSources client = client()) {
            EventSourceClient source = client.eventSource(server.url("/"), recorder);
            try (StreamServer.Exchange exchange = server.accept()) {
                source.close();
                exchange.awaitEnd();
            }
        }
        recorder.expectNothing();
    }

    @Tag("ES-007")
    @Test
    void closingTheClientClosesItsStreams() throws Exception {
        EventSources client = client();
        try (StreamServer server = new StreamServer()) {
            EventSourceClient source = client.eventSource(server.url("/"), recorder);
            try (StreamServer.Exchange exchange = server.accept()) {
                exchange.send(StreamServer.STREAM + "\r\n");
                recorder.expect(StreamRecorder.OPEN);
                client.close();
                exchange.awaitEnd();
                assertEquals(EventSourceClient.State.CLOSED, source.readyState());
                source.resume();
                source.close();
                recorder.expectNothing();
                Throwable error =
                        assertThrows(IllegalStateException.class, () -> client.eventSource(server.url("/"), recorder));
                assertEquals("The client is closed", error.getMessage());
            }
        } finally {
            client.close();
        }
    }

    @Tag("ES-007")
    @Test
    void closingTheClientEndsALookup() throws Exception {
        try (BlockedLookup lookup = new BlockedLookup()) {
            EventSources client = client(lookup, builder -> {});
            EventSourceClient source = client.eventSource("http://localhost/", SOON, recorder);
            Cases.await(lookup.asked, "the look-up");
            client.close();
            assertEquals(EventSourceClient.State.CLOSED, source.readyState());
        }
        recorder.expectNothing();
    }

    @Tag("ES-007")
    @Test
    void listenerMayCloseTheClient() throws Exception {
        List<EventSources> clients = new ArrayList<>();
        StreamRecorder closing = new StreamRecorder() {

            @Override
            public void onOpen(EventSourceClient source) {
                clients.get(0).close();
                super.onOpen(source);
            }
        };
        try (StreamServer server = new StreamServer();
                EventSources client = client()) {
            clients.add(client);
            client.eventSource(server.url("/"), closing);
            try (StreamServer.Exchange exchange = server.accept()) {
                exchange.send(StreamServer.STREAM + "\r\ndata: a\n\n");
                closing.expect(StreamRecorder.OPEN);
                exchange.awaitEnd();
            }
        }
        closing.expectNothing();
    }

    @Tag("ES-007")
    @Test
    void listenerMayCloseTheClientAtTheLastError() throws Exception {
        List<EventSources> clients = new ArrayList<>();
        StreamRecorder closing = new StreamRecorder() {

            @Override
            public void onError(EventSourceClient source, Throwable cause, boolean again) {
                clients.get(0).close();
                super.onError(source, cause, again);
            }
        };
        try (StreamServer server = new StreamServer();
                EventSources client = client()) {
            clients.add(client);
            client.eventSource(server.url("/"), closing);
            try (StreamServer.Exchange exchange = server.accept()) {
                exchange.send("HTTP/1.1 204 No Content\r\n\r\n");
                closing.expect(StreamRecorder.FAILURE);
                exchange.awaitEnd();
            }
        }
        closing.expectNothing();
    }
}
