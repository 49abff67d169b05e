package dev.heddle.socket;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.Socket;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** An authority that lives as long as the tests do, and what it signs. */
final class Certificates {

    private static final char[] PASSWORD = "password".toCharArray();
    private static final X509Bundle AUTHORITY = authority();

    private Certificates() {}

    private static X509Bundle authority() {
        try {
            return new CertificateBuilder()
                    .ecp256()
                    .subject("CN=Heddle test authority")
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns what a server needs that is this machine, by its address. */
    static SSLContext loopback(String protocol) throws Exception {
        return serving(new CertificateBuilder().ecp256().subject("CN=loopback").addSanIpAddress("127.0.0.1"), protocol);
    }

    /** Returns what a server needs that has another's name. */
    static SSLContext other() throws Exception {
        return serving(new CertificateBuilder().ecp256().subject("CN=other").addSanDnsName("other.example"), "TLS");
    }

    private static SSLContext serving(CertificateBuilder certificate, String protocol) throws Exception {
        X509Bundle bundle = certificate.addExtendedKeyUsageServerAuth().buildIssuedBy(AUTHORITY);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(bundle.toKeyStore(PASSWORD), PASSWORD);
        SSLContext context = SSLContext.getInstance(protocol);
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** Returns what a client needs that trusts the authority and nobody else, with TLS up to a version. */
    static SSLContext trusting(String protocol) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("authority", AUTHORITY.getCertificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance(protocol);
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** Does TLS as a client that trusts the authority. */
    static Socket connect(Socket socket, String host, int port) throws IOException {
        return handshake(trusted(), socket, host, port, true);
    }

    /** Does TLS as a server that is this machine. */
    static Socket accept(Socket socket) throws IOException {
        return handshake(loopback(), socket, "127.0.0.1", socket.getPort(), false);
    }

    private static Socket handshake(SSLContext context, Socket socket, String host, int port, boolean client)
            throws IOException {
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, host, port, true);
        tls.setUseClientMode(client);
        tls.startHandshake();
        return tls;
    }

    private static SSLContext trusted() {
        try {
            return trusting("TLS");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext loopback() {
        try {
            return loopback("TLS");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
