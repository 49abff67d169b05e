package dev.heddle.permessagedeflate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.Driver;
import dev.heddle.driver.DriverListener;
import dev.heddle.driver.DriverOptions;
import dev.heddle.driver.OutputQueue;
import dev.heddle.driver.State;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** One side of a connection without a socket: a driver, and a peer that does what a test wants. */
final class Side implements DriverListener {

    private static final int MAX_LENGTH = 1000;

    /** What a peer offers; each side asks for more, if it wants that. */
    private static final String OFFER = "permessage-deflate; client_max_window_bits";

    private static final String REQUEST = """
            GET / HTTP/1.1\r
            Host: example.com\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Extensions:\s""";

    /** The answer to a key of zeros. */
    private static final String RESPONSE = """
            HTTP/1.1 101 Switching Protocols\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Accept: ICX+Yqv66kxgM0FcWaLWlFLwTAI=\r
            Sec-WebSocket-Extensions:\s""";

    private final boolean server;
    private final String agreement;
    private final OutputQueue output = new OutputQueue();
    private final Driver driver;
    private int messages;
    private int closeCode;

    /** Makes a side of the connection on which that agreement is to stand. */
    Side(boolean server, DriverOptions options, String agreement) {
        this.server = server;
        this.agreement = agreement;
        this.driver = server
                ? Driver.server(options, output, made -> this)
                : Driver.client("ws://example.com/", options, output, made -> this);
    }

    /** Makes options by which a client's keys are of zeros. */
    static DriverOptions options(PermessageDeflate extension) {
        return DriverOptions.builder()
                .random(bytes -> {})
                .maxLength(MAX_LENGTH)
                .extensions(List.of(extension))
                .build();
    }

    /** The client has offered, the server has not answered. */
    void offer() {
        offer(OFFER);
    }

    private void offer(String offer) {
        if (server) {
            parse(REQUEST + offer + "\r\n\r\n");
        } else {
            assertThat(driver.start()).isTrue();
        }
        assertThat(driver.state()).isEqualTo(State.CONNECTING);
    }

    /** What is asked for is refused: a server declines its client's offer, a client can not have what its server answers. */
    void disagree() {
        if (server) {
            offer("permessage-deflate; unknown");
            assertThat(driver.start()).isTrue();
            assertThat(driver.extensions()).isNull();
        } else {
            offer();
            parse(RESPONSE + "permessage-deflate; unknown\r\n\r\n");
            assertThat(closeCode).isEqualTo(1010);
        }
    }

    /** The extension is agreed on. */
    void open() {
        offer();
        if (server) {
            assertThat(driver.start()).isTrue();
        } else {
            parse(RESPONSE + agreement + "\r\n\r\n");
        }
        assertThat(driver.state()).isEqualTo(State.OPEN);
        assertThat(driver.extensions()).isEqualTo(agreement);
        sent();
    }

    /** A compressed message was sent. */
    void send() {
        assertThat(driver.text("Hello")).isTrue();
        assertThat(sent()).startsWith("c1");
    }

    /** A compressed message has come. */
    void receive() {
        receive(0xc1, "f248cdc9c90700");
    }

    /** A compressed message has come that has this as its payload. */
    void receive(String payload) {
        receive(0xc1, payload);
    }

    private void receive(int first, String payload) {
        int before = messages;
        frame(first, payload);
        assertThat(messages).isEqualTo(before + 1);
    }

    /** A compressed message has come that fails the connection. */
    void fail(String payload, int code) {
        frame(0xc1, payload);
        assertThat(closeCode).isEqualTo(code);
    }

    /** The first half of a compressed message has come. */
    void receiveHalf() {
        int before = messages;
        frame(0x41, "f248cd");
        assertThat(messages).isEqualTo(before);
    }

    /** This side has sent its Close frame. */
    void close() {
        assertThat(driver.close()).isTrue();
        assertThat(sent()).startsWith("88");
    }

    /** The peer has sent its Close frame. */
    void receiveClose() {
        frame(0x88, "03e8");
    }

    /** Gives the connection up in one of the ways that there are; on one that has ended, it does nothing. */
    void abort(int way) {
        switch (way) {
            case 0 -> driver.lost();
            case 1 -> driver.end();
            default -> driver.fail(1011, "");
        }
        assertThat(driver.state()).isEqualTo(State.CLOSED);
        assertThat(closeCode).isPositive();
    }

    /** Returns whether both Close frames have passed. */
    boolean wasClean() {
        return driver.wasClean();
    }

    @Override
    public void onText(ByteBuffer data, boolean last) {
        messages++;
    }

    @Override
    public void onClose(int code, String reason) {
        assertThat(closeCode).as("codes of close events before").isZero();
        closeCode = code;
    }

    private void parse(String head) {
        driver.parse(ByteBuffer.wrap(head.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** Hands in a frame with a short payload, to a server under a masking key of zeros. */
    private void frame(int first, String payload) {
        byte[] bytes = HexFormat.of().parseHex(payload);
        ByteBuffer frame = ByteBuffer.allocate(6 + bytes.length);
        frame.put((byte) first).put((byte) (bytes.length | (server ? 0x80 : 0)));
        if (server) {
            frame.putInt(0);
        }
        driver.parse(frame.put(bytes).flip());
    }

    /** Returns what was sent since the last time. */
    private String sent() {
        ByteBuffer bytes = ByteBuffer.allocate((int) output.size());
        output.transmit(bytes);
        return HexFormat.of().formatHex(bytes.array());
    }
}
