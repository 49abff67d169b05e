package dev.heddle.cli;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Files;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which a client says whom it trusts, and who it is. */
final class ClientTls {

    @Option(names = "--cacert", paramLabel = "FILE", description = "Authorities to trust instead of the system's, PEM.")
    private @Nullable File authorities;

    @Option(names = "--cert", paramLabel = "FILE", description = "Certificate to show to the server, PEM; with --key.")
    private @Nullable File certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "The certificate's private key, PEM (PKCS #8).")
    private @Nullable File key;

    @Option(
            names = "--insecure",
            description = "Take any certificate: whoever is on the way can read and change everything.")
    private boolean insecure;

    /**
     * Returns the context for TLS; null for the system's own.
     *
     * @param err where the warning goes that nothing is checked
     */
    @Nullable
    SslContext context(PrintWriter err) throws UsageException {
        if (insecure && authorities != null) {
            throw new UsageException("--insecure trusts everybody, and --cacert not: use one of them", null);
        }
        if ((certificate == null) != (key == null)) {
            throw new UsageException("--cert and --key go together", null);
        }
        if (!insecure && authorities == null && certificate == null) {
            return null;
        }
        SslContextBuilder builder = SslContextBuilder.forClient();
        if (insecure) {
            err.println("heddle: --insecure: the server's certificate is not checked");
            err.flush();
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
        }
        if (authorities != null) {
            checkReadable("--cacert", authorities);
            try {
                builder.trustManager(authorities);
            } catch (IllegalArgumentException e) {
                throw new UsageException("Cannot use --cacert " + authorities + ": " + e.getMessage(), e);
            }
        }
        if (certificate != null && key != null) {
            checkReadable("--cert", certificate);
            checkReadable("--key", key);
            try {
                builder.keyManager(certificate, key);
            } catch (IllegalArgumentException e) {
                throw new UsageException(
                        "Cannot use --cert " + certificate + " with --key " + key + ": " + e.getMessage(), e);
            }
        }
        try {
            return builder.build();
        } catch (SSLException e) {
            throw new UsageException("TLS can not be set up: " + e.getMessage(), e);
        }
    }

    private static void checkReadable(String option, File file) throws UsageException {
        if (!Files.isRegularFile(file.toPath()) || !Files.isReadable(file.toPath())) {
            throw new UsageException("Cannot read " + option + " " + file, null);
        }
    }
}
