package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A proxy's driver, with the client's driver that made it, an output for each of them, and a log of its events. */
final class ProxyTester {

    static final String URL = "http://proxy.example:3128";

    /** A proxy's answer that opens the tunnel. */
    static final String CONNECTED = """
            HTTP/1.1 200 Connection established\r
            Via: 1.1 proxy\r
            \r
            """;

    /** How each error's text begins. */
    static final String FAILURE = "Can't establish a connection to the server at ws://example.com/chat";

    final ClientDriver client;
    final ProxyDriver proxy;

    private final TestOutput toServer = new TestOutput();
    private final TestOutput toProxy = new TestOutput();
    private final ByteArrayOutputStream tunnel = new ByteArrayOutputStream();
    private final List<String> log = new ArrayList<>();
    private Runnable then = () -> {};

    private ProxyTester(String server, String url, DriverOptions.Builder options) {
        client = Driver.client(server, options.build(), toServer, driver -> new DriverListener() {});
        proxy = client.proxy(url, toProxy, driver -> new Recorder());
    }

    /** A driver that has not started, with credentials as the URLs have them. */
    static ProxyTester fresh(String server, String proxy) {
        return new ProxyTester(server, proxy, DriverTester.options());
    }

    static ProxyTester fresh() {
        return fresh("ws://example.com/chat", URL);
    }

    /** A driver whose request was sent and forgotten. */
    static ProxyTester asked(DriverOptions.Builder options) {
        ProxyTester tester = new ProxyTester("ws://example.com/chat", URL, options);
        assertThat(tester.proxy.start()).isTrue();
        tester.sent();
        return tester;
    }

    static ProxyTester asked() {
        return asked(DriverTester.options());
    }

    /** Adds something that the listener does after an event was logged. */
    ProxyTester then(Runnable action) {
        then = action;
        return this;
    }

    /** Feeds a head, or other text of single octets. */
    ProxyTester feed(String octets) {
        return feed(Wire.octets(octets));
    }

    ProxyTester feed(byte[] bytes) {
        return feed(ByteBuffer.wrap(bytes.clone()));
    }

    /** Feeds bytes; what is left of them goes to the tunnel, and there must be one. */
    ProxyTester feed(ByteBuffer bytes) {
        proxy.parse(bytes);
        assertThat(proxy.state() == State.OPEN || !bytes.hasRemaining())
                .as("left bytes without a tunnel")
                .isTrue();
        while (bytes.hasRemaining()) {
            tunnel.write(bytes.get());
        }
        return this;
    }

    ProxyTester feedByteByByte(byte[] bytes) {
        for (byte b : bytes) {
            feed(new byte[] {b});
        }
        return this;
    }

    /** Returns what was left for the tunnel, one character per octet. */
    String tunnel() {
        return Wire.text(tunnel.toByteArray());
    }

    /** Returns and forgets what was sent to the proxy, one character per octet. */
    String sent() {
        return Wire.text(toProxy.take());
    }

    /** Returns and forgets what was sent to the server, one character per octet. */
    String sentToServer() {
        return Wire.text(toServer.take());
    }

    /** Expects exactly these events since the last call. */
    void expect(String... entries) {
        assertThat(log).containsExactly(entries);
        log.clear();
    }

    /** Expects an error of that cause alone; the limit, if any, stands in parentheses. */
    void expectFailure(String cause) {
        expect("error 1006 " + FAILURE + ": " + cause);
    }

    List<String> log() {
        return log;
    }

    private final class Recorder implements ProxyListener {

        @Override
        public void onConnect() {
            log.add("connect");
            then.run();
        }

        @Override
        public void onError(ProtocolError error) {
            log.add("error " + error.code() + " " + error);
            then.run();
        }
    }
}
