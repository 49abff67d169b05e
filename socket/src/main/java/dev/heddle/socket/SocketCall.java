package dev.heddle.socket;

import dev.heddle.driver.Headers;
import dev.heddle.driver.ProtocolErrorException;
import dev.heddle.driver.ResponseParser;
import dev.heddle.websocket.Fetch;
import dev.heddle.websocket.HttpUrl;
import dev.heddle.websocket.Transport;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One GET request and its response. The thread that made the connection goes on with the proxy and TLS, writes the request and reads;
 * once the head is there it reads only what is asked for, and where nothing is, it ends, and the next read has a new one.
 *
 * <pre>
 *   Dial ─▶ thread: proxy, TLS, request ─▶ read ─▶ loop: received ─▶ head, bytes … end
 *                                           ▲            │ asked for more
 *                                           └────────────┘
 * </pre>
 *
 * <p>On the loop, but for what a thread does that may wait.
 */
final class SocketCall implements Fetch.Call, Dial.Outcome {

    private final HttpUrl url;
    private final Headers headers;
    private final Fetch.Receiver receiver;
    private final Dialer dialer;
    private final Loop loop;
    private final Wire wire;
    private final Destination destination;
    private final Dial dial;
    private final ResponseParser parser;

    private Transport.Timer deadline = () -> {};
    /** Whether a read was asked for and has brought nothing yet. */
    private boolean wanted;
    /** Whether there is a reader, or one on its way, as the first is from the beginning. */
    private boolean reading = true;
    /** Whether the receiver hears nothing more. */
    private boolean over;

    /** Makes one that has not begun. */
    SocketCall(
            HttpUrl url, Headers headers, Fetch.Receiver receiver, Dialer dialer, ClientTls tls, Loop loop, Wire wire) {
        this.url = url;
        this.headers = headers;
        this.receiver = receiver;
        this.dialer = dialer;
        this.loop = loop;
        this.wire = wire;
        this.destination = Destination.of(url.server(), dialer.options(), tls);
        this.dial = new Dial(dialer, loop, wire, destination.hostName(), destination.port(), this);
        this.parser =
                new ResponseParser("GET", dialer.options().webSocket().driver().limits());
    }

    void start() {
        dial.start();
    }

    @Override
    public void read() {
        wanted = true;
        if (!reading && !over) {
            reading = true;
            try {
                dialer.threads().execute(new Reader());
            } catch (RuntimeException | Error e) {
                // Not inside of who asks.
                loop.execute(() -> broke(e), wire);
            }
        }
    }

    @Override
    public void cancel() {
        over = true;
        deadline.cancel();
        dial.stop();
        wire.close();
    }

    /** There is no response, or it breaks off. */
    void broke(Throwable cause) {
        if (!over) {
            cancel();
            receiver.failed(cause);
        }
    }

    // The connection

    @Override
    public void failed(Throwable cause) {
        broke(destination.unreachable(cause));
    }

    @Override
    public void connected(Socket socket) {
        wire.connected(socket);
        dial.decided();
        Duration limit = dialer.options().webSocket().handshakeTimeout();
        if (!limit.isZero()) {
            deadline = LoopTimer.start(
                    loop,
                    wire,
                    limit.toNanos(),
                    () -> broke(new SocketTimeoutException("The handshakes on the way to " + url
                            + " were not done within " + limit + " (handshakeTimeout)")));
        }
    }

    /** Asks, and reads the response, on this thread. */
    @Override
    public void proceed() {
        try {
            destination.open(wire);
            wire.write(request());
        } catch (IOException | RuntimeException | Error e) {
            loop.run(() -> broke(e));
            return;
        }
        loop.run(() -> deadline.cancel());
        new Reader().run();
    }

    private ByteBuffer request() {
        StringBuilder head = new StringBuilder("GET ").append(url.resource()).append(" HTTP/1.1\r\n");
        append(head, "Host", url.authority());
        append(head, "Connection", "close");
        headers.fields().forEach(field -> append(head, field.name(), field.value()));
        return ByteBuffer.wrap(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void append(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }

    // The response

    /** A thread that reads, while more is asked for. */
    private final class Reader implements Runnable {

        private final ReadBuffer buffer = new ReadBuffer();
        private boolean goesOn = true;

        @Override
        public void run() {
            while (goesOn) {
                boolean atEnd;
                try {
                    atEnd = !buffer.fill(wire.in());
                } catch (IOException | RuntimeException | Error e) {
                    loop.run(() -> broke(e));
                    return;
                }
                loop.run(() -> goesOn = received(atEnd, buffer));
            }
        }
    }

    /** Hands out what was read; tells whether to read on. */
    private boolean received(boolean atEnd, ReadBuffer buffer) {
        if (!over) {
            take(atEnd, buffer);
        }
        reading = !over && (wanted || !parser.hasHead());
        return reading;
    }

    private void take(boolean atEnd, ReadBuffer buffer) {
        try {
            if (atEnd) {
                parser.end();
            } else {
                parse(buffer.bytes());
            }
        } catch (ProtocolErrorException e) {
            String what = atEnd
                    ? "The connection to " + url + " ended within the response"
                    : "The response of " + url + " is malformed: " + e.getMessage();
            broke(new IOException(what, e));
            return;
        }
        if (!over && parser.isComplete()) {
            cancel();
            receiver.end();
        }
    }

    private void parse(ByteBuffer bytes) {
        if (!parser.hasHead()) {
            parser.parseHead(bytes);
            if (!parser.hasHead()) {
                return;
            }
            receiver.head(parser.status(), parser.headers());
        }
        if (!over) {
            parser.parseContent(bytes, this::content);
        }
    }

    private void content(ByteBuffer piece) {
        if (!over) {
            wanted = false;
            receiver.bytes(piece);
        }
    }
}
