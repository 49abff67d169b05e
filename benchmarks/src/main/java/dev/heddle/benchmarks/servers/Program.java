package dev.heddle.benchmarks.servers;

import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What all servers of a benchmark have in common: what they say and wait for, and their limits. */
final class Program {

    static final String HOST = "127.0.0.1";

    /** How many connections may wait to be accepted. */
    static final int BACKLOG = 1024;

    /** The longest message in bytes. */
    static final int MAX_MESSAGE = 64 * 1024 * 1024;

    private Program() {}

    /** Keeps greetings in the JDK's log off the standard error; warnings stay. */
    static void quiet() {
        Logger.getLogger("").setLevel(Level.WARNING);
    }

    /** Tells the port, and returns when whoever started this program has gone or closes its input. */
    static void serve(int port) throws IOException {
        System.out.println("listening " + port);
        while (System.in.read() >= 0) {
            // Only the end counts.
        }
    }

    /**
     * Tells the port, broadcasts at each line that is read, and returns when whoever started this program has gone or closes its
     * input.
     */
    static void serve(int port, Broadcast broadcast) throws IOException {
        System.out.println("listening " + port);
        for (int read = System.in.read(); read >= 0; read = System.in.read()) {
            if (read == '\n') {
                broadcast.run();
            }
        }
    }

    /** Sends some messages to everybody. */
    @FunctionalInterface
    interface Broadcast {

        void run() throws IOException;
    }

    /** Says loudly that a connection failed: a measurement with one is worth nothing. */
    static void failed(Throwable error) {
        error.printStackTrace();
    }
}
