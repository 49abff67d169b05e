package dev.heddle.cli;

import dev.heddle.driver.CloseCode;
import dev.heddle.driver.WebSocketMessage;
import dev.heddle.driver.WebSocketUrl;
import dev.heddle.netty.Http2Mode;
import dev.heddle.netty.NettyClient;
import dev.heddle.websocket.EventSourceClientOptions;
import dev.heddle.websocket.ReconnectingWebSocket;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketOptions;
import io.netty.handler.ssl.SslContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code heddle connect}: what is typed goes to a server, what it sends is printed. */
@Command(
        name = "connect",
        description = "Connects to a server: sends each line of the input, prints each message.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "At the end of the input it closes and prints what still arrives. Status: 0 closed with 1000, 1001, no code",
            "or the code asked for; 1 failed or broken off; 2 wrong use; 3 closed by the server with another code.",
            "",
            "Of an event stream it prints one line for each event: its id, type and data, with tabs between them. It connects",
            "again by itself, until the server's answer is no event stream; status 1."
        })
final class Connect implements Callable<Integer> {

    private static final int REDIRECTS = 5;

    private static final Set<String> FOR_WEB_SOCKETS = Set.of(
            "--binary",
            "--ping",
            "--subprotocol",
            "--close",
            "--http2",
            "--reconnect",
            "--deflate",
            "--deflate-options");

    @Parameters(
            paramLabel = "URL",
            description = "Where to connect to, ws: or wss:; http: or https: for an event stream.")
    private String url = "";

    @Option(names = "--binary", description = "Send each line as a binary message.")
    private boolean binary;

    @Option(names = "--ping", paramLabel = "SECONDS", description = "Time between pings, 0 for none; default: 20.")
    private int ping = 20;

    @Option(names = "--header", paramLabel = "'NAME: VALUE'", description = "Header for the handshake; repeatable.")
    private List<String> headers = List.of();

    @Option(names = "--subprotocol", paramLabel = "NAME", description = "Subprotocol to ask for; repeatable.")
    private List<String> subprotocols = List.of();

    @Option(
            names = {"-L", "--location"},
            description = "Follow up to " + REDIRECTS + " redirects; without it one is a failure.")
    private boolean followRedirects;

    @Option(
            names = "--close",
            paramLabel = "CODE",
            description = "Close with this code: 1000, or 3000 to 4999; default: ${DEFAULT-VALUE}.")
    private int closeCode = CloseCode.NORMAL;

    @Option(
            names = "--proxy",
            paramLabel = "URL",
            description =
                    "Proxy to go through, http:, https: or socks5:, with user:password@ if it asks for that; or env for"
                            + " what http_proxy, https_proxy, all_proxy and no_proxy say.")
    private String proxy = "";

    @Option(
            names = "--http2",
            description = "Use HTTP/2: for wss: if the server has it, else HTTP/1.1; for ws: without asking.")
    private boolean http2;

    @Option(names = "--reconnect", description = "Connect again when the connection ends, unless that is for good.")
    private boolean reconnects;

    @Mixin
    private ClientTls tls = new ClientTls();

    @Mixin
    private Deflate deflate = new Deflate();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws UsageException, IOException, InterruptedException {
        if (!CloseCode.isForApplications(closeCode)) {
            throw new UsageException("--close must be 1000, or 3000 to 4999, not " + closeCode, null);
        }
        if (spec == null) {
            throw new IllegalStateException("Not called as a command");
        }
        if (isEventStream()) {
            checkForEvents(spec.commandLine().getParseResult());
            return printEvents(spec.commandLine().getOut(), spec.commandLine().getErr());
        }
        Printer printer =
                new Printer(spec.commandLine().getOut(), spec.commandLine().getErr(), closeCode, reconnects);
        try (NettyClient client = client(spec.commandLine().getErr())) {
            if (reconnects) {
                return reconnect(client, printer);
            }
            WebSocket socket = open(client, printer);
            if (socket != null) {
                readInput(() -> send(socket, printer));
            }
            return printer.status();
        }
    }

