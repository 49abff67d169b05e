package dev.heddle.watershed;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.KeyStore;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Both ends of a connection over loopback, behind the handshake of TLS. */
final class TlsEnds implements AutoCloseable {

    static final int PATIENCE_SECONDS = 60;

    /** Whose end a test is about; the other one is the peer. */
    enum Role {
        SERVER,
        CLIENT
    }

    private static final char[] PASSWORD = "password".toCharArray();
    private static final X509Bundle CERTIFICATE = certificate();

    final SSLSocket client;
    final SSLSocket server;
    final SocketChannel underServer;
    final ExecutorService threads;
    private final SocketChannel underClient;

    private TlsEnds(String version, ExecutorService threads, SocketChannel underClient, SocketChannel underServer)
            throws Exception {
        this.threads = threads;
        SSLContext context = context(version);
        this.underClient = underClient;
        this.underServer = underServer;
        client = secure(context, underClient, true);
        server = secure(context, underServer, false);
        Future<?> hello = threads.submit(() -> {
            client.startHandshake();
            return null;
        });
        server.startHandshake();
        hello.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        client.setSoTimeout(PATIENCE_SECONDS * 1000);
        server.setSoTimeout(PATIENCE_SECONDS * 1000);
    }

    /** Opens both; the threads end with them. */
    static TlsEnds open(String version, ExecutorService threads) throws Exception {
        try (ServerSocketChannel listening = ServerSocketChannel.open()) {
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SocketChannel client = SocketChannel.open(listening.getLocalAddress());
            return new TlsEnds(version, threads, client, listening.accept());
        }
    }

    SSLSocket own(Role role) {
        return role == Role.SERVER ? server : client;
    }

    SSLSocket peer(Role role) {
        return role == Role.SERVER ? client : server;
    }

    /** Makes a connection of a role's end, which nobody reads yet, and takes its 101 away. */
    WatershedConnection connection(Role role, UpgradedChannel channel, WatershedListener listener) throws IOException {
        if (role == Role.CLIENT) {
            return Watershed.connect(Sample.response(Sample.responseHeaders()), channel, null, Sample.KEY)
                    .listen(listener);
        }
        WatershedConnection connection =
                Watershed.accept(Sample.request(), channel, null).listen(listener);
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) client.getInputStream().read());
        }
        return connection;
    }

    /** Ends a role's connection without a word of TLS, as a machine that breaks does. */
    void breakOff(Role role) throws IOException {
        Socket under = (role == Role.SERVER ? underServer : underClient).socket();
        under.setSoLinger(true, 0);
        under.close();
    }

    /** Writes below TLS until the network takes no more, so that nobody waits and the next who writes would. */
    void fillBelowServer() throws IOException {
        underServer.configureBlocking(false);
        ByteBuffer zeros = ByteBuffer.allocate(1 << 16);
        for (int taken = 1; taken > 0; ) {
            taken = underServer.write(zeros.clear());
        }
        underServer.configureBlocking(true);
    }

    @Override
    public void close() throws IOException {
        // Not by way of TLS, which would wait for the peer.
        underClient.close();
        underServer.close();
        threads.shutdownNow();
    }

    private static SSLSocket secure(SSLContext context, SocketChannel channel, boolean client) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(channel.socket(), "127.0.0.1", 0, true);
        socket.setUseClientMode(client);
        return socket;
    }

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

    private static SSLContext context(String version) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(CERTIFICATE.toKeyStore(PASSWORD), PASSWORD);
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("loopback", CERTIFICATE.getCertificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance(version);
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
