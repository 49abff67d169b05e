package dev.heddle.netty;

import static dev.heddle.netty.EmbeddedPeer.answer;
import static dev.heddle.netty.EmbeddedPeer.latin1;
import static dev.heddle.netty.EmbeddedPeer.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.websocket.Endpoint;
import dev.heddle.websocket.EventSourceListener;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpContentCompressor;
import io.netty.handler.codec.http.HttpContentDecompressor;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.EventExecutorGroup;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An endpoint inside the pipeline of an application that is there already. */
class EndpointHandlerTest {

    private static final String PLAIN = "GET /page HTTP/1.1\r\nHost: any.test\r\nAccept-Encoding: gzip\r\n\r\n";
    private static final String UPGRADE =
            RawClient.UPGRADE.replace("Connection: Upgrade", "Connection: Upgrade\r\nAccept-Encoding: gzip");
    private static final String HELLO = "\u0081\u0085\0\0\0\0Hello";
    private static final String ECHO = "\u0081\u0005Hello";

    private final EndpointHandler handler = new EndpointHandler(Endpoint.builder()
            .listener(request -> new WebSocketListener() {
                @Override
                public void onText(WebSocket socket, String message) {
                    socket.send(message);
                }
            })
            .events("/events", request -> request.resource().contains("none") ? null : new EventSourceListener() {})
            .build());
    private final Application application = new Application(true);

