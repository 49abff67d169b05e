package dev.heddle.driver;

import dev.heddle.extensions.Extension;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What both roles' drivers with streams share: a connection around which every call lets flow what it has caused. The
 * connection itself knows nothing of streams.
 */
abstract class StreamDriver {

    private final Connection connection;
    private final StreamPump pump;

    StreamDriver(Connection connection, OutputQueue output) {
        this.connection = connection;
        this.pump = new StreamPump(connection, output);
        connection.extensions.enterBy(this::input);
    }

    /** Returns the output of a driver with streams. */
    static OutputQueue output() {
        return new OutputQueue(StreamPump.HIGH_WATERMARK);
    }

    final void listen(DriverListener application) {
        connection.listen(new StreamListener(pump, application));
    }

    /** Issues a command. */
    final boolean command(BooleanSupplier command) {
        return pump.call(command);
    }

    /** Issues a command that sends a message of the application's. */
    private boolean message(BooleanSupplier command) {
        pump.answering();
        return command(command);
    }

    // Queries

    public final DriverStreams streams() {
        return pump.streams();
    }

    public final State state() {
        return connection.state();
    }

    public final String version() {
        return connection.version();
    }

    public final @Nullable String protocol() {
        return connection.protocol();
    }

    public final @Nullable String extensions() {
        return connection.extensions();
    }

    public final long pendingBytes() {
        return connection.pendingBytes();
    }

    public final long bufferedAmount() {
        return connection.bufferedAmount();
    }

    public final long unwrittenMessages() {
        return connection.unwrittenMessages();
    }

    public final int sentCloseCode() {
        return connection.sentCloseCode();
    }

    public final int receivedCloseCode() {
        return connection.receivedCloseCode();
    }

    public final boolean wantsRead() {
        return connection.wantsRead();
    }

    public final boolean wantsClose() {
        return connection.wantsClose();
    }

    public final boolean wasClean() {
        return connection.wasClean();
    }

    // Inputs

    public final void parse(ByteBuffer bytes) {
        input(() -> connection.parse(bytes));
    }

    public final void end() {
        input(() -> {
            pump.ended();
            connection.end();
        });
    }

    public final void lost() {
        input(() -> {
            pump.ended();
            connection.lost();
        });
    }

    public final void pause() {
        input(connection::pause);
    }

    public final void resume() {
        input(connection::resume);
    }

    public final void drained() {
        input(connection::drained);
    }

    private void input(Runnable input) {
        pump.call(() -> {
            input.run();
            return true;
        });
    }

    // Commands

    public final boolean addExtension(Extension extension) {
        return connection.addExtension(extension);
    }

    public final boolean setHeader(String name, String value) {
        return connection.setHeader(name, value);
    }

    public final boolean text(String message) {
        return message(() -> connection.text(message));
    }

    public final boolean text(ByteBuffer utf8, boolean last) {
        return message(() -> connection.text(utf8, last));
    }

    public final boolean text(ByteBuffer utf8, boolean last, boolean compress) {
        return message(() -> connection.text(utf8, last, compress));
    }

    public final boolean binary(ByteBuffer message) {
        return message(() -> connection.binary(message));
    }

    public final boolean binary(ByteBuffer data, boolean last) {
        return message(() -> connection.binary(data, last));
    }

    public final boolean binary(ByteBuffer data, boolean last, boolean compress) {
        return message(() -> connection.binary(data, last, compress));
    }

    public final boolean send(WebSocketMessage message) {
        return message(() -> connection.send(message));
    }

    public final boolean ping(ByteBuffer payload) {
        return command(() -> connection.ping(payload));
    }

    public final boolean ping(ByteBuffer payload, PongCallback callback) {
        return command(() -> connection.ping(payload, callback));
    }

    public final boolean pong(ByteBuffer payload) {
        return command(() -> connection.pong(payload));
    }

    public final boolean close() {
        return command(connection::close);
    }

    public final boolean close(int code, String reason) {
        return command(() -> connection.close(code, reason));
    }

    public final boolean fail(int code, String reason) {
        return command(() -> connection.fail(code, reason));
    }
}
