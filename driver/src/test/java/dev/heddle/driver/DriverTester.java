package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.extensions.Extension;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * A driver of either role with its output, and a log of everything that it said, in order: events such as
 * {@code text 48656c6c6f} or {@code close 1000 bye}, and output as {@code > 8a00}. A message stands in the log once it
 * is complete, in however many parts it was handed over.
 */
final class DriverTester {

    static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    static final String REQUEST = """
            GET /chat HTTP/1.1\r
            Host: example.com\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            Sec-WebSocket-Version: 13\r
            \r
            """;

    /** A request of draft 75. */
    static final String REQUEST_75 = """
            GET /demo HTTP/1.1\r
            Upgrade: WebSocket\r
            Connection: Upgrade\r
            Host: example.com\r
            Origin: http://example.com\r
            \r
            """;

    /** The request of draft 76 that is the example in it, without the eight bytes behind it. */
    static final String REQUEST_76 = """
            GET /demo HTTP/1.1\r
            Host: example.com\r
            Connection: Upgrade\r
            Sec-WebSocket-Key2: 12998 5 Y3 1  .P00\r
            Upgrade: WebSocket\r
            Sec-WebSocket-Key1: 4 @1  46546xW%0l 1 5\r
            Origin: http://example.com\r
            \r
            """;

    /** The eight bytes behind that request, and the answer to them. */
    static final String BODY_76 = "^n:ds[4U";

    static final String ANSWER_76 = "8jKS'y:G*Co,Wxa-";

    /** The answer to a client whose key is of zeros, as {@link #options} make it. */
    static final String RESPONSE = """
            HTTP/1.1 101 Switching Protocols\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Accept: ICX+Yqv66kxgM0FcWaLWlFLwTAI=\r
            \r
            """;

    final Role role;
    final TestOutput output = new TestOutput();
    final Driver driver;

    /** What a peer that agrees to everything sends as its header. */
    private final String extensions;

    private final List<String> log = new ArrayList<>();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private DriverListener then = new DriverListener() {};
    private boolean closed;

    private DriverTester(Role role, String url, DriverOptions options) {
        this.role = role;
        this.extensions = options.extensions().stream().map(Extension::name).collect(Collectors.joining(", "));
        this.driver = role == Role.SERVER
                ? Driver.server(options, output, server -> new Recorder())
                : Driver.client(url, options, output, client -> new Recorder());
    }

    /** Options by which a client's keys are of zeros. */
    static DriverOptions.Builder options() {
        return DriverOptions.builder().random(bytes -> {});
    }

    /** A driver to which nothing has happened. */
    static DriverTester fresh(Role role, DriverOptions.Builder options) {
        return new DriverTester(role, "ws://example.com/chat", options.build());
    }

    static DriverTester fresh(Role role) {
        return fresh(role, options());
    }

    static DriverTester client(String url, DriverOptions.Builder options) {
        return new DriverTester(Role.CLIENT, url, options.build());
    }

    /** A driver whose handshake is done and forgotten. */
    static DriverTester open(Role role, DriverOptions.Builder options) {
        return open(role, options.build());
    }

    static DriverTester open(Role role, DriverOptions options) {
        DriverTester tester = new DriverTester(role, "ws://example.com/chat", options);
        tester.handshake();
        tester.log.clear();
        tester.sent.reset();
        return tester;
    }

    static DriverTester open(Role role) {
        return open(role, options());
    }

    /** A driver that is open with extensions, whose late answers re-enter at once. */
    static DriverTester open(Role role, Extension... extensions) {
        return open(role, options().extensions(List.of(extensions)));
    }

    /** A driver that is open with extensions, whose late answers become tasks of the executor. */
    static DriverTester open(Role role, Executor executor, Extension... extensions) {
        return open(role, options().extensions(List.of(extensions)).executor(executor));
    }

    /** A server's driver whose handshake with a client of a draft is done and forgotten. */
    static DriverTester openDraft(String version, DriverOptions.Builder options) {
        DriverTester tester = fresh(Role.SERVER, options.allowDrafts(true));
        tester.driver.start();
        tester.feed(version.equals("hixie-75") ? REQUEST_75 : REQUEST_76 + BODY_76);
        assertThat(tester.driver.version()).isEqualTo(version);
        assertThat(tester.driver.state()).isEqualTo(State.OPEN);
        tester.log.clear();
        tester.sent.reset();
        return tester;
    }

    static DriverTester server() {
        return open(Role.SERVER);
    }

    static DriverTester client() {
        return open(Role.CLIENT);
    }

    /**
     * A driver that was fed a head, cut in two at a place other than 0, or byte by byte if that is −1; a server that
     * starts when it is there, a client that started before.
     */
    static DriverTester open(HeadCase head, int cut) {
        DriverTester tester = new DriverTester(head.role(), "ws://example.com/chat", head.options());
        tester.driver.start();
        if (head.role() == Role.CLIENT) {
            tester.flush();
            tester.log.clear();
            tester.sent.reset();
        }
        byte[] bytes = head.head().getBytes(StandardCharsets.ISO_8859_1);
        if (cut == -1) {
            return tester.feedByteByByte(bytes);
        }
        tester.feed(Arrays.copyOf(bytes, cut));
        return tester.feed(Arrays.copyOfRange(bytes, cut, bytes.length));
    }

    /** Opens a fresh driver, with all extensions that it has. */
    void handshake() {
        shakeHands(extensions);
        assertThat(driver.state()).isEqualTo(State.OPEN);
    }

