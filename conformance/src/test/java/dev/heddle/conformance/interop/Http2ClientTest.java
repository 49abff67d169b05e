package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.Request;
import dev.heddle.netty.EndpointHandler;
import dev.heddle.netty.Http2Mode;
import dev.heddle.netty.NettyClient;
import dev.heddle.netty.NettyServer;
import dev.heddle.websocket.Endpoint;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.X509Bundle;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our client over TLS: agrees on HTTP/2 by ALPN, through proxies too, and does without where the server has none. */
class Http2ClientTest {

    private static X509Bundle bundle;

    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void issue() throws Exception {
        bundle = Certificates.loopback();
    }

    @Tag("H2-002")
    @Tag("H2-005")
    @ParameterizedTest
    @CsvSource({"true, false", "true, true", "false, false", "false, true"})
    void whatAlpnSaysIsSpokenOnTheConnectionThatIsThere(boolean http2, boolean secureProxy) throws Exception {
        try (NettyServer server = NettyServer.builder()
                        .port(0)
                        .tls(SslContextBuilder.forServer(bundle.toKeyManagerFactory())
                                .build())
                        .http2(http2)
                        .listener(this::echo)
                        .start();
                Relay proxy =
                        Relay.start(server.port(), secureProxy ? Certificates.showing(Certificates.loopback()) : null);
                NettyClient client = builder().proxy(proxy.url()).build()) {
            converse(client, server.url());
            assertThat(requests).extracting(Request::version).containsExactly(http2 ? "HTTP/2" : "HTTP/1.1");
            assertThat(requests).extracting(Request::secure).containsExactly(true);
            assertThat(proxy.asked()).as("tunnels").hasSize(1);
        }
    }

    @Tag("H2-002")
    @Test
    void serverWithoutTheSettingIsAskedOnceAndThenByHttp1() throws Exception {
        try (WithoutSetting server = new WithoutSetting(
                        Endpoint.builder().listener(this::echo).build());
                NettyClient client = builder().build()) {
            converse(client, server.url());
            converse(client, server.url());
            assertThat(requests).extracting(Request::version).containsExactly("HTTP/1.1", "HTTP/1.1");
            assertThat(server.withHttp2).as("connections of HTTP/2").hasValue(1);
            assertThat(server.streams).hasValue(0);
        }
    }

    @Tag("SEC-40")
    @Test
    void serverWithAnothersCertificateIsToldNothing() throws Exception {
        X509Bundle other =
                Certificates.server("other").addSanDnsName("other.test").buildIssuedBy(Certificates.authority());
        try (NettyServer server = NettyServer.builder()
                        .port(0)
                        .tls(SslContextBuilder.forServer(other.toKeyManagerFactory())
                                .build())
                        .http2(true)
                        .listener(this::echo)
                        .start();
                NettyClient client = builder().build()) {
            Recorder events = new Recorder();
            assertThat(client.connect(server.url(), events)).isNotNull();
            assertThat(events.close().code()).isEqualTo(1006);
            assertThat(events.errors()).singleElement().asString().contains("SSLHandshakeException");
            assertThat(requests).isEmpty();
        }
    }

    private WebSocketListener echo(Request request) {
        requests.add(request);
        return new WebSocketListener() {
            @Override
            public void onText(WebSocket socket, String message) {
                socket.send(message);
            }
        };
    }

    private static NettyClient.Builder builder() throws Exception {
        return NettyClient.builder().threads(1).tls(Certificates.trusting()).http2(Http2Mode.ALPN);
    }

    private static void converse(NettyClient client, String url) throws Exception {
        Recorder events = new Recorder();
        WebSocket socket = Recorder.await(client.connect(url, events));
        socket.send("Hello");
        assertThat(events.message()).isEqualTo("Hello");
        socket.close();
        assertThat(events.close().code()).isEqualTo(1000);
    }

    /** A server that has HTTP/2, but no WebSockets over it, as most have. */
    private static final class WithoutSetting implements AutoCloseable {

        final AtomicInteger withHttp2 = new AtomicInteger();
        final AtomicInteger streams = new AtomicInteger();
        private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        private final Channel listening;

        WithoutSetting(Endpoint endpoint) throws Exception {
            SslContext tls = SslContextBuilder.forServer(bundle.toKeyManagerFactory())
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            "h2",
                            "http/1.1"))
                    .build();
            EndpointHandler handler = new EndpointHandler(endpoint);
            listening = new ServerBootstrap()
                    .group(group)
                    .channel(NioServerSocketChannel.class)
                    .childHandler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            channel.pipeline().addLast(tls.newHandler(channel.alloc()), new Negotiated(handler));
                        }
                    })
                    .bind("127.0.0.1", 0)
                    .sync()
                    .channel();
        }

        String url() {
            return "wss://127.0.0.1:" + ((InetSocketAddress) listening.localAddress()).getPort() + "/";
        }

        @Override
        public void close() {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        }

        private final class Negotiated extends ApplicationProtocolNegotiationHandler {

            private final EndpointHandler handler;

            Negotiated(EndpointHandler handler) {
                super("http/1.1");
                this.handler = handler;
            }

            @Override
            protected void configurePipeline(ChannelHandlerContext context, String protocol) {
                if (protocol.equals("h2")) {
                    withHttp2.incrementAndGet();
                    context.pipeline()
                            .addLast(
                                    Http2FrameCodecBuilder.forServer().build(),
                                    new Http2MultiplexHandler(new Counter()));
                } else {
                    context.pipeline().addLast(new HttpServerCodec(), handler);
                }
            }
        }

        private final class Counter extends ChannelInboundHandlerAdapter {

            @Override
            public boolean isSharable() {
                return true;
            }

            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                if (message instanceof Http2HeadersFrame) {
                    streams.incrementAndGet();
                }
                ReferenceCountUtil.release(message);
            }
        }
    }
}
