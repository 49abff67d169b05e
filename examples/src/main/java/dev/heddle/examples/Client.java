package dev.heddle.examples;

import dev.heddle.driver.ClientDriver;
import dev.heddle.driver.Driver;
import dev.heddle.driver.DriverOptions;
import dev.heddle.driver.MessageAggregator;
import dev.heddle.driver.OutputQueue;
import dev.heddle.driver.ProtocolError;
import dev.heddle.driver.WebSocketUrl;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/** A client that says some things, prints what it hears, and goes once it heard as often as it spoke. */
public final class Client extends MessageAggregator {

    private final ClientDriver driver;
    private final Consumer<String> print;
    private int awaited;

    private Client(ClientDriver driver, List<String> messages, Consumer<String> print) {
        this.driver = driver;
        this.print = print;
        this.awaited = messages.size();
        // Kept until the connection is open.
        messages.forEach(driver::text);
    }

    /** Connects to a URL and says the rest of the arguments. */
    public static void main(String[] arguments) throws IOException, InterruptedException, GeneralSecurityException {
        List<String> all = List.of(arguments);
        run(all.get(0), SSLContext.getDefault(), all.subList(1, all.size()), System.out::println);
    }

    /** Runs a connection to its end. */
    public static void run(String url, SSLContext tls, List<String> messages, Consumer<String> print)
            throws IOException, InterruptedException {
        OutputQueue output = new OutputQueue();
        ClientDriver driver = connect(url, messages, print, output);
        WebSocketUrl target = WebSocketUrl.parse(url);
        try (Socket tcp = SocketIo.connect(target.hostName(), target.port())) {
            Socket socket = target.secure() ? Tls.over(tcp, target.hostName(), target.port(), tls) : tcp;
            driver.start();
            SocketIo.run(driver, output, socket);
        }
    }

    static ClientDriver connect(String url, List<String> messages, Consumer<String> print, OutputQueue output) {
        return Driver.client(url, DriverOptions.defaults(), output, made -> new Client(made, messages, print));
    }

    @Override
    public void onOpen() {
        if (awaited == 0) {
            driver.close();
        }
    }

    @Override
    protected void onText(String message) {
        heard(message);
    }

    @Override
    protected void onBinary(ByteBuffer message) {
        heard(message.remaining() + " bytes");
    }

    @Override
    public void onError(ProtocolError error) {
        print.accept("Error: " + error + " (status " + driver.statusCode() + ")");
    }

    @Override
    public void onClose(int code, String reason) {
        print.accept("Closed: " + code);
    }

    private void heard(String message) {
        print.accept(message);
        if (--awaited == 0) {
            driver.close();
        }
    }
}
