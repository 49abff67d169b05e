package dev.heddle.testkit;

import dev.heddle.driver.Driver;
import dev.heddle.driver.DriverListener;
import dev.heddle.driver.DriverOptions;
import dev.heddle.driver.OutputQueue;
import dev.heddle.driver.ServerDriver;
import dev.heddle.testkit.contract.Peer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The other end of a transport in memory, for the contract: its loop has a thread of its own. */
final class MemoryPeer implements Peer {

    private static final long PATIENCE_SECONDS = 20;
    private static final int NARROW = 4 * 1024;

    /** Bytes, or no more of them, or the break. */
    private record Arrival(ByteBuffer bytes, boolean end, boolean reset) {}

    private final boolean client;
    private final MemoryTransport transport;
    /** What the transport has let through, at most one of the ends behind it. */
    private final BlockingQueue<Arrival> arrived = new LinkedBlockingQueue<>();

    private ByteBuffer current = ByteBuffer.allocate(0);
    /** Whether bytes come only as this side reads them. */
    private boolean narrow;

    MemoryPeer(boolean client, MemoryTransport transport) {
        this.client = client;
        this.transport = transport;
        transport.wire(new Arriving());
    }

    /** From now on the network takes next to nothing that is not read. */
    MemoryPeer narrow() {
        narrow = true;
        transport.stall();
        transport.drain(NARROW);
        return this;
    }

    /** Reads the client's request, and answers it. */
    MemoryPeer accept() throws IOException {
        OutputQueue output = new OutputQueue();
        ServerDriver server = Driver.server(DriverOptions.defaults(), output, driver -> new DriverListener() {});
        server.start();
        byte[] one = new byte[1];
        while (output.size() == 0) {
            if (read(one, 0, 1) < 0) {
                throw new IOException("The client has left");
            }
            server.parse(ByteBuffer.wrap(one));
        }
        byte[] response = new byte[(int) output.size()];
        output.transmit(ByteBuffer.wrap(response));
        write(response);
        return this;
    }

    /** Reads the server's response. */
    MemoryPeer skipHead() throws IOException {
        byte[] one = new byte[1];
        for (int matched = 0; matched < 4; ) {
            if (read(one, 0, 1) < 0) {
                throw new IOException("The server has left");
            }
            matched = one[0] == "\r\n\r\n".charAt(matched) ? matched + 1 : one[0] == '\r' ? 1 : 0;
        }
        return this;
    }

    @Override
    public boolean isClient() {
        return client;
    }

    @Override
    public void write(byte[] bytes) {
        transport.receive(ByteBuffer.wrap(bytes));
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        while (!current.hasRemaining()) {
            Arrival next = next();
            if (next.end() || next.reset()) {
                // It stays the end.
                arrived.add(next);
                if (next.reset()) {
                    throw new IOException("Connection reset");
                }
                return -1;
            }
            current = next.bytes();
        }
        int count = Math.min(length, current.remaining());
        current.get(into, from, count);
        return count;
    }

    private Arrival next() throws IOException {
        Arrival next = arrived.poll();
        try {
            if (next == null) {
                if (narrow) {
                    transport.drain(NARROW);
                }
                next = arrived.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (next == null) {
            throw new SocketTimeoutException("Nothing came");
        }
        return next;
    }

    @Override
    public void shutdownOutput() {
        transport.receiveEnd();
    }

    @Override
    public void reset() {
        transport.breakWith(new IOException("Connection reset by peer"));
    }

    @Override
    public void close() {
        transport.receiveEnd();
        reset();
    }

    /** What the transport sends to. */
    private final class Arriving implements Wire {

        @Override
        public void bytes(ByteBuffer bytes) {
            arrived.add(new Arrival(bytes, false, false));
        }

        @Override
        public void end() {
            arrived.add(new Arrival(ByteBuffer.allocate(0), true, false));
        }

        @Override
        public void reset() {
            arrived.add(new Arrival(ByteBuffer.allocate(0), false, true));
        }
    }
}
