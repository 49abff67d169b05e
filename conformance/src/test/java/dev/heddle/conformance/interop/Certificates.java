package dev.heddle.conformance.interop;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority that lives as long as the tests do, and what it signs. */
final class Certificates {

    private static final X509Bundle AUTHORITY = authority("CN=Heddle test authority");

    private Certificates() {}

    static X509Bundle authority() {
        return AUTHORITY;
    }

    static X509Bundle authority(String subject) {
        try {
            return new CertificateBuilder()
                    .ecp256()
                    .subject(subject)
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts a certificate for a server. */
    static CertificateBuilder server(String commonName) {
        return new CertificateBuilder().ecp256().subject("CN=" + commonName).addExtendedKeyUsageServerAuth();
    }

    /** Returns a certificate for this machine, by its address and by its name. */
    static X509Bundle loopback() throws Exception {
        return server("loopback")
                .addSanIpAddress("127.0.0.1")
                .addSanDnsName("localhost")
                .buildIssuedBy(AUTHORITY);
    }

    /** Returns what a client needs that trusts the authority and nobody else. */
    static SSLContext trusting() throws Exception {
        return trusting(AUTHORITY);
    }

    /** Returns what a client needs that trusts one authority and nobody else. */
    static SSLContext trusting(X509Bundle authority) throws Exception {
        return trusting(authority.getCertificate());
    }

    /** Returns what a side needs that shows a certificate, and trusts the authority and nobody else. */
    static SSLContext showingAndTrusting(X509Bundle certificate) throws Exception {
        return context(certificate.toKeyManagerFactory().getKeyManagers(), AUTHORITY.getCertificate());
    }

    /** Returns what a client needs that trusts one authority, by its certificate, and nobody else. */
    static SSLContext trusting(X509Certificate authority) throws Exception {
        return context(null, authority);
    }

    private static SSLContext context(KeyManager[] keys, X509Certificate authority) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("authority", authority);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), null);
        return context;
    }

    /** Returns what a server needs to show a certificate. */
    static SSLContext showing(X509Bundle certificate) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(certificate.toKeyManagerFactory().getKeyManagers(), null, null);
        return context;
    }

    /** Writes something in PEM into a file. */
    static Path write(Path directory, String name, String pem) throws IOException {
        return Files.writeString(directory.resolve(name), pem);
    }
}
