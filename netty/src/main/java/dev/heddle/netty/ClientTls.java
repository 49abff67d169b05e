package dev.heddle.netty;

import dev.heddle.driver.ProxyUrl;
import dev.heddle.websocket.ClientOptions;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** A client's TLS: to the servers, and to the proxies in front of them. Each is checked by its own name. */
final class ClientTls {

    private final SslContext servers;
    private final SslContext proxies;
    private final ClientOptions options;

    /**
     * Makes both.
     *
     * @param own what stands in for the options' context, or null
     * @param alpn whether connections with servers may be asked for by ALPN
     * @throws IllegalStateException if that is wanted of an engine that can not be told each connection
     */
    ClientTls(ClientOptions options, @Nullable SslContext own, boolean alpn) {
        SSLContext forProxies = options.proxyTls();
        this.options = options;
        this.servers = own == null ? context(options.tls(), alpn) : own;
        this.proxies = forProxies == null ? servers : context(forProxies, false);
        if (alpn && !(servers instanceof JdkSslContext)) {
            throw new IllegalStateException("HTTP/2 needs a TLS context of the JDK's engine, which can be told the ALPN"
                    + " of each connection, not " + servers.getClass().getSimpleName());
        }
    }

    SslHandler toServer(String hostName, int port, ByteBufAllocator allocator) {
        return toServer(hostName, port, allocator, ApplicationProtocolNames.HTTP_1_1);
    }

    /** Makes one that offers HTTP/2 and HTTP/1.1, in this order. Source: RFC 7301, RFC 9113 §3.2. */
    SslHandler toServerByAlpn(String hostName, int port, ByteBufAllocator allocator) {
        return toServer(hostName, port, allocator, ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1);
    }

    private SslHandler toServer(String hostName, int port, ByteBufAllocator allocator, String... protocols) {
        SslHandler handler = servers.newHandler(allocator, hostName, port);
        SSLParameters parameters = options.setUp(handler.engine().getSSLParameters());
        if (servers instanceof JdkSslContext
                && (protocols.length > 1 || parameters.getApplicationProtocols().length > 0)) {
            // A context that offers more by itself would get it.
            parameters.setApplicationProtocols(protocols);
        }
        handler.engine().setSSLParameters(parameters);
        return limited(handler);
    }

    SslHandler toProxy(ProxyUrl proxy, ByteBufAllocator allocator) {
        SslHandler handler = proxies.newHandler(allocator, proxy.hostName(), proxy.port());
        handler.engine().setSSLParameters(options.setUpProxy(handler.engine().getSSLParameters()));
        return limited(handler);
    }

    private SslHandler limited(SslHandler handler) {
        handler.setHandshakeTimeoutMillis(options.webSocket().handshakeTimeout().toMillis());
        return handler;
    }

    private static SslContext context(@Nullable SSLContext context, boolean jdk) {
        if (context != null) {
            return new JdkSslContext(
                    context, true, null, IdentityCipherSuiteFilter.INSTANCE, null, ClientAuth.NONE, null, false);
        }
        try {
            return SslContextBuilder.forClient()
                    .sslProvider(jdk ? SslProvider.JDK : SslContext.defaultClientProvider())
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("The platform's own TLS settings do not work", e);
        }
    }
}
