package dev.heddle.watershed;

import dev.heddle.driver.CloseCode;
import dev.heddle.driver.MessageAggregator;
import dev.heddle.driver.ProtocolError;
import dev.heddle.driver.Violation;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Makes deliveries of what the driver raises, under the driver's lock. */
final class DriverEvents extends MessageAggregator {

    private final WatershedConnection connection;
    private final Ending ending;
    private final Deliveries deliveries;
    private boolean failed;

    DriverEvents(WatershedConnection connection, Ending ending, Deliveries deliveries) {
        this.connection = connection;
        this.ending = ending;
        this.deliveries = deliveries;
    }

    @Override
    protected void onText(String message) {
        Tracing.passed(new Tracing.ReceiveText(), connection.number(), message.length());
        deliveries.add(listener -> listener.onText(connection, message));
    }

    @Override
    protected void onBinary(ByteBuffer message) {
        Tracing.passed(new Tracing.ReceiveBinary(), connection.number(), message.remaining());
        deliveries.add(listener -> listener.onBinary(connection, message));
    }

    @Override
    public void onPing(ByteBuffer payload) {
        ByteBuffer kept = copy(payload);
        deliveries.add(listener -> listener.onPing(connection, kept));
    }

    @Override
    public void onPong(ByteBuffer payload) {
        ByteBuffer kept = copy(payload);
        deliveries.add(listener -> listener.onPong(connection, kept));
    }

    @Override
    public void onError(ProtocolError error) {
        failed = true;
        // What the listener threw is no fault of the peer's, and reaches the caller as it is.
        if (error.violation() != Violation.OWNER) {
            deliveries.add(listener -> listener.onError(connection, error));
        }
    }

    @Override
    public void onClose(int code, String reason) {
        ending.ended();
        String name = CodeName.of(code);
        String why = name == null ? null : reason;
        if (!failed && code != CloseCode.ABNORMAL) {
            Tracing.passed(new Tracing.ReceiveClose(), connection.number(), code);
        }
        end(name, why);
    }

    private void end(@Nullable String code, @Nullable String reason) {
        Tracing.end(connection.number(), code, reason);
        deliveries.addEnd(listener -> listener.onEnd(connection, code, reason));
    }

    private static ByteBuffer copy(ByteBuffer lent) {
        return ByteBuffer.allocate(lent.remaining()).put(lent.duplicate()).flip();
    }
}
