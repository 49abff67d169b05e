package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.command.ChildProcess;
import dev.heddle.conformance.transport.Kind;
import dev.heddle.conformance.transport.TransportProcess;
import dev.heddle.eventsource.Event;
import dev.heddle.netty.NettyClient;
import dev.heddle.websocket.EventSourceClient;
import dev.heddle.websocket.EventSourceClientListener;
import dev.heddle.websocket.EventSourceClientOptions;
import dev.heddle.websocket.EventSources;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The client of event streams against servers in processes of their own, and over TLS. */
class EventClientTest {

    private static final String ERROR = "error";
    private static final String STREAM =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nid: 1\ndata: Number 1\n\n";

    @Tag("ES-002")
    @Tag("ES-004")
    @ParameterizedTest
    @EnumSource
    void noEventIsMissingOrRepeatedWhenTheServerWasKilled(Kind kind) throws Exception {
        Events events = new Events();
        EventSourceClientOptions options = EventSourceClientOptions.builder()
                .backoffCap(Duration.ofSeconds(1))
                .build();
        try (NettyClient client = NettyClient.builder().threads(1).build();
                TransportProcess first = TransportProcess.start(kind)) {
            EventSourceClient source =
                    client.eventSource("http://127.0.0.1:" + first.port() + "/events", options, events);
            long number = events.count(0, 3);
            first.signal("KILL");
            first.awaitEnd(ChildProcess.PATIENCE);
            number = events.countToError(number);
            try (TransportProcess second = TransportProcess.startAt(kind, first.port())) {
                assertThat(second.port()).isEqualTo(first.port());
                events.count(number, 3);
                source.close();
            }
        }
    }

    @Tag("ES-002")
    @Tag("ES-021")
    @ParameterizedTest
    @EnumSource
    void streamsOfAnotherImplementationAreReadOnWhereTheyEnded(ProxiedClient carrier) throws Exception {
        Events events = new Events();
        try (ChildProcess server = ChildProcess.start(Tools.node("faye-events.mjs"));
                EventSources client = carrier.eventSources(builder -> {})) {
            client.eventSource(server.awaitOut(line -> line.startsWith("http:")), events);
            for (int number = 1; number <= 9; number++) {
                assertThat(events.nextEvent())
                        .isEqualTo(new Event("tick", "Number " + number + "\nof many", number + ""));
            }
        }
    }

    @Tag("SEC-40")
    @ParameterizedTest
    @CsvSource({"NETTY, true", "NETTY, false", "SOCKET, true", "SOCKET, false"})
    void requestIsSentOnlyToAServerWithTheRightCertificate(ProxiedClient carrier, boolean right) throws Exception {
        X509Bundle certificate = right
                ? Certificates.loopback()
                : Certificates.server("other").addSanDnsName("other.test").buildIssuedBy(Certificates.authority());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(certificate.toKeyManagerFactory().getKeyManagers(), null, null);
        Events events = new Events();
        try (SSLServerSocket listening = (SSLServerSocket)
                        context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
                EventSources client = carrier.eventSources(builder -> {})) {
            CompletableFuture<String> seen = CompletableFuture.supplyAsync(() -> serve(listening));
            client.eventSource("https://127.0.0.1:" + listening.getLocalPort() + "/", events);
            if (right) {
                events.count(0, 1);
            } else {
                assertThat(events.next()).isEqualTo(ERROR);
                assertThat(events.cause).isInstanceOf(SSLException.class);
            }
            assertThat(Recorder.await(seen)).isEqualTo(right ? "GET / " : "");
        }
    }

    /** Takes one connection, and returns how its request begins. */
    private static String serve(SSLServerSocket listening) {
        try (SSLSocket socket = (SSLSocket) listening.accept()) {
            String request = "";
            try {
                request = new String(socket.getInputStream().readNBytes(6), StandardCharsets.US_ASCII);
                socket.getOutputStream().write(STREAM.getBytes(StandardCharsets.US_ASCII));
            } catch (SSLException | SocketException refused) {
                // The client's alert, or its reset if that came first: no byte of its request either way.
                assertThat(request).isEmpty();
            }
            return request;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What came, for a test that waits for it. */
    private static final class Events implements EventSourceClientListener {

        private final BlockingQueue<Object> queue = new LinkedBlockingQueue<>();
        private volatile Throwable cause = new IOException("none yet");

        @Override
        public void onEvent(EventSourceClient source, Event event) {
            queue.add(event);
        }

        @Override
        public void onError(EventSourceClient source, Throwable why, boolean again) {
            cause = why;
            queue.add(again ? ERROR : "failure");
        }

        Object next() throws InterruptedException {
            Object next = queue.poll(ChildProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(next).as("event").isNotNull();
            return next;
        }

        /** Waits for an event, behind any errors. */
        Object nextEvent() throws InterruptedException {
            Object next = next();
            while (next.equals(ERROR)) {
                next = next();
            }
            return next;
        }

        /** Waits for so many numbers behind one, and returns the last. */
        long count(long number, int more) throws InterruptedException {
            for (long next = number + 1; next <= number + more; next++) {
                assertThat(nextEvent()).isEqualTo(numbered(next));
            }
            return number + more;
        }

        /** Takes what numbers there are up to the next error, and returns the last. */
        long countToError(long number) throws InterruptedException {
            long last = number;
            for (Object next = next(); !next.equals(ERROR); next = next()) {
                last++;
                assertThat(next).isEqualTo(numbered(last));
            }
            return last;
        }

        private static Event numbered(long number) {
            return new Event(Event.MESSAGE, "Number " + number, Long.toString(number));
        }
    }
}
