package dev.heddle.examples;

import dev.heddle.driver.Driver;
import dev.heddle.driver.OutputQueue;
import dev.heddle.driver.State;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A driver on a blocking socket. The calling thread reads, and is the only one that calls the driver; a second one writes.
 * What they share is the output, under one lock.
 *
 * <p>Reading pauses while the output is {@link OutputQueue#full}. So give a watermark to who answers what it hears, or a
 * peer that does not read fills the memory; and none to who speaks of its own accord, or two such peers wait for each other.
 */
public final class SocketIo {

    private static final int BUFFER = 16 * 1024;
    private static final int TIMEOUT_MILLIS = 10_000;

    private final Driver driver;
    private final OutputQueue output;
    private final Socket socket;
    /** Whether nothing comes behind what is in the output. */
    private boolean last;
    /** What went wrong first. */
    private @Nullable IOException failure;

    private SocketIo(Driver driver, OutputQueue output, Socket socket) {
        this.driver = driver;
        this.output = output;
        this.socket = socket;
    }

    /** Connects, and from then on waits 10 seconds for anything that is read. */
    public static Socket connect(String hostName, int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(hostName, port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Runs a connection to its end, and closes the socket. While it is not open, it waits 10 seconds for each read. */
    public static void run(Driver driver, OutputQueue output, Socket socket) throws IOException, InterruptedException {
        SocketIo io = new SocketIo(driver, output, socket);
        Thread writer = new Thread(io::write, "writer");
        writer.setDaemon(true);
        try (socket) {
            writer.start();
            io.read();
            writer.join();
        }
        if (io.failure != null) {
            throw io.failure;
        }
    }

    /** Writes what the driver has to say so far. */
    public static void write(OutputQueue output, Socket socket) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int count = output.transmit(ByteBuffer.wrap(buffer));
                count > 0;
                count = output.transmit(ByteBuffer.wrap(buffer))) {
            socket.getOutputStream().write(buffer, 0, count);
        }
    }

    private void read() throws InterruptedException {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = socket.getInputStream();
            while (awaitRoom()) {
                socket.setSoTimeout(driver.state() == State.OPEN ? 0 : TIMEOUT_MILLIS);
                int count = in.read(buffer);
                if (count < 0) {
                    break;
                }
                parse(ByteBuffer.wrap(buffer, 0, count));
            }
        } catch (IOException e) {
            fail(e);
        } finally {
            end();
        }
    }

    private void write() {
        byte[] buffer = new byte[BUFFER];
        try {
            OutputStream out = socket.getOutputStream();
            for (int count = awaitOutput(buffer); count > 0; count = awaitOutput(buffer)) {
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            fail(e);
        } catch (InterruptedException e) {
            fail(new InterruptedIOException());
        }
    }

    private synchronized void parse(ByteBuffer bytes) {
        driver.parse(bytes);
        notifyAll();
    }

    /** Waits until there is room for what may be caused by reading; false if nothing more is to be read. */
    private synchronized boolean awaitRoom() throws InterruptedException {
        driver.drained();
        while (output.full() && failure == null) {
            notifyAll();
            wait();
            driver.drained();
        }
        notifyAll();
        return failure == null && !driver.wantsClose();
    }

    /** Waits for something to write, and returns how much there is; 0 at the end. */
    private synchronized int awaitOutput(byte[] buffer) throws InterruptedException {
        while (output.size() == 0 && !last) {
            wait();
        }
        int count = output.transmit(ByteBuffer.wrap(buffer));
        notifyAll();
        return count;
    }

    private synchronized void end() {
        // Tells the listener, if the connection broke off.
        driver.end();
        last = true;
        notifyAll();
    }

    /** Closes the socket, so that the other thread does not wait for it. */
    private synchronized void fail(IOException cause) {
        if (failure != null) {
            return;
        }
        failure = cause;
        notifyAll();
        try {
            socket.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
