package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.command.ChildProcess;
import dev.heddle.driver.Headers;
import dev.heddle.driver.Response;
import dev.heddle.eventsource.Event;
import dev.heddle.netty.NettyServer;
import dev.heddle.websocket.EventSource;
import dev.heddle.websocket.EventSourceListener;
import dev.heddle.websocket.EventSourceOptions;
import dev.heddle.websocket.OriginPolicy;
import dev.heddle.websocket.ReadyState;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Event streams of the Netty server, over plain sockets. */
class EventStreamTest {

    private static final String REQUEST = "GET /events HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n";

    @Test
    void eventsFollowTheHeadAndTheEndFollowsTheClose() throws Exception {
        try (Streams streams = new Streams();
                RawPeer peer = RawPeer.connect(streams.port())) {
            peer.send(REQUEST + "Last-Event-ID: 41\r\n\r\n");
            assertThat(peer.readHead()).isEqualTo("""
                            HTTP/1.1 200 OK\r
                            Content-Type: text/event-stream\r
                            Cache-Control: no-cache, no-store\r
                            Connection: close\r
                            \r
                            """);
            EventSource source = streams.opened();
            assertThat(source.lastEventId()).isEqualTo("41");
            assertThat(source.url()).isEqualTo("http://127.0.0.1/events");
            assertThat(source.send(new Event("tick", "a\nb", "42"))).isTrue();
            source.close();
            assertThat(peer.readToEnd()).isEqualTo("retry: 5000\nevent: tick\nid: 42\ndata: a\ndata: b\n\n");
            assertThat(streams.closed()).isSameAs(source);
        }
    }

    @Test
    void clientThatLeavesIsNoticed() throws Exception {
        try (Streams streams = new Streams()) {
            RawPeer peer = RawPeer.connect(streams.port());
            peer.send(REQUEST + "\r\n");
            EventSource source = streams.opened();
            assertThat(streams.server().connections()).isEqualTo(1);
            peer.close();
            assertThat(streams.closed()).isSameAs(source);
            assertThat(source.send("x")).isFalse();
        }
    }

    @Test
    void stoppingServerEndsItsStreams() throws Exception {
        try (Streams streams = new Streams();
                RawPeer peer = RawPeer.connect(streams.port())) {
            peer.send(REQUEST + "\r\n");
            streams.opened().send("last");
            streams.server().close();
            assertThat(peer.readToEnd()).endsWith("\r\n\r\nretry: 5000\ndata: last\n\n");
        }
    }

    @Tag("SEC-27")
    @ParameterizedTest
    @CsvSource({
        "http://evil.test, 403",
        "null, 403",
        "http://127.0.0.1.evil.test, 403",
        "https://127.0.0.1, 403",
        "http://127.0.0.1, 200"
    })
    void pageOfAnotherOriginIsRefused(String origin, int status) throws Exception {
        try (Streams streams = new Streams();
                RawPeer peer = RawPeer.connect(streams.port())) {
            peer.send(REQUEST + "Origin: " + origin + "\r\n\r\n");
            assertThat(peer.readHead()).startsWith("HTTP/1.1 " + status + " ");
            if (status == 200) {
                assertThat(streams.opened().readyState()).isEqualTo(ReadyState.OPEN);
            } else {
                assertThat(streams.hasOpened()).isFalse();
            }
        }
    }

