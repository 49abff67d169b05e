package dev.heddle.cli;

import dev.heddle.netty.NettyServer;
import dev.heddle.socket.SocketServer;
import dev.heddle.websocket.Endpoint;
import dev.heddle.websocket.EventSourceOptions;
import dev.heddle.websocket.WebSocketListener;
import dev.heddle.websocket.WebSocketOptions;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code heddle serve}: a server until it is told to end. */
@Command(
        name = "serve",
        description = "Serves WebSockets, and a page at / to try them by hand.",
        mixinStandardHelpOptions = true,
        footer = {"", "Ends on Ctrl-C or SIGTERM, with 1001 to every client. Status 2: an option can not be used."})
final class Serve implements Callable<Integer> {

    /** With what the JVM needs to end, less than two seconds. */
    private static final Duration SHUTDOWN = Duration.ofSeconds(1);

    private static final String EVENTS = "/events";
    /** Short: who tries what a lost connection does to an event stream wants to see it. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    @Option(names = "--host", paramLabel = "NAME", description = "Address to listen on; default: ${DEFAULT-VALUE}.")
    private String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "N", description = "Port, 0 for any; default: ${DEFAULT-VALUE}.")
    private int port = 8000;

    @Option(names = "--path", paramLabel = "PATH", description = "Path of the WebSockets; default: ${DEFAULT-VALUE}.")
    private String path = "/";

    @Option(names = "--tls", description = "Speak TLS; needs --cert and --key.")
    private boolean tls;

    @Option(names = "--cert", paramLabel = "FILE", description = "Certificate chain, PEM.")
    private @Nullable File certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "Private key, PEM (PKCS#8).")
    private @Nullable File key;

    @Option(names = "--http2", description = "Speak HTTP/2 too: by ALPN with TLS, else with who begins so.")
    private boolean http2;

    @Option(names = "--echo", description = "Send each message back to its sender; the default.")
    private boolean echo;

    @Option(names = "--broadcast", description = "Send each message to everybody who keeps up.")
    private boolean broadcast;

    @Option(names = "--events", description = "Send a numbered message each second to event streams at /events.")
    private boolean events;

    @Option(names = "--max-message", paramLabel = "BYTES", description = "Longest message; default: 67108863.")
    private int maxMessage = (1 << 26) - 1;

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            description = "netty, or socket: the JDK's own sockets; default: ${DEFAULT-VALUE}.")
    private ServerTransport transport = ServerTransport.NETTY;

    @Option(names = "--threads", paramLabel = "N", description = "Netty's event loops; default: two for each core.")
    private @Nullable Integer threads;

    @Mixin
    private Deflate deflate = new Deflate();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws UsageException, IOException, InterruptedException {
        Running server = start();
        CountDownLatch never = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "heddle-shutdown"));
        if (spec != null) {
            PrintWriter out = spec.commandLine().getOut();
            out.println("Listening on " + server.url());
            out.println("Page at " + server.url().replaceFirst("^ws", "http").replaceFirst("(://[^/]*/).*", "$1"));
            out.flush();
        }
        never.await();
        return 0;
    }

    /** What can carry a server. */
    enum ServerTransport {
        NETTY,
        SOCKET;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A server of either kind. */
    private record Running(String url, Function<Duration, CompletionStage<Void>> shutdown) {}

    private Running start() throws UsageException, IOException {
        if (echo && broadcast) {
            throw new UsageException("--echo and --broadcast exclude each other", null);
        }
        try {
            Page page = new Page(path, events ? EVENTS : "");
            return transport == ServerTransport.NETTY ? netty(endpoint(), page) : socket(endpoint(), page);
        } catch (IllegalArgumentException | IOException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }

    private Endpoint endpoint() throws UsageException {
        WebSocketListener listener = broadcast ? new Broadcast() : new Echo();
        Endpoint.Builder builder = Endpoint.builder()
                .path(path)
                .listener(request -> listener)
                .options(WebSocketOptions.builder()
                        .driver(driver -> driver.maxLength(maxMessage))
                        .extensions(deflate.extensions())
                        .build());
        if (events) {
            Events numbered = new Events();
            builder.events(EVENTS, EventSourceOptions.builder().retry(RETRY).build(), request -> numbered);
        }
        return builder.build();
    }

    private Running netty(Endpoint endpoint, Page page) throws UsageException, IOException {
        NettyServer.Builder builder = NettyServer.builder()
                .endpoint(endpoint)
                .host(host)
                .port(port)
                .http(page::answer)
                .http2(http2);
        if (threads != null) {
            builder.threads(threads);
        }
        if (speaksTls()) {
            builder.tls(tlsContext(null));
        }
        NettyServer server = builder.start();
        return new Running(server.url(), server::shutdown);
    }

    private Running socket(Endpoint endpoint, Page page) throws UsageException, IOException {
        if (threads != null) {
            throw new UsageException(
                    "--threads is for --transport netty; sockets have a thread for each connection", null);
        }
        if (http2) {
            throw new UsageException("--http2 is for --transport netty", null);
        }
        SocketServer.Builder builder =
                SocketServer.builder().endpoint(endpoint).host(host).port(port).http(page::answer);
        if (speaksTls()) {
            // Reads PEM, which the JDK does not.
            builder.tls(((JdkSslContext) tlsContext(SslProvider.JDK)).context());
        }
        SocketServer server = builder.start();
        return new Running(server.url(), server::shutdown);
    }

    private boolean speaksTls() {
        return tls || certificate != null || key != null;
    }

    private SslContext tlsContext(@Nullable SslProvider provider) throws UsageException {
        File chain = readable("--cert", certificate);
        File privateKey = readable("--key", key);
        try {
            return SslContextBuilder.forServer(chain, privateKey)
                    .sslProvider(provider)
                    .build();
        } catch (IllegalArgumentException | SSLException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new UsageException(
                    "Cannot use certificate " + chain + " with key " + privateKey + ": " + cause.getMessage(), e);
        }
    }

    private static File readable(String option, @Nullable File file) throws UsageException {
        if (file == null) {
            throw new UsageException("TLS needs --cert and --key; " + option + " is missing", null);
        }
        if (!Files.isReadable(file.toPath()) || !file.isFile()) {
            throw new UsageException("Cannot read " + option + " " + file, null);
        }
        return file;
    }

    /** Ends all connections, and then the JVM with the status of a command that did what it was told. */
    private static void stop(Running server) {
        server.shutdown().apply(SHUTDOWN).toCompletableFuture().join();
        Runtime.getRuntime().halt(0);
    }
}
