package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.Response;
import dev.heddle.eventsource.Event;
import dev.heddle.netty.EndpointHandler;
import dev.heddle.netty.NettyClient;
import dev.heddle.netty.NettyServer;
import dev.heddle.websocket.Decision;
import dev.heddle.websocket.Endpoint;
import dev.heddle.websocket.EventSource;
import dev.heddle.websocket.EventSourceListener;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContentCompressor;
import io.netty.handler.codec.http.HttpContentDecompressor;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Over TLS: event streams, decisions that take their time, and an endpoint inside an application that is there already. */
@Tag("WS-127")
class TlsEndpointTest {

    private static final String FRAME = "\u0081\u0085\0\0\0\0Hello";

    private static X509Bundle bundle;

    private final CompletableFuture<Decision> decision = new CompletableFuture<>();
    private final CompletableFuture<Boolean> asked = new CompletableFuture<>();
    private final Recorder recorder = new Recorder();

    @BeforeAll
    static void makeCertificate() throws Exception {
        bundle = Certificates.loopback();
    }

    @Test
    void eventStreamEndsByCloseNotifyBehindItsEvents() throws Exception {
        CompletableFuture<EventSource> opened = new CompletableFuture<>();
        EventSourceListener listener = new EventSourceListener() {
            @Override
            public void onOpen(EventSource source) {
                opened.complete(source);
            }
        };
        String large = "x".repeat(1 << 20);
        try (NettyServer server = NettyServer.builder()
                        .port(0)
                        .tls(tls())
                        .events("/events", request -> listener)
                        .start();
                TlsPeer peer = TlsPeer.connect(server.port(), bundle.toTrustManagerFactory())) {
            peer.send(ascii("GET /events HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n"));
            EventSource source = Recorder.await(opened);
            assertThat(source.url()).isEqualTo("https://127.0.0.1/events");
            source.send(new Event("tick", large, "1"));
            source.close();
            assertThat(Recorder.await(peer.closeNotified())).isTrue();
            assertThat(peer.received())
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .endsWith("\r\n\r\nretry: 5000\nevent: tick\nid: 1\ndata: " + large + "\n\n");
        }
    }

    @Tag("SEC-24")
    @Test
    void lateDecisionAccepts() throws Exception {
        try (NettyServer server = deciding();
                TlsPeer peer = TlsPeer.connect(server.port(), bundle.toTrustManagerFactory())) {
            peer.send(new UpgradeRequest().followedBy(FRAME).bytes());
            Recorder.await(asked);
            peer.send(ascii(FRAME + "\u0088\u0080\0\0\0\0"));
            decision.complete(Decision.accept(recorder));
            assertThat(recorder.message()).isEqualTo("Hello");
            assertThat(recorder.message()).isEqualTo("Hello");
            assertThat(Recorder.await(peer.closeNotified())).isTrue();
            assertThat(peer.received()).startsWith("HTTP/1.1 101 ").endsWith("\r\n\r\n\u0088\0");
        }
    }

    @Tag("SEC-24")
    @Tag("SEC-30")
    @Test
    void lateDecisionRefuses() throws Exception {
        try (NettyServer server = deciding();
                TlsPeer peer = TlsPeer.connect(server.port(), bundle.toTrustManagerFactory())) {
            peer.send(new UpgradeRequest().followedBy(FRAME).bytes());
            Recorder.await(asked);
            decision.complete(Decision.refuse(Response.text(401, "Who are you?")));
            assertThat(Recorder.await(peer.closeNotified())).isTrue();
            assertThat(peer.received()).startsWith("HTTP/1.1 401 ").endsWith("\r\n\r\nWho are you?");
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void endpointAndApplicationShareAServer() throws Exception {
        EndpointHandler endpoint = new EndpointHandler(Endpoint.builder()
                .path("/socket")
                .listener(request -> new Echo())
                .build());
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        Recorder events = new Recorder();
        try (NettyClient client = NettyClient.builder()
                .threads(1)
                .tls(SslContextBuilder.forClient()
                        .trustManager(bundle.toTrustManagerFactory())
                        .build())
                .build()) {
            int port = application(group, endpoint);
            assertThat(page(port)).isEqualTo("POST body");
            WebSocket socket = Recorder.await(client.connect("wss://127.0.0.1:" + port + "/socket", events));
            byte[] large = new byte[1 << 20];
            new Random(1).nextBytes(large);
            assertThat(socket.send(ByteBuffer.wrap(large))).isTrue();
            assertThat(events.message()).isEqualTo(ByteBuffer.wrap(large));
            assertThat(endpoint.connections()).isEqualTo(1);
            Recorder.await(endpoint.shutdown(Duration.ofMinutes(1)).toCompletableFuture());
            assertThat(Closed.of(events.close())).isEqualTo(new Closed(1001, "", true));
            assertThat(page(port)).isEqualTo("POST body");
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    private static int application(EventLoopGroup group, EndpointHandler endpoint) throws Exception {
        SslContext tls = tls();
        Channel listening = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        tls.newHandler(channel.alloc()),
                                        new HttpServerCodec(),
                                        new HttpServerKeepAliveHandler(),
                                        new HttpContentDecompressor(0),
                                        new HttpContentCompressor(),
                                        new HttpObjectAggregator(1000),
                                        endpoint,
                                        new Page());
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    private static String page(int port) throws Exception {
        HttpClient client =
                HttpClient.newBuilder().sslContext(Certificates.trusting()).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/"))
                .version(HttpClient.Version.HTTP_1_1)
                .POST(HttpRequest.BodyPublishers.ofString("body"))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private NettyServer deciding() throws Exception {
        return NettyServer.builder()
                .port(0)
                .tls(tls())
                .decider(request -> {
                    asked.complete(true);
                    return decision;
                })
                .start();
    }

    private static SslContext tls() throws Exception {
        return SslContextBuilder.forServer(bundle.toKeyManagerFactory()).build();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Sends back what comes. */
    private static final class Echo implements WebSocketListener {

        @Override
        public void onBinary(WebSocket socket, ByteBuffer message) {
            socket.send(message);
        }
    }

    /** The application's own answer. */
    private static final class Page extends SimpleChannelInboundHandler<FullHttpRequest> {

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // a client that gets no answer tells
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
            response.content()
                    .writeBytes(
                            ascii(request.method() + " " + request.content().toString(StandardCharsets.ISO_8859_1)));
            response.headers()
                    .setInt(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
            context.writeAndFlush(response);
        }
    }
}
