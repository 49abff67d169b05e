package dev.heddle.driver;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The listener of a driver with streams: collects messages for their reader, and passes every event on. */
final class StreamListener implements DriverListener {

    private final StreamPump pump;
    private final DriverListener application;

    /** Whether a message has begun that is not at its end. */
    private boolean inside;
    /** Collects the message under way; null if its beginning was not read by anybody. */
    private @Nullable Collector collector;

    StreamListener(StreamPump pump, DriverListener application) {
        this.pump = pump;
        this.application = application;
    }

    @Override
    public void onConnect(Request request) {
        application.onConnect(request);
    }

    @Override
    public void onOpen() {
        application.onOpen();
    }

    @Override
    public void onFrameLength(int frameLength) {
        Collector reader = collector(false);
        if (reader != null) {
            reader.onFrameLength(frameLength);
        }
        application.onFrameLength(frameLength);
    }

    @Override
    public void onText(ByteBuffer data, boolean last) {
        int start = data.position();
        Collector reader = collector(last);
        if (reader != null) {
            reader.onText(data, last);
        }
        pump.handOver(() -> application.onText(data.position(start), last));
    }

    @Override
    public void onBinary(ByteBuffer data, boolean last) {
        int start = data.position();
        Collector reader = collector(last);
        if (reader != null) {
            reader.onBinary(data, last);
        }
        pump.handOver(() -> application.onBinary(data.position(start), last));
    }

    @Override
    public void onPing(ByteBuffer payload) {
        application.onPing(payload);
    }

    @Override
    public void onPong(ByteBuffer payload) {
        application.onPong(payload);
    }

    @Override
    public void onError(ProtocolError error) {
        pump.failed(error);
        application.onError(error);
    }

    @Override
    public void onClose(int code, String reason) {
        collector = null;
        application.onClose(code, reason);
    }

    private @Nullable Collector collector(boolean last) {
        if (!pump.isRead()) {
            collector = null;
        } else if (!inside) {
            collector = new Collector();
        }
        Collector current = collector;
        inside = !last;
        if (last) {
            collector = null;
        }
        return current;
    }

    private final class Collector extends MessageAggregator {

        @Override
        protected void onText(String message) {
            pump.message(new WebSocketMessage.Text(message));
        }

        @Override
        protected void onBinary(ByteBuffer message) {
            pump.message(new WebSocketMessage.Binary(message));
        }
    }
}
