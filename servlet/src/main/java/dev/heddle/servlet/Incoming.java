package dev.heddle.servlet;

import dev.heddle.websocket.Connection;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What an upgraded connection receives. On the loop, except where said otherwise.
 *
 * <p>As with {@link Outgoing}, {@code isReady} is not asked again before {@code onDataAvailable} once it has answered false; and
 * not at all while reading is paused, so that the container does not read ahead.
 */
final class Incoming implements ReadListener {

    private static final int SMALLEST = 1024;
    private static final int LARGEST = 32 * 1024;
    /** After so much, what it caused is written before more is read. */
    private static final int MOST_AT_ONCE = 128 * 1024;

    private final ServletTransport transport;
    private final Connection connection;
    private final Loop loop;
    private final ServletInputStream stream;

    /** How large the next array should be; the connection itself keeps none. */
    private int size = SMALLEST;
    /** Whether the container has said that there is something. */
    private boolean available;

    private boolean paused;
    /** Whether the peer's end has come, or nothing is wanted any more. */
    private boolean over;
    /** Whether the peer's end was told. */
    private boolean told;

    Incoming(ServletTransport transport, Connection connection, Loop loop, ServletInputStream stream, boolean paused) {
        this.transport = transport;
        this.connection = connection;
        this.loop = loop;
        this.stream = stream;
        this.paused = paused;
    }

    /** Begins to read. */
    void open() {
        stream.setReadListener(this);
    }

    void pause() {
        paused = true;
    }

    void resume() {
        if (paused) {
            paused = false;
            // Not here, where the connection is in the middle of something.
            loop.execute(this::read);
        }
    }

    /**
     * Takes what is there and drops it, up to a bound: a connection that is closed with something unread is reset, and what was
     * sent to the peer last may be lost with it.
     */
    void drop() {
        try {
            byte[] bytes = new byte[LARGEST];
            int dropped = 0;
            while (!over && available && dropped < MOST_AT_ONCE && isReady()) {
                dropped += Math.max(1, stream.read(bytes));
            }
        } catch (IOException | RuntimeException e) {
            // It ends anyway.
        }
        over = true;
    }

    /** Reads no more. */
    void end() {
        over = true;
    }

    /** {@inheritDoc} */
    @Override
    public void onDataAvailable() {
        loop.enter(() -> {
            available = true;
            read();
        });
    }

    /** {@inheritDoc} */
    @Override
    public void onAllDataRead() {
        loop.enter(this::ended);
    }

    /** {@inheritDoc} */
    @Override
    public void onError(Throwable cause) {
        if (loop.inLoop()) {
            // From inside isReady, behind which Tomcat calls the input finished.
            over = true;
        }
        loop.enter(() -> broke(cause));
    }

    private void read() {
        if (over || paused || !available) {
            return;
        }
        byte[] bytes = new byte[size];
        int sum = 0;
        boolean toComplete = false;
        try {
            while (!over && !paused && sum < MOST_AT_ONCE && isReady()) {
                int count = stream.read(bytes);
                if (count < 0) {
                    break;
                }
                sum += count;
                toComplete = true;
                connection.received(ByteBuffer.wrap(bytes, 0, count));
                if (count == bytes.length && size < LARGEST) {
                    size *= 2;
                    bytes = new byte[size];
                }
            }
            if (sum > 0) {
                toComplete = false;
                connection.readComplete();
            }
            if (!over && stream.isFinished()) {
                ended();
            }
        } catch (IOException | RuntimeException e) {
            try {
                if (toComplete) {
                    // Of what came before it.
                    connection.readComplete();
                }
            } finally {
                broke(e);
            }
        }
        if (sum >= MOST_AT_ONCE) {
            loop.execute(this::read);
        } else if (sum < size / 4 && size > SMALLEST) {
            size /= 2;
        }
    }

    private boolean isReady() {
        available = stream.isReady();
        return available;
    }

    private void ended() {
        over = true;
        if (!told && !transport.isGone()) {
            told = true;
            connection.ended();
        }
    }

    private void broke(Throwable cause) {
        // So Tomcat says that the peer has ended its side in order; what others derive from it means a connection that
        // broke.
        if (cause.getClass() == EOFException.class) {
            ended();
        } else {
            over = true;
            transport.failed(cause);
        }
    }
}
