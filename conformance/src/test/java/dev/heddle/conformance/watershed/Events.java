package dev.heddle.conformance.watershed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.command.ChildProcess;
import dev.heddle.driver.ProtocolError;
import dev.heddle.watershed.WatershedConnection;
import dev.heddle.watershed.WatershedListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps each event as a line, echoes messages if that is wanted, and ends as a text says. */
final class Events implements WatershedListener {

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final boolean echo;

    Events(boolean echo) {
        this.echo = echo;
    }

    String next() throws InterruptedException {
        String line = lines.poll(ChildProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(line).as("an event").isNotNull();
        return line;
    }

    @Override
    public void onText(WatershedConnection connection, String text) {
        lines.add("text " + text);
        if (text.equals("end")) {
            connection.end("enough");
        } else if (text.equals("destroy")) {
            connection.destroy();
        } else if (echo) {
            connection.send(text);
        }
    }

    @Override
    public void onBinary(WatershedConnection connection, ByteBuffer data) {
        lines.add("binary " + data.remaining());
        if (echo) {
            connection.send(data);
        }
    }

    @Override
    public void onError(WatershedConnection connection, ProtocolError error) {
        lines.add("error " + error);
    }

    @Override
    public void onConnectionReset(WatershedConnection connection, @Nullable IOException cause) {
        lines.add("reset");
    }

    @Override
    public void onEnd(WatershedConnection connection, @Nullable String code, @Nullable String reason) {
        lines.add("end " + code + " " + reason);
    }
}
