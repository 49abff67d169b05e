package dev.heddle.examples;

import dev.heddle.watershed.UpgradedChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;

/** A proxy that takes part in both handshakes and then moves the frames unread: a buffer in each direction, whatever passes. */
public final class DetachedProxy {

    private static final int BUFFER = 64 * 1024;

    private DetachedProxy() {}

    /** Stands in front of the server on a port of this machine, which is the argument, and says on which port. */
    public static void main(String[] arguments) throws IOException {
        int target = Integer.parseInt(arguments[0]);
        try (ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            System.out.println("port " + listening.getLocalPort());
            while (!listening.isClosed()) {
                Socket client = listening.accept();
                new Thread(() -> serve(client, target), "client").start();
            }
        }
    }

    private static void serve(Socket client, int target) {
        try (client) {
            ProxyHandshakes handshakes = new ProxyHandshakes(client);
            try (Socket server = new Socket()) {
                List<UpgradedChannel> ends = handshakes.join(server, target);
                UpgradedChannel near = ends.get(0);
                UpgradedChannel far = ends.get(1);
                Thread up = new Thread(() -> move(near, far), "up");
                up.start();
                move(far, near);
                up.join();
            }
        } catch (IOException | InterruptedException e) {
            System.err.println(e.getMessage());
        }
    }

    /** Moves bytes until their end, which goes on too; a connection that breaks breaks the other one. */
    private static void move(UpgradedChannel from, UpgradedChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        try {
            while (from.read(buffer.clear()) >= 0) {
                to.write(buffer.flip());
            }
            to.shutdownOutput();
        } catch (IOException e) {
            for (UpgradedChannel end : List.of(from, to)) {
                try {
                    end.reset();
                } catch (IOException closed) {
                    System.err.println(closed.getMessage());
                }
            }
        }
    }
}
