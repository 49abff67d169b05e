package dev.heddle.cli;

import dev.heddle.driver.CloseCode;
import dev.heddle.netty.NettyClient;
import dev.heddle.websocket.Printable;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketOptions;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heddle connect}: what is typed goes to a server, what it sends is printed. */
@Command(
        name = "connect",
        description = "Connects to a server: sends each line of the input, prints each message.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "At the end of the input it closes and prints what still arrives. Status: 0 closed with 1000, 1001, no code",
            "or the code asked for; 1 failed or broken off; 2 wrong use; 3 closed by the server with another code."
        })
final class Connect implements Callable<Integer> {

    @Parameters(paramLabel = "URL", description = "Where to connect to, ws: or wss:.")
    private String url = "";

    @Option(names = "--cacert", paramLabel = "FILE", description = "Authorities to trust instead of the system's, PEM.")
    private @Nullable File authorities;

    @Option(names = "--binary", description = "Send each line as a binary message.")
    private boolean binary;

    @Option(names = "--ping", paramLabel = "SECONDS", description = "Time between pings, 0 for none; default: 20.")
    private int ping = 20;

    @Option(names = "--header", paramLabel = "'NAME: VALUE'", description = "Header for the handshake; repeatable.")
    private List<String> headers = List.of();

    @Option(names = "--subprotocol", paramLabel = "NAME", description = "Subprotocol to ask for; repeatable.")
    private List<String> subprotocols = List.of();

    @Option(
            names = "--close",
            paramLabel = "CODE",
            description = "Close with this code: 1000, or 3000 to 4999; default: ${DEFAULT-VALUE}.")
    private int closeCode = CloseCode.NORMAL;

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
        Printer printer =
                new Printer(spec.commandLine().getOut(), spec.commandLine().getErr(), closeCode);
        try (NettyClient client = client()) {
            WebSocket socket = open(client, printer);
            if (socket != null) {
                // The server may close while this waits for a line.
                Thread input = new Thread(() -> send(socket, printer), "heddle-input");
                input.setDaemon(true);
                input.start();
            }
            return printer.status();
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

    private NettyClient client() throws UsageException {
        NettyClient.Builder builder = NettyClient.builder().threads(1);
        try {
            for (String header : headers) {
                int colon = header.indexOf(':');
                if (colon < 0) {
                    throw new UsageException("--header must be 'NAME: VALUE', not " + Printable.escape(header), null);
                }
                builder.header(
                        header.substring(0, colon), header.substring(colon + 1).strip());
            }
            builder.options(WebSocketOptions.builder()
                    .driver(driver -> driver.protocols(subprotocols))
                    .extensions(deflate.extensions())
                    .pingInterval(Duration.ofSeconds(ping))
                    .build());
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
        if (authorities != null) {
            if (!Files.isReadable(authorities.toPath())) {
                throw new UsageException("Cannot read --cacert " + authorities, null);
            }
            try {
                builder.tls(
                        SslContextBuilder.forClient().trustManager(authorities).build());
            } catch (IllegalArgumentException | SSLException e) {
                throw new UsageException("Cannot use --cacert " + authorities + ": " + e.getMessage(), e);
            }
        }
        return builder.build();
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
