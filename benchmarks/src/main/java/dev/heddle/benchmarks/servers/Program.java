package dev.heddle.benchmarks.servers;

import java.io.IOException;

/** What every server of a benchmark says and waits for. */
final class Program {

    private Program() {}

    /** Tells the port, and returns when whoever started this program has gone or closes its input. */
    static void serve(int port) throws IOException {
        System.out.println("listening " + port);
        while (System.in.read() >= 0) {
            // Only the end counts.
        }
    }
}
