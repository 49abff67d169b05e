package dev.heddle.conformance.interop;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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

    /** Writes something in PEM into a file. */
    static Path write(Path directory, String name, String pem) throws IOException {
        return Files.writeString(directory.resolve(name), pem);
    }
}
