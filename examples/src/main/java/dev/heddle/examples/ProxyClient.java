package dev.heddle.examples;

import dev.heddle.driver.ClientDriver;
import dev.heddle.driver.OutputQueue;
import dev.heddle.driver.ProtocolError;
import dev.heddle.driver.ProxyDriver;
import dev.heddle.driver.ProxyListener;
import dev.heddle.driver.ProxyUrl;
import dev.heddle.driver.WebSocketUrl;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** {@link Client} through an HTTP proxy's tunnel, with TLS inside the tunnel where the URL is {@code wss:}. */
public final class ProxyClient {

    private ProxyClient() {}

    /** Connects to a URL by a proxy, such as {@code http://name:password@127.0.0.1:3128}, and says the rest. */
    public static void main(String[] arguments) throws IOException, InterruptedException, GeneralSecurityException {
        List<String> all = List.of(arguments);
        run(all.get(1), all.get(0), SSLContext.getDefault(), all.subList(2, all.size()), System.out::println);
    }

    /** Runs a connection to its end. */
    public static void run(String url, String proxyUrl, SSLContext tls, List<String> messages, Consumer<String> print)
            throws IOException, InterruptedException {
        OutputQueue output = new OutputQueue();
        ClientDriver driver = Client.connect(url, messages, print, output);
        ProxyUrl proxy = ProxyUrl.parse(proxyUrl);
        WebSocketUrl origin = WebSocketUrl.parse(url);
        try (Socket tcp = SocketIo.connect(proxy.hostName(), proxy.port())) {
            Socket socket = proxy.secure() ? Tls.over(tcp, proxy.hostName(), proxy.port(), tls) : tcp;
            ByteBuffer early = tunnel(driver, proxyUrl, socket, print);
            if (early == null) {
                return;
            }
            if (origin.secure()) {
                // Nobody has proved to be the origin yet: what came in front of TLS may be anyone's.
                if (early.hasRemaining()) {
                    throw new SSLException("Received bytes in front of TLS");
                }
                socket = Tls.over(socket, origin.hostName(), origin.port(), tls);
            }
            driver.start();
            driver.parse(early);
            SocketIo.run(driver, output, socket);
        }
    }

    /** Asks for the tunnel; returns what came out of it already, or null if there is none. */
    private static @Nullable ByteBuffer tunnel(
            ClientDriver driver, String proxyUrl, Socket socket, Consumer<String> print) throws IOException {
        OutputQueue output = new OutputQueue();
        boolean[] open = {false};
        ProxyDriver proxy = driver.proxy(proxyUrl, output, made -> new ProxyListener() {
            @Override
            public void onConnect() {
                open[0] = true;
            }

            @Override
            public void onError(ProtocolError error) {
                print.accept("Error: " + error + " (status " + made.statusCode() + ")");
            }
        });
        proxy.start();
        SocketIo.write(output, socket);
        byte[] buffer = new byte[16 * 1024];
        ByteBuffer read = ByteBuffer.allocate(0);
        while (!open[0] && !proxy.wantsClose()) {
            int count = socket.getInputStream().read(buffer);
            if (count < 0) {
                proxy.end();
            } else {
                read = ByteBuffer.wrap(buffer, 0, count);
                proxy.parse(read);
            }
        }
        return open[0] ? read : null;
    }
}
