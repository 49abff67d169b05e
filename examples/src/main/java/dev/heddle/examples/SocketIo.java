package dev.heddle.examples;

import dev.heddle.driver.Driver;
import dev.heddle.driver.OutputQueue;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;

/** A driver on a blocking socket: what the socket reads goes to the driver, what that writes goes to the socket. */
public final class SocketIo {

    private static final int BUFFER = 16 * 1024;

    private SocketIo() {}

    /** Runs a connection to its end, on the calling thread. */
    public static void run(Driver driver, OutputQueue output, Socket socket) throws IOException {
        try (socket) {
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[BUFFER];
            write(output, socket);
            while (!driver.wantsClose()) {
                int count = in.read(buffer);
                if (count < 0) {
                    break;
                }
                driver.parse(ByteBuffer.wrap(buffer, 0, count));
                write(output, socket);
            }
        } finally {
            // Tells the listener, if the connection broke off.
            driver.end();
        }
    }

    /** Writes what the driver has to say. */
    public static void write(OutputQueue output, Socket socket) throws IOException {
        byte[] buffer = new byte[BUFFER];
        ByteBuffer chunk = ByteBuffer.wrap(buffer);
        while (output.transmit(chunk.clear()) > 0) {
            socket.getOutputStream().write(buffer, 0, chunk.position());
        }
    }
}
