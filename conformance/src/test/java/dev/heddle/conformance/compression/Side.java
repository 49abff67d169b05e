package dev.heddle.conformance.compression;

import dev.heddle.driver.Driver;
import dev.heddle.driver.DriverListener;
import dev.heddle.driver.DriverOptions;
import dev.heddle.driver.OutputQueue;
import dev.heddle.driver.ProtocolError;
import dev.heddle.driver.State;
import dev.heddle.extensions.Extension;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A driver of one role, with a log of everything that it says, in order: events such as {@code text "Hello"}, and frames
 * that it sends such as {@code [81 48656c6c6f]}.
 */
final class Side {

    private static final String REQUEST = """
        GET / HTTP/1.1\r
        Host: example.com\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        Sec-WebSocket-Version: 13\r
        %s\r
        """;

    /** The answer to a client whose key is of zeros. */
    private static final String RESPONSE = """
        HTTP/1.1 101 Switching Protocols\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Accept: ICX+Yqv66kxgM0FcWaLWlFLwTAI=\r
        %s\r
        """;

    final Who who;
    final OutputQueue output = new OutputQueue();
    final Driver driver;

    private final List<String> log = new ArrayList<>();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    /** Whether messages are counted only, not written down. */
    private boolean quiet;
    /** Whether what is sent are frames, not the head of a request or response. */
    private boolean shaken;
    /** Whether what is sent is for {@link #sent} alone and does not go into the log. */
    private boolean raw;

    private BiConsumer<byte[], Boolean> then = (message, text) -> {};

    long messages;

    private Side(Who who, DriverOptions.Builder options) {
        this.who = who;
        DriverOptions built = options.random(bytes -> {}).build();
        this.driver = who == Who.SERVER
                ? Driver.server(built, output, server -> new Log())
                : Driver.client("ws://example.com/", built, output, client -> new Log());
    }

    static Side fresh(Who who, DriverOptions.Builder options) {
        return new Side(who, options);
    }

    static Side fresh(Who who, Extension extension) {
        return fresh(who, options(extension));
    }

    /** A side that is open: to a server this was offered, to a client answered. */
    static Side open(Who who, DriverOptions.Builder options, String agreed) {
        Side side = new Side(who, options).shakeHands(agreed);
        side.takeHead();
        if (side.driver.state() != State.OPEN) {
            throw new AssertionError("The handshake failed: " + side.log);
        }
        side.shaken = true;
        return side;
    }

    static Side open(Who who, Extension extension, String agreed) {
        return open(who, options(extension), agreed);
    }

    static DriverOptions.Builder options(Extension extension) {
        return DriverOptions.builder().extensions(List.of(extension));
    }

    /** Does the handshake with a peer that offers or answers this. */
    Side shakeHands(String extensions) {
        driver.start();
        String head = who == Who.SERVER ? request(extensions) : response(extensions);
        return feed(head.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Returns a request that offers extensions, or none if that is empty. */
    static String request(String extensions) {
        return REQUEST.formatted(field(extensions));
    }

    /** Returns the answer to a client whose key is of zeros. */
    static String response(String extensions) {
        return RESPONSE.formatted(field(extensions));
    }

    private static String field(String extensions) {
        return extensions.isEmpty() ? "" : "Sec-WebSocket-Extensions: " + extensions + "\r\n";
    }

    /** Notes no messages, but how many there are. */
    Side quiet() {
        quiet = true;
        return this;
    }

    /** Notes neither messages nor frames, but hands each message to an action, and tells whether it is text. */
    Side quiet(BiConsumer<byte[], Boolean> action) {
        then = action;
        raw = true;
        return quiet();
    }

    Side feed(byte[] bytes) {
        driver.parse(ByteBuffer.wrap(bytes.clone()));
        return this;
    }

    Side feed(byte[] bytes, int from, int to) {
        byte[] part = new byte[to - from];
        System.arraycopy(bytes, from, part, 0, part.length);
        return feed(part);
    }

    Side frame(int first, byte[] payload) {
        return feed(new WireFrame(first, payload).toBytes(who));
    }

    /** Returns and forgets what was sent, as the head of a request or response. */
    String takeHead() {
        return new String(take(), StandardCharsets.ISO_8859_1);
    }

    byte[] take() {
        ByteBuffer sent = ByteBuffer.allocate((int) output.size());
        output.transmit(sent);
        return sent.array();
    }

    /** Returns and forgets the frames that were sent and have not been logged. */
    List<WireFrame> sent() {
        return WireFrame.read(who, ByteBuffer.wrap(take()));
    }

    /** Returns and forgets the log; reasons of errors are not in it. */
    List<String> log() {
        flush();
        List<String> entries = List.copyOf(log);
        log.clear();
        return entries;
    }

    private void flush() {
        if (output.size() == 0) {
            return;
        }
        if (!shaken || raw) {
            return;
        }
        byte[] bytes = take();
        for (WireFrame frame : WireFrame.read(who, ByteBuffer.wrap(bytes))) {
            log.add(
                    frame.opcode() == 8 && frame.payload().length > 2
                            ? "Close " + ByteBuffer.wrap(frame.payload()).getShort()
                            : frame.toString());
        }
    }

    private void note(String entry) {
        flush();
        log.add(entry);
    }

    private void part(ByteBuffer data, boolean text, boolean last) {
        byte[] copy = new byte[data.remaining()];
        data.get(data.position(), copy);
        message.writeBytes(copy);
        if (last) {
            messages++;
            byte[] whole = message.toByteArray();
            message.reset();
            if (!quiet) {
                note(
                        text
                                ? "text \"" + new String(whole, StandardCharsets.UTF_8) + '"'
                                : "binary \"" + printable(whole) + '"');
            }
            then.accept(whole, text);
        }
    }

    private static String printable(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.US_ASCII);
        return text.matches("[A-Za-z]*") ? text : HexFormat.of().formatHex(bytes);
    }

    private final class Log implements DriverListener {

        @Override
        public void onText(ByteBuffer data, boolean last) {
            part(data, true, last);
        }

        @Override
        public void onBinary(ByteBuffer data, boolean last) {
            part(data, false, last);
        }

        @Override
        public void onPing(ByteBuffer payload) {
            note(("ping " + hex(payload)).trim());
        }

        @Override
        public void onPong(ByteBuffer payload) {
            note(("pong " + hex(payload)).trim());
        }

        @Override
        public void onError(ProtocolError error) {
            note("error " + error.code());
        }

        @Override
        public void onClose(int code, String reason) {
            note("close " + code);
        }

        private String hex(ByteBuffer payload) {
            byte[] copy = new byte[payload.remaining()];
            payload.get(payload.position(), copy);
            return HexFormat.of().formatHex(copy);
        }
    }
}
