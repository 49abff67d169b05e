package dev.heddle.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.eventsource.Event;
import dev.heddle.websocket.EventSource;
import dev.heddle.websocket.EventSourceOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A server's event streams: HTML §9.2. */
abstract class EventStreamCases extends RequestCases {

    private static final int MANY = 1024;

    @Test
    void aStreamHasItsHeadAndItsEvents() throws Exception {
        StreamWitness witness = new StreamWitness() {
            @Override
            void opened(EventSource source) {
                source.send("first");
            }
        };
        Client client = open(witness, quiet(), false);
        assertTrue(client.head.field("Content-Type").startsWith("text/event-stream"), client.head::toString);
        assertEquals("data: first", client.next("data"));
        EventSource source = witness.source();
        assertEquals("", source.lastEventId());
        source.send(Event.of("two\nlines").withType("update").withId("7"));
        assertEquals("event: update", client.next("event"));
        assertEquals("data: two", client.next("data"));
        assertEquals("data: lines", client.next("data"));
    }

    @Test
    void theLastEventIdArrives() throws Exception {
        StreamWitness witness = new StreamWitness();
        open(witness, quiet(), false, "Last-Event-ID: 4711");
        assertEquals("4711", witness.source().lastEventId());
    }

    @Test
    void aClosedStreamEndsBehindWhatWasSent() throws Exception {
        StreamWitness witness = new StreamWitness();
        Client client = open(witness, quiet(), false);
        EventSource source = witness.source();
        for (int i = 0; i < MANY; i++) {
            assertTrue(source.send("event " + i), "the event is sent");
        }
        assertTrue(source.close(), "the first close counts");
        assertFalse(source.send("late"), "nothing is sent behind the end");
        for (int i = 0; i < MANY; i++) {
            assertEquals("data: event " + i, client.next("data"));
        }
        assertEquals("", client.body.line());
        assertNull(client.body.line(), "the end");
        client.peer.close();
        witness.close();
    }

    /** A server that hears of it only by writing does so at the next comment. */
    @Test
    void aClientThatLeavesEndsItsStream() throws Exception {
        StreamWitness witness = new StreamWitness();
        Client client = open(witness, quiet().pingInterval(Duration.ofMillis(50)), false);
        EventSource source = witness.source();
        client.peer.close();
        witness.close();
        assertFalse(source.send("late"), "nothing is sent behind the end");
    }

    @Test
    void aClientThatBreaksOffEndsItsStream() throws Exception {
        StreamWitness witness = new StreamWitness();
        Client client = open(witness, quiet().pingInterval(Duration.ofMillis(50)), false);
        EventSource source = witness.source();
        client.peer.reset();
        witness.close();
        assertFalse(source.send("late"), "nothing is sent behind the end");
    }

    @Test
    void aSlowReaderCongestsTheStreamAndDrainsIt() throws Exception {
        StreamWitness witness = new Flood();
        Client client = open(witness, quiet(), true);
        EventSource source = witness.source();
        assertTrue(source.isCongested(), "so much fits into no buffer");
        assertFalse(witness.drained.isDone(), "nobody has read yet");
        for (int i = 0; i < MANY; i++) {
            String data = client.next("data");
            assertEquals("data: " + i + " ", data.substring(0, data.indexOf('.')));
        }
        await(witness.drained, "the drain event");
        assertFalse(source.isCongested(), "there is nothing left");
    }

    @Test
    void aClientThatReadsNothingIsEndedAfterTheWriteStallTimeout() throws Exception {
        StreamWitness witness = new Flood();
        open(witness, quiet().writeStallTimeout(Duration.ofMillis(300)), true);
        witness.close();
        assertFalse(witness.source().send("late"), "nothing is sent behind the end");
    }

    @Test
    void whatEachThreadSendsToAStreamKeepsItsOrder() throws Exception {
        StreamWitness witness = new StreamWitness();
        Client client = open(witness, quiet(), false);
        EventSource source = witness.source();
        List<Future<?>> senders = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            String name = i + " ";
            senders.add(start(() -> {
                for (int event = 0; event < MANY; event++) {
                    assertTrue(source.send(name + event), "the event is sent");
                }
                return "sent";
            }));
        }
        int[] next = new int[2];
        for (int i = 0; i < 2 * MANY; i++) {
            String data = client.next("data").substring("data: ".length());
            int sender = data.charAt(0) - '0';
            assertEquals(sender + " " + next[sender]++, data);
        }
        for (Future<?> sender : senders) {
            await(sender, "a thread that sends");
        }
    }

    @Test
    void aForeignOriginGetsNoStream() throws Exception {
        Client client = ask(new StreamWitness(), quiet(), false, "Origin: https://evil.example");
        assertEquals(403, client.head.status(), client.head::toString);
    }

    private static EventSourceOptions.Builder quiet() {
        return EventSourceOptions.builder().pingInterval(Duration.ZERO);
    }

    private Client open(StreamWitness witness, EventSourceOptions.Builder options, boolean narrow, String... fields)
            throws Exception {
        watch(witness::end, witness::verify);
        Client client = ask(witness, options, narrow, fields);
        assertEquals(200, client.head.status(), client.head::toString);
        return client;
    }

    private Client ask(StreamWitness witness, EventSourceOptions.Builder options, boolean narrow, String... fields)
            throws Exception {
        URI webSockets = serving(
                endpoint().events(EVENTS, options.build(), request -> witness).build());
        URI url = URI.create(
                webSockets.toString().substring(0, webSockets.toString().lastIndexOf(PATH)) + EVENTS);
        Peer peer = dial(url, narrow);
        peer.write(get(url, lines("Host: " + url.getAuthority(), "Accept: text/event-stream") + lines(fields)));
        return new Client(peer);
    }

    /** Who reads a stream line by line. */
    private static final class Client {

        final Peer peer;
        final Head head;
        final Body body;

        Client(Peer peer) throws IOException {
            this.peer = peer;
            head = Head.read(peer);
            body = new Body(peer, head);
        }

        /** Returns the next line of that field. */
        String next(String field) throws IOException {
            for (String line = body.line(); line != null; line = body.line()) {
                if (line.startsWith(field + ":")) {
                    return line;
                }
            }
            throw new AssertionError("The stream ended before the next " + field);
        }
    }

    /** Sends more than any buffer holds, and less than {@code maxBufferedAmount}, as soon as it may. */
    private static final class Flood extends StreamWitness {

        @Override
        void opened(EventSource source) {
            String rest = ".".repeat(12 * 1024);
            for (int i = 0; i < MANY; i++) {
                source.send(i + " " + rest);
            }
        }
    }
}
