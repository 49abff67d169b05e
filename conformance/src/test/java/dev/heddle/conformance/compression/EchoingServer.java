package dev.heddle.conformance.compression;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.heddle.driver.Driver;
import dev.heddle.driver.DriverListener;
import dev.heddle.driver.DriverOptions;
import dev.heddle.driver.OutputQueue;
import dev.heddle.driver.Request;
import dev.heddle.driver.ServerDriver;
import dev.heddle.driver.State;
import java.nio.ByteBuffer;

/** A server's side of one connection, without a socket, that echoes each message. */
final class EchoingServer implements DriverListener {

    private static final String REQUEST = """
            GET / HTTP/1.1\r
            Host: example.com\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r
            \r
            """;

    private final OutputQueue output = new OutputQueue();
    private final ServerDriver driver;

    EchoingServer(DriverOptions options) {
        driver = Driver.server(options, output, made -> this);
    }

    /** Goes through the handshake, and checks whether compression was agreed on. */
    void open(boolean compressed) {
        driver.parse(ByteBuffer.wrap(REQUEST.getBytes(ISO_8859_1)));
        transmit();
        check(driver.state() == State.OPEN, "not open");
        check((driver.extensions() != null) == compressed, "agreed on " + driver.extensions());
    }

    /** Takes a message, and checks that it goes back, compressed or not as it came. */
    void echo(ByteBuffer frame) {
        byte first = frame.get(frame.position());
        driver.parse(frame);
        ByteBuffer echo = transmit();
        check(echo.hasRemaining() && echo.get() == first, "no echo");
    }

    void lose() {
        driver.lost();
    }

    @Override
    public void onConnect(Request request) {
        driver.start();
    }

    @Override
    public void onText(ByteBuffer data, boolean last) {
        driver.text(data, last);
    }

    private ByteBuffer transmit() {
        ByteBuffer bytes = ByteBuffer.allocate((int) output.size());
        output.transmit(bytes);
        return bytes.flip();
    }

    private static void check(boolean right, String wrong) {
        if (!right) {
            throw new IllegalStateException(wrong);
        }
    }
}