    static Stream<Arguments> pipelines() {
        return Stream.of(
                pipeline("the codec alone", List.of(), List.of()),
                pipeline("an aggregator in front", List.of(new HttpObjectAggregator(1000)), List.of()),
                pipeline("an aggregator behind", List.of(), List.of(new HttpObjectAggregator(1000))),
                pipeline(
                        "all in front",
                        List.of(
                                new HttpServerKeepAliveHandler(),
                                new HttpContentDecompressor(0),
                                new HttpContentCompressor(),
                                new HttpObjectAggregator(1000),
                                new ChunkedWriteHandler()),
                        List.of()),
                pipeline(
                        "all behind",
                        List.of(),
                        List.of(
                                new HttpServerKeepAliveHandler(),
                                new HttpContentDecompressor(0),
                                new HttpContentCompressor(),
                                new ChunkedWriteHandler(),
                                new HttpObjectAggregator(1000))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pipelines")
    void webSocketFollowsAPlainRequest(String name, List<ChannelHandler> before, List<ChannelHandler> behind) {
        EmbeddedChannel channel = channel(before, behind);
        assertThat(say(channel, PLAIN)).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(application.received).isNotEmpty();
        application.release();
        assertThat(say(channel, UPGRADE + HELLO)).startsWith("HTTP/1.1 101 ").endsWith("\r\n\r\n" + ECHO);
        assertThat(application.received).isEmpty();
        assertThat(say(channel, HELLO)).isEqualTo(ECHO);
        assertThat(handler.connections()).isEqualTo(1);
        assertThat(say(channel, "\u0088\u0080\0\0\0\0")).isEqualTo("\u0088\0");
        assertThat(channel.isOpen()).isFalse();
        assertThat(handler.connections()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pipelines")
    void refusalGoesStraightToTheCodec(String name, List<ChannelHandler> before, List<ChannelHandler> behind) {
        EmbeddedChannel channel = channel(before, behind);
        assertThat(say(channel, UPGRADE.replace("Upgrade: ", "Origin: http://evil.test\r\nUpgrade: ") + HELLO))
                .startsWith("HTTP/1.1 403 Forbidden\r\n")
                .containsIgnoringCase("\r\nconnection: close\r\n")
                .doesNotContainIgnoringCase("content-encoding")
                .endsWith("\r\n\r\nOrigin is not allowed");
        assertThat(channel.isOpen()).isFalse();
        assertThat(application.received).isEmpty();
    }

    @Test
    void onlyWhatStandsInFrontOfTheCodecStays() {
        ChannelHandler front = new ChunkedWriteHandler();
        EmbeddedChannel channel =
                new EmbeddedChannel(front, new HttpServerCodec(), new HttpContentCompressor(), handler, application);
        assertThat(say(channel, UPGRADE)).startsWith("HTTP/1.1 101 ");
        assertThat(channel.pipeline().first()).isSameAs(front);
        assertThat(channel.pipeline().last()).isInstanceOf(ConnectionHandler.class);
        assertThat(channel.pipeline().names()).hasSize(3);
        assertThat(application.removed).isTrue();
        channel.close();
    }

    @Test
    void eventStreamIsTaken() {
        EmbeddedChannel channel = channel(List.of(new HttpContentCompressor()), List.of());
        assertThat(say(channel, events("/events")))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .endsWith("\r\n\r\nretry: 5000\n");
        assertThat(application.removed).isTrue();
        assertThat(handler.connections()).isEqualTo(1);
        channel.close();
        channel.runPendingTasks();
        assertThat(handler.connections()).isZero();
    }

    /** Bad names, bad hosts, foreign origins: what is not the endpoint's does not meet its policies. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /page HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: [\r\n\r\n",
                "GET /other HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
                "GET /other HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n\r\n",
                "GET /events?none HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n\r\n"
            })
    void otherRequestsPassOn(String request) {
        EmbeddedChannel channel = channel(List.of(), List.of());
        assertThat(say(channel, request)).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(application.received.get(0)).isInstanceOf(HttpRequest.class);
        application.release();
        channel.close();
    }

    @Test
    void requestThatCouldNotBeDecodedIsTheApplications() {
        EmbeddedChannel channel = channel(List.of(), List.of());
        say(channel, "GET / HTTP/1.1\r\nUpgrade: websocket\r\nno field\r\n\r\n");
        assertThat(application.received.get(0)).isInstanceOfSatisfying(HttpRequest.class, request -> assertThat(
                        request.decoderResult().isFailure())
                .isTrue());
        application.release();
        channel.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bodyPassesOnWithItsReferences(boolean aggregated) {
        EmbeddedChannel channel = channel(aggregated ? List.of(new HttpObjectAggregator(1000)) : List.of(), List.of());
        say(channel, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody");
        Object last = application.received.get(application.received.size() - 1);
        assertThat(last).isInstanceOf(aggregated ? FullHttpRequest.class : LastHttpContent.class);
        ByteBuf body = ((HttpContent) last).content();
        assertThat(body.toString(StandardCharsets.US_ASCII)).isEqualTo("body");
        assertThat(body.refCnt()).isEqualTo(1);
        application.release();
        assertThat(body.refCnt()).isZero();
        channel.close();
    }

    @Test
    void bytesAreReleased() {
        EmbeddedChannel channel = channel(List.of(new HttpObjectAggregator(1000)), List.of());
        ByteBuf request = latin1(UPGRADE + HELLO);
        ByteBuf frame = latin1(HELLO);
        channel.writeInbound(request);
        channel.writeInbound(frame);
        assertThat(answer(channel)).endsWith(ECHO + ECHO);
        channel.close();
        assertThat(request.refCnt()).isZero();
        assertThat(frame.refCnt()).isZero();
    }

    @Test
    @Tag("SEC-25")
    void webSocketWaitsUntilNoAnswerIsOwed() {
        Application slow = new Application(false);
        EmbeddedChannel channel = new EmbeddedChannel(new HttpServerCodec(), handler, slow);
        assertThat(say(channel, PLAIN + PLAIN + UPGRADE + HELLO)).isEmpty();
        assertThat(channel.config().isAutoRead()).isFalse();
        slow.answer(HttpResponseStatus.CONTINUE, "");
        slow.answer(HttpResponseStatus.OK, "one");
        assertThat(answer(channel)).endsWith("\r\n\r\none").doesNotContain(" 101 ");
        slow.answer(HttpResponseStatus.OK, "two");
        assertThat(answer(channel)).contains("\r\n\r\ntwoHTTP/1.1 101 ").endsWith("\r\n\r\n" + ECHO);
        assertThat(channel.config().isAutoRead()).isTrue();
        slow.release();
        channel.close();
    }

    @Test
    @Tag("WS-117")
    void shutdownClosesAllAndRefusesOthers() {
        EmbeddedChannel socket = channel(List.of(), List.of());
        say(socket, UPGRADE);
        EmbeddedChannel waiting = channel(List.of(), List.of(), new Application(true));
        CompletableFuture<Void> ended = handler.shutdown(Duration.ofHours(1)).toCompletableFuture();
        socket.runPendingTasks();
        assertThat(answer(socket)).isEqualTo("\u0088\u0002\u0003\u00e9");
        assertThat(say(waiting, PLAIN)).startsWith("HTTP/1.1 200 ");
        assertThat(say(waiting, UPGRADE)).startsWith("HTTP/1.1 503 ");
        assertThat(waiting.isOpen()).isFalse();
        assertThat(ended).isNotDone();
        assertThat(say(socket, "\u0088\u0082\0\0\0\0\u0003\u00e9")).isEmpty();
        ended.join();
        assertThat(handler.connections()).isZero();
    }

    @Test
    void deadlineBreaksOffWhatIsLeft() {
        EmbeddedChannel socket = channel(List.of(), List.of());
        say(socket, UPGRADE);
        CompletableFuture<Void> ended = handler.shutdown(Duration.ZERO).toCompletableFuture();
        // Its loop is this thread.
        while (socket.isOpen()) {
            socket.runPendingTasks();
            Thread.onSpinWait();
        }
        ended.join();
        assertThat(handler.connections()).isZero();
    }

    @Test
    void needsACodecInFront() {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.pipeline().addLast(handler);
        assertThatThrownBy(channel::checkException)
                .hasRootCauseInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("EndpointHandler needs an HttpServerCodec in front of it");
        channel.close();
    }

    @Test
    @SuppressWarnings("deprecation") // but not gone
    void takesNoExecutorOfItsOwn() {
        EventExecutorGroup others = new DefaultEventExecutorGroup(1);
        EmbeddedChannel channel = new EmbeddedChannel(new HttpServerCodec());
        channel.pipeline().addLast(others, handler);
        others.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        channel.runPendingTasks();
        assertThatThrownBy(channel::checkException)
                .hasRootCauseMessage("EndpointHandler must be on the channel's own event loop");
        channel.close();
    }

    @Test
    void needsTheCodecInFrontNotBehind() {
        EmbeddedChannel channel = new EmbeddedChannel(new HttpServerCodec());
        channel.pipeline().addFirst(handler);
        assertThatThrownBy(channel::checkException).hasRootCauseInstanceOf(IllegalStateException.class);
        channel.close();
    }

    @Test
    void requestThatOnlyTheApplicationsCodecAllowsPassesOn() {
        EmbeddedChannel channel = new EmbeddedChannel(
                new HttpServerCodec(new HttpDecoderConfig().setValidateHeaders(false)), handler, application);
        say(channel, "GET /other HTTP/1.1\r\nHost: a\r\nX-Odd: a\u0001b\r\n\r\n");
        assertThat(application.received.get(0)).isInstanceOf(HttpRequest.class);
        application.release();
        channel.close();
    }

    private EmbeddedChannel channel(List<ChannelHandler> before, List<ChannelHandler> behind) {
        return channel(before, behind, application);
    }

    private EmbeddedChannel channel(List<ChannelHandler> before, List<ChannelHandler> behind, Application last) {
        List<ChannelHandler> all = new ArrayList<>();
        all.add(new HttpServerCodec());
        all.addAll(before);
        all.add(handler);
        all.addAll(behind);
        all.add(last);
        return new EmbeddedChannel(all.toArray(ChannelHandler[]::new));
    }

    private static String events(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\nAccept-Encoding: gzip\r\n\r\n";
    }

    private static Arguments pipeline(String name, List<ChannelHandler> before, List<ChannelHandler> behind) {
        return Arguments.of(name, before, behind);
    }
}
