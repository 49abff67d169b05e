package dev.heddle.driver;

import dev.heddle.extensions.Extension;
import java.nio.ByteBuffer;
import java.util.stream.Collectors;

/** An open driver with streams, a source of bytes, and a reader of messages and bytes where the test connects them. */
final class StreamTester {

    final Driver driver;
    final DriverStreams streams;
    final TestSource<ByteBuffer> bytes = new TestSource<>();
    final TestReader<ByteBuffer> sent;
    final TestReader<WebSocketMessage> messages = TestReader.slow();
    final Role role;

    private StreamTester(Role role, DriverOptions options, DriverListener listener, TestReader<ByteBuffer> sent) {
        this.role = role;
        this.sent = sent;
        this.driver = role == Role.SERVER
                ? Driver.server(options, server -> listener)
                : Driver.client("ws://h/", options, client -> listener);
        this.streams = driver.streams();
        driver.start();
        String head = role == Role.SERVER ? DriverTester.REQUEST : DriverTester.RESPONSE;
        String extensions = options.extensions().stream().map(Extension::name).collect(Collectors.joining(", "));
        driver.parse(ByteBuffer.wrap(Wire.octets(DriverTester.withExtensions(head, extensions))));
        if (driver.state() != State.OPEN) {
            throw new AssertionError("The handshake failed");
        }
    }

    static StreamTester open(Role role) {
        return open(role, new DriverListener() {});
    }

    static StreamTester open(Role role, DriverListener listener) {
        return open(role, listener, TestReader.eager());
    }

    static StreamTester open(Role role, DriverListener listener, TestReader<ByteBuffer> sent) {
        return new StreamTester(role, DriverTester.options().build(), listener, sent);
    }

    static StreamTester open(Role role, DriverOptions options) {
        return new StreamTester(role, options, new DriverListener() {}, TestReader.eager());
    }

    /** Connects the wire, whose source waits for what the test adds. */
    StreamTester connect() {
        streams.io().subscribe(sent);
        bytes.subscribe(streams.io());
        sent.items().clear();
        return this;
    }

    /** Connects the reader of messages, then the wire. */
    StreamTester connectAll() {
        streams.messages().subscribe(messages);
        return connect();
    }

    /** Returns the frames as one buffer, as this driver receives it. */
    ByteBuffer frames(String... unmasked) {
        byte[] all = {};
        for (String frame : unmasked) {
            all = Wire.join(all, Wire.toPeer(role, Wire.bytes(frame)));
        }
        return ByteBuffer.wrap(all);
    }

    /** Returns what was sent since the wire was connected, without masks, in hexadecimal. */
    String sentHex() {
        StringBuilder hex = new StringBuilder();
        for (ByteBuffer buffer : sent.items()) {
            hex.append(Wire.hex(buffer));
        }
        return hex.toString();
    }
}
