package dev.heddle.netty;

import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** TLS by the JDK, with a certificate of this machine that lives as long as the tests do and is the only one trusted. */
final class Tls {

    private static final X509Bundle CERTIFICATE = certificate();

    private Tls() {}

    private static X509Bundle certificate() {
        try {
            return new CertificateBuilder()
                    .ecp256()
                    .subject("CN=loopback")
                    .addSanIpAddress("127.0.0.1")
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns what a server on Netty needs. */
    static SslContext server() throws Exception {
        return SslContextBuilder.forServer(CERTIFICATE.toKeyManagerFactory())
                .sslProvider(SslProvider.JDK)
                .build();
    }

    /** Returns what either side needs that is none of Netty's. */
    static SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    CERTIFICATE.toKeyManagerFactory().getKeyManagers(),
                    CERTIFICATE.toTrustManagerFactory().getTrustManagers(),
                    null);
            return context;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns one end of TLS that agrees on HTTP/2 and nothing else. Source: RFC 7301. */
    static SslHandler http2(boolean client) {
        SSLEngine engine = context().createSSLEngine("127.0.0.1", -1);
        engine.setUseClientMode(client);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {ApplicationProtocolNames.HTTP_2});
        engine.setSSLParameters(parameters);
        return new SslHandler(engine);
    }

    /** Does TLS by hand over a connection. */
    static Socket handshake(Socket connected, boolean client) throws IOException {
        SSLSocket tls = (SSLSocket)
                context().getSocketFactory().createSocket(connected, "127.0.0.1", connected.getPort(), true);
        tls.setUseClientMode(client);
        tls.startHandshake();
        return tls;
    }
}
