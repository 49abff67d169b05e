package dev.heddle.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.Request;
import dev.heddle.driver.Response;
import dev.heddle.websocket.Decision;
import dev.heddle.websocket.Endpoint;
import dev.heddle.websocket.Handshakes;
import dev.heddle.websocket.WebSocketListener;
import dev.heddle.websocket.WebSocketOptions;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is refused leaves nothing behind: no channel, no count, no timer. */
@Tag("SEC-30")
class Sec30RefusalsTest {

    private static final int THREADS = 20;
    /** Of each thread, twice. */
    private static final int EACH = 250;

    /** What is refused, and with what. */
    private static final Map<Integer, String> REQUESTS = Map.of(
            400, RawClient.UPGRADE.replace("Host: localhost", "Host: ["),
            401, RawClient.UPGRADE.replace("GET /", "GET /?refuse"),
            403, RawClient.UPGRADE.replace("Upgrade: ", "Origin: http://evil.test\r\nUpgrade: "),
            404, RawClient.UPGRADE.replace("GET /", "GET /other"),
            426, RawClient.UPGRADE.replace("Version: 13", "Version: 12"));

    @Test
    void tenThousandRefusalsLeaveNoChannelAndNoCount() throws Exception {
        try (NettyServer server = NettyServer.builder()
                        .port(0)
                        .threads(1)
                        .maxHandshakesPerAddress(1000)
                        .decider(Sec30RefusalsTest::decide)
                        // Who stays is silent however long the others take.
                        .options(WebSocketOptions.builder()
                                .pingInterval(Duration.ZERO)
                                .idleTimeout(Duration.ZERO)
                                .closeTimeout(Duration.ZERO)
                                .build())
                        .start();
                RawClient open = RawClient.open(server.port())) {
            Channel channel = server.channels().iterator().next();
            refuseAll(server.port(), List.of(400, 401, 403, 404));
            assertOnlyLeft(channel, server);

            CompletableFuture<Void> stopped =
                    server.shutdown(Duration.ofHours(1)).toCompletableFuture();
            assertThat(open.hex(4)).isEqualTo(RawClient.GOING_AWAY);
            refuse(server.port(), 503, RawClient.UPGRADE);
            refuseAll(server.port(), List.of(503));
            assertOnlyLeft(channel, server);
            open.sendHex(RawClient.CLOSE);
            stopped.join();
            assertThat(server.channels().size()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 426, 503})
    void refusalLeavesNoTimer(int status) {
        Endpoint endpoint =
                Endpoint.builder().decider(Sec30RefusalsTest::decide).build();
        Serving serving = new Serving(endpoint, new DefaultChannelGroup(GlobalEventExecutor.INSTANCE), 1);
        if (status == 503) {
            serving.connections().stop(Duration.ZERO);
        }
        Handshakes handshakes = new Handshakes(1);
        HttpHandler handler = new HttpHandler(
                new NettyServer.Settings(serving, true, request -> Response.text(404, ""), null, handshakes));
        Taken channel = new Taken(new HttpServerCodec(), handler);
        String request = status == 503 ? RawClient.UPGRADE : REQUESTS.get(status);
        channel.writeInbound(Unpooled.copiedBuffer(request, StandardCharsets.US_ASCII));
        ByteBuf answer = channel.readOutbound();
        assertThat(answer.toString(StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 " + status + " ");
        answer.release();
        assertThat(channel.isOutputShutdown()).isTrue();
        // Not by the channel's own method, which would cancel all timers.
        channel.pipeline().close();
        channel.runPendingTasks();
        assertThat(channel.isOpen()).isFalse();
        assertThat(channel.runScheduledPendingTasks()).as("next timer").isEqualTo(-1);
        assertThat(handshakes.addresses()).isZero();
        assertThat(serving.connections().size()).isZero();
    }

    private static CompletionStage<Decision> decide(Request request) {
        return CompletableFuture.completedStage(
                request.resource().contains("refuse")
                        ? Decision.refuse(Response.text(401, "No"))
                        : Decision.accept(new WebSocketListener() {}));
    }

    private static void refuseAll(int port, List<Integer> statuses) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                all.add(clients.submit(() -> {
                    Iterator<Integer> next = statuses.iterator();
                    for (int j = 0; j < EACH; j++) {
                        next = next.hasNext() ? next : statuses.iterator();
                        int status = next.next();
                        refuse(port, status, REQUESTS.getOrDefault(status, RawClient.UPGRADE));
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get(10, TimeUnit.MINUTES);
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private static void refuse(int port, int status, String request) throws Exception {
        try (RawClient client = new RawClient(port)) {
            client.send(request);
            assertThat(client.head()).startsWith("HTTP/1.1 " + status + " ");
            client.rest();
        }
    }

    /** Waits until the others are closed, and the loop has seen to what follows from it. */
    private static void assertOnlyLeft(Channel left, NettyServer server) throws Exception {
        List<Channel> others =
                server.channels().stream().filter(channel -> channel != left).toList();
        for (Channel other : others) {
            assertThat(other.closeFuture().await(1, TimeUnit.MINUTES)).isTrue();
        }
        EventLoop loop = left.eventLoop();
        for (int i = 0; i < 3; i++) {
            loop.submit(() -> {}).sync();
        }
        assertThat(List.copyOf(server.channels())).containsExactly(left);
        assertThat(server.settings().handshakes().addresses()).isZero();
        assertThat(server.connections()).isEqualTo(1);
    }

    /** A channel that came from somewhere, and whose sides end one by one, as those of TCP do. */
    private static final class Taken extends EmbeddedChannel implements DuplexChannel {

        private boolean outputShutdown;

        Taken(ChannelHandler... handlers) {
            super(handlers);
        }

        @Override
        protected SocketAddress remoteAddress0() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        }

        @Override
        public boolean isInputShutdown() {
            return false;
        }

        @Override
        public ChannelFuture shutdownInput() {
            return shutdownInput(newPromise());
        }

        @Override
        public ChannelFuture shutdownInput(ChannelPromise promise) {
            return promise.setFailure(new UnsupportedOperationException());
        }

        @Override
        public boolean isOutputShutdown() {
            return outputShutdown;
        }

        @Override
        public ChannelFuture shutdownOutput() {
            return shutdownOutput(newPromise());
        }

        @Override
        public ChannelFuture shutdownOutput(ChannelPromise promise) {
            outputShutdown = true;
            return promise.setSuccess();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public ChannelFuture shutdown() {
            return shutdown(newPromise());
        }

        @Override
        public ChannelFuture shutdown(ChannelPromise promise) {
            return promise.setFailure(new UnsupportedOperationException());
        }
    }
}
