package dev.heddle.examples;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts a server only if its own public key is one of those that are known: on top of what is checked anyway, not instead of it.
 *
 * <pre>{@code
 * NettyClient.builder().tls(Pinning.context(null, Set.of("r/mIkG3eEpVdm+u/ko/cwxzOMo1bk4TyHIlByibiA5E=")))
 * }</pre>
 *
 * <p>A pin is the SHA-256 of the key (its SubjectPublicKeyInfo) in Base64. Have a second one for a key that is kept in reserve, or a
 * lost key locks everybody out.
 */
public final class Pinning extends X509ExtendedTrustManager {

    private final X509ExtendedTrustManager authorities;
    private final Set<String> pins;

    private Pinning(X509ExtendedTrustManager authorities, Set<String> pins) {
        this.authorities = authorities;
        this.pins = Set.copyOf(pins);
    }

    /**
     * Returns a context for clients.
     *
     * @param trusted the authorities, null for the platform's own
     */
    public static SSLContext context(@Nullable KeyStore trusted, Set<String> pins) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager authorities) {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, new TrustManager[] {new Pinning(authorities, pins)}, null);
                return context;
            }
        }
        throw new NoSuchAlgorithmException("There is no trust manager for X.509");
    }

    /** Returns the pin of a certificate's key. */
    public static String pinOf(X509Certificate certificate) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return Base64.getEncoder()
                    .encodeToString(digest.digest(certificate.getPublicKey().getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        authorities.checkServerTrusted(chain, authType, engine);
        checkPin(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        authorities.checkServerTrusted(chain, authType, socket);
        checkPin(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        authorities.checkServerTrusted(chain, authType);
        checkPin(chain);
    }

    private void checkPin(X509Certificate[] chain) throws CertificateException {
        if (!pins.contains(pinOf(chain[0]))) {
            throw new CertificateException("The server's key is not one of the " + pins.size() + " that are pinned");
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        authorities.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        authorities.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        authorities.checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.getAcceptedIssuers();
    }
}