    /** Does the handshake with a peer that offers or agrees to these extensions, or none if that is empty. */
    void shakeHands(String peersExtensions) {
        if (role == Role.CLIENT) {
            assertThat(driver.start()).isTrue();
            String response =
                    RESPONSE.replace(HandshakeKey.accept("A".repeat(22) + "=="), HandshakeKey.accept(sentKey()));
            feed(withExtensions(response, peersExtensions));
        } else {
            feed(withExtensions(REQUEST, peersExtensions));
            driver.start();
            flush();
        }
    }

    /** Returns a head that names extensions, if there are any. */
    static String withExtensions(String head, String extensions) {
        return extensions.isEmpty()
                ? head
                : head.replace("\r\n\r\n", "\r\nSec-WebSocket-Extensions: " + extensions + "\r\n\r\n");
    }

    ServerDriver asServer() {
        return (ServerDriver) driver;
    }

    ClientDriver asClient() {
        return (ClientDriver) driver;
    }

    /** Adds something that the listener does after an event was logged. */
    DriverTester then(DriverListener action) {
        then = action;
        return this;
    }

    /** Feeds a head, or other text of single octets. */
    DriverTester feed(String text) {
        return feed(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    DriverTester feed(byte[] bytes) {
        return feed(ByteBuffer.wrap(bytes.clone()));
    }

    DriverTester feed(ByteBuffer bytes) {
        driver.parse(bytes);
        assertThat(bytes.hasRemaining()).as("parse left bytes").isFalse();
        flush();
        return this;
    }

    DriverTester feedByteByByte(byte[] bytes) {
        for (byte b : bytes) {
            feed(new byte[] {b});
        }
        return this;
    }

    /** Feeds frames that are written without a mask; a server gets them masked. */
    DriverTester frames(String... unmasked) {
        for (String frame : unmasked) {
            feed(Wire.toPeer(role, Wire.bytes(frame)));
        }
        return this;
    }

    /** Returns and forgets the log. */
    List<String> log() {
        flush();
        List<String> entries = List.copyOf(log);
        log.clear();
        return entries;
    }

    /** Expects exactly these entries since the last call; output is written without the mask of a client. */
    void expect(String... entries) {
        List<String> expected = new ArrayList<>();
        for (String entry : entries) {
            if (!entry.startsWith("> ")) {
                expected.add(entry);
            } else {
                expected.add("> " + Wire.hex(Wire.from(role, Wire.bytes(entry.substring(2)))));
            }
        }
        assertThat(log()).isEqualTo(mergeOutput(expected));
    }

    /** Expects that the connection was failed with a Close frame. */
    void expectFailure(int code, String text) {
        expect("> " + closeFrame(code, text), "error " + code + " " + text, "close " + code + " " + text);
    }

    /** Returns all that was sent since the driver was made or opened, one character per octet. */
    String sent() {
        flush();
        return sent.toString(StandardCharsets.ISO_8859_1);
    }

    /** Returns a Close frame without a mask in hexadecimal. */
    static String closeFrame(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        return String.format("88%02x%04x%s", text.length + 2, code, Wire.hex(text));
    }

    /** Joins output that stands in one piece. */
    static List<String> mergeOutput(List<String> entries) {
        List<String> merged = new ArrayList<>();
        for (String entry : entries) {
            int last = merged.size() - 1;
            if (entry.startsWith("> ") && last >= 0 && merged.get(last).startsWith("> ")) {
                merged.set(last, merged.get(last) + entry.substring(2));
            } else {
                merged.add(entry);
            }
        }
        return merged;
    }

    /** Returns the key in a client's request. */
    String sentKey() {
        String name = "Sec-WebSocket-Key: ";
        int start = sent().indexOf(name) + name.length();
        return sent().substring(start, sent().indexOf("\r\n", start));
    }

    private void flush() {
        byte[] bytes = output.take();
        if (bytes.length == 0) {
            return;
        }
        sent.writeBytes(bytes);
        List<String> merged =
                mergeOutput(List.of(log.isEmpty() ? "" : log.get(log.size() - 1), "> " + Wire.hex(bytes)));
        if (merged.size() == 1) {
            log.set(log.size() - 1, merged.get(0));
        } else {
            log.add(merged.get(1));
        }
    }

    private void event(String entry) {
        flush();
        log.add(closed ? "after close: " + entry : entry);
    }

    private void part(String type, ByteBuffer data, boolean last) {
        byte[] copy = new byte[data.remaining()];
        data.get(data.position(), copy);
        message.writeBytes(copy);
        if (closed) {
            event(type);
        } else if (last) {
            event((type + " " + Wire.hex(message.toByteArray())).trim());
            message.reset();
        }
    }

    private final class Recorder implements DriverListener {

        @Override
        public void onConnect(Request request) {
            event("connect " + request.method() + " " + request.target());
            then.onConnect(request);
        }

        @Override
        public void onOpen() {
            event("open");
            then.onOpen();
        }

        @Override
        public void onText(ByteBuffer data, boolean last) {
            part("text", data, last);
            then.onText(data, last);
        }

        @Override
        public void onBinary(ByteBuffer data, boolean last) {
            part("binary", data, last);
            then.onBinary(data, last);
        }

        @Override
        public void onPing(ByteBuffer payload) {
            event(("ping " + Wire.hex(payload)).trim());
            then.onPing(payload);
        }

        @Override
        public void onPong(ByteBuffer payload) {
            event(("pong " + Wire.hex(payload)).trim());
            then.onPong(payload);
        }

        @Override
        public void onError(ProtocolError error) {
            event("error " + error.code() + " " + error.message());
            then.onError(error);
        }

        @Override
        public void onClose(int code, String reason) {
            event(reason.isEmpty() ? "close " + code : "close " + code + " " + reason);
            closed = true;
            then.onClose(code, reason);
        }
    }
}