    private int reconnect(NettyClient client, Printer printer) throws UsageException, InterruptedException {
        try {
            // An attempt would find it too, but that is no mistake of who typed it.
            WebSocketUrl.parse(url);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
        try (ReconnectingWebSocket socket = ReconnectingWebSocket.builder(client, url)
                .listener(printer)
                .onStatus(printer::onStatus)
                .start()) {
            readInput(() -> send(socket, printer));
            return printer.status();
        }
    }

    /** Reads on a thread of its own: the server may close while it waits for a line. */
    private static void readInput(Runnable lines) {
        Thread input = new Thread(lines, "heddle-input");
        input.setDaemon(true);
        input.start();
    }

    private boolean isEventStream() {
        return url.regionMatches(true, 0, "http:", 0, 5) || url.regionMatches(true, 0, "https:", 0, 6);
    }

    /** An option that could only be passed over is a mistake. */
    private static void checkForEvents(ParseResult given) throws UsageException {
        for (OptionSpec option : given.matchedOptions()) {
            if (FOR_WEB_SOCKETS.contains(option.longestName())) {
                throw new UsageException(option.longestName() + " is for ws: and wss:, not for event streams", null);
            }
        }
    }

    private int printEvents(PrintWriter out, PrintWriter err) throws UsageException, InterruptedException {
        EventPrinter printer = new EventPrinter(out, err);
        try (NettyClient client = client(err)) {
            EventSourceClientOptions.Builder options = EventSourceClientOptions.builder();
            options.maxRedirects(followRedirects ? REDIRECTS : 0);
            addHeaders(options::header);
            client.eventSource(url, options.build(), printer);
            printer.awaitFailure();
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
        return Printer.FAILED;
    }

    private void addHeaders(BiConsumer<String, String> request) throws UsageException {
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon < 0) {
                throw new UsageException("--header must be 'NAME: VALUE', but one has no colon", null);
            }
            request.accept(
                    header.substring(0, colon), header.substring(colon + 1).strip());
        }
    }

    private @Nullable WebSocket open(NettyClient client, Printer printer) throws UsageException {
        try {
            return client.connect(url, printer).join();
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        } catch (CompletionException e) {
            printer.failed();
            return null;
        }
    }

    private NettyClient client(PrintWriter err) throws UsageException {
        NettyClient.Builder builder = NettyClient.builder().threads(1).followRedirects(followRedirects ? REDIRECTS : 0);
        if (ping < 0) {
            throw new UsageException("--ping must be at least 0, not " + ping, null);
        }
        try {
            addHeaders(builder::header);
            builder.http2(http2 ? Http2Mode.PRIOR_KNOWLEDGE : Http2Mode.OFF);
            if (proxy.equals("env")) {
                builder.proxyFromEnvironment();
            } else if (!proxy.isEmpty()) {
                builder.proxy(proxy);
            }
            builder.options(WebSocketOptions.builder()
                    .driver(driver -> driver.protocols(subprotocols))
                    .extensions(deflate.extensions())
                    .pingInterval(Duration.ofSeconds(ping))
                    .build());
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
        SslContext context = tls.context(err);
        if (context != null) {
            builder.tls(context);
        }
        return builder.build();
    }

    /** Sends the input line by line, each when the one before it is written, over whatever connection there is. */
    private void send(ReconnectingWebSocket socket, Printer printer) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                WebSocketMessage message = binary
                        ? WebSocketMessage.binary(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)))
                        : WebSocketMessage.text(line);
                try {
                    socket.sendAsync(message).toCompletableFuture().get();
                } catch (ExecutionException e) {
                    printer.lost(String.valueOf(e.getCause()));
                }
            }
        } catch (IOException e) {
            printer.inputFailed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        socket.close(closeCode, "");
    }

    /** Sends the input line by line, no faster than the network takes it, and closes behind the last line. */
    private void send(WebSocket socket, Printer printer) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            boolean sent = true;
            for (String line = lines.readLine(); line != null && sent; line = lines.readLine()) {
                printer.awaitRoom(socket);
                sent = binary ? socket.send(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8))) : socket.send(line);
            }
            socket.close(closeCode, "");
        } catch (IOException e) {
            printer.inputFailed(e);
            socket.close(closeCode, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
