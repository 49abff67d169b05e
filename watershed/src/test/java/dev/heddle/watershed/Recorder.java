package dev.heddle.watershed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.ProtocolError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps each event as a line. */
final class Recorder implements WatershedListener {

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    /** Waits for the next event. */
    String next() throws InterruptedException {
        String event = events.poll(60, TimeUnit.SECONDS);
        assertThat(event).as("an event").isNotNull();
        return event;
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    @Override
    public void onText(WatershedConnection connection, String text) {
        events.add("text " + text);
    }

    @Override
    public void onBinary(WatershedConnection connection, ByteBuffer data) {
        events.add("binary " + hex(data));
    }

    @Override
    public void onPing(WatershedConnection connection, ByteBuffer payload) {
        events.add("ping " + hex(payload));
    }

    @Override
    public void onPong(WatershedConnection connection, ByteBuffer payload) {
        events.add("pong " + hex(payload));
    }

    @Override
    public void onError(WatershedConnection connection, ProtocolError error) {
        events.add("error " + error);
    }

    @Override
    public void onConnectionReset(WatershedConnection connection, IOException cause) {
        events.add(cause == null ? "reset" : "reset " + cause.getMessage());
    }

    @Override
    public void onEnd(WatershedConnection connection, String code, String reason) {
        events.add("end " + code + " " + reason);
    }

    private static String hex(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return HexFormat.of().formatHex(copy);
    }
}