    @Test
    void pageOfAnotherOriginIsTakenWhereThatIsAllowed() throws Exception {
        EventSourceOptions options = EventSourceOptions.builder()
                .header("Access-Control-Allow-Origin", "*")
                .build();
        try (Streams streams = new Streams(options, builder -> builder.origins(OriginPolicy.anyOrigin()));
                RawPeer peer = RawPeer.connect(streams.port())) {
            peer.send(REQUEST + "Origin: http://evil.test\r\n\r\n");
            assertThat(peer.readHead()).contains("200 OK\r\n", "\r\nAccess-Control-Allow-Origin: *\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"GET /events, text/html", "GET /other, text/event-stream", "POST /events, text/event-stream"})
    void whatAsksForNoEventStreamThereIsPlainHttp(String start, String accept) throws Exception {
        try (Streams streams = new Streams();
                RawPeer peer = RawPeer.connect(streams.port())) {
            peer.send(start + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: " + accept + "\r\n\r\n");
            assertThat(peer.readHead()).startsWith("HTTP/1.1 404 ");
            assertThat(streams.hasOpened()).isFalse();
        }
    }

    @Tag("SEC-27")
    @ParameterizedTest
    @CsvSource({"cross-site, 403", "same-site, 403", "same-origin, 200", "none, 200"})
    void requestOfAnotherSiteWithoutAnOriginIsRefused(String site, int status) throws Exception {
        try (Streams streams = new Streams();
                RawPeer peer = RawPeer.connect(streams.port())) {
            peer.send(REQUEST + "Sec-Fetch-Site: " + site + "\r\n\r\n");
            assertThat(peer.readHead()).startsWith("HTTP/1.1 " + status + " ");
        }
    }

    @Test
    void clientThatIsToStayAwayIsToldSo() throws Exception {
        try (NettyServer server = NettyServer.builder()
                        .port(0)
                        .events("/events", request -> null)
                        .http(request -> new Response(204, Headers.empty(), new byte[0]))
                        .start();
                RawPeer peer = RawPeer.connect(server.port())) {
            peer.send(REQUEST + "\r\n");
            assertThat(peer.readHead()).startsWith("HTTP/1.1 204 ");
        }
    }

    @Test
    void streamFollowsAnAnswerOnTheSameConnection() throws Exception {
        try (Streams streams = new Streams();
                RawPeer peer = RawPeer.connect(streams.port())) {
            peer.send("HEAD / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
            assertThat(peer.readHead()).startsWith("HTTP/1.1 404 ");
            peer.send(REQUEST + "\r\n");
            assertThat(peer.readHead()).startsWith("HTTP/1.1 200 ");
            streams.opened().close();
            assertThat(peer.readToEnd()).isEqualTo("retry: 5000\n");
        }
    }

    @Tag("SEC-14")
    @Test
    void clientThatDoesNotReadIsLeftAtTheCap() throws Exception {
        EventSourceOptions options =
                EventSourceOptions.builder().maxBufferedAmount(1 << 20).build();
        try (Streams streams = new Streams(options, builder -> {});
                RawPeer peer = RawPeer.connect(streams.port(), 4096)) {
            peer.send(REQUEST + "\r\n");
            EventSource source = streams.opened();
            String text = "x".repeat(8192);
            long most = 0;
            while (source.send(text)) {
                most = Math.max(most, source.bufferedAmount());
            }
            assertThat(most).isLessThanOrEqualTo((1 << 20) + (1 << 17));
            assertThat(streams.closed()).isSameAs(source);
        }
    }

    /** A server of event streams, and those that it has had. */
    private static final class Streams implements EventSourceListener, AutoCloseable {

        private final BlockingQueue<EventSource> opened = new LinkedBlockingQueue<>();
        private final BlockingQueue<EventSource> closed = new LinkedBlockingQueue<>();
        private final NettyServer server;

        Streams() throws IOException {
            this(EventSourceOptions.defaults(), builder -> {});
        }

        Streams(EventSourceOptions options, Consumer<NettyServer.Builder> change) throws IOException {
            NettyServer.Builder builder = NettyServer.builder().port(0).events("/events", options, request -> this);
            change.accept(builder);
            server = builder.start();
        }

        int port() {
            return server.port();
        }

        NettyServer server() {
            return server;
        }

        EventSource opened() throws InterruptedException {
            return take(opened);
        }

        EventSource closed() throws InterruptedException {
            return take(closed);
        }

        boolean hasOpened() {
            return !opened.isEmpty();
        }

        @Override
        public void onOpen(EventSource source) {
            opened.add(source);
        }

        @Override
        public void onClose(EventSource source) {
            closed.add(source);
        }

        @Override
        public void close() {
            server.close();
        }

        private static EventSource take(BlockingQueue<EventSource> queue) throws InterruptedException {
            EventSource source = queue.poll(ChildProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(source).isNotNull();
            return source;
        }
    }
}
