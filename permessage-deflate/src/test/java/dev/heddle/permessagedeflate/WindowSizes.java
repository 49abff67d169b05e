package dev.heddle.permessagedeflate;

import java.io.IOException;
import java.util.Random;

/** Prints the table of docs/compression.md: how long messages become here, beside zlib with the same window. */
final class WindowSizes {

    private static final int MESSAGES = 500;
    private static final int LENGTH = 1024;

    private WindowSizes() {}

    public static void main(String[] arguments) throws IOException {
        try (PythonZlib peer = PythonZlib.start()) {
            for (boolean takeover : new boolean[] {true, false}) {
                System.out.println(takeover ? "With context takeover:\n" : "\nWithout:\n");
                System.out.println("| window bits | JSON | zlib | binary | zlib | incompressible | zlib |");
                System.out.println("|---:|---:|---:|---:|---:|---:|---:|");
                for (int bits = WindowBits.MOST; bits >= WindowBits.LEAST; bits--) {
                    StringBuilder line = new StringBuilder("| ").append(bits).append(" |");
                    for (Corpus corpus : new Corpus[] {Corpus.JSON, Corpus.BINARY, Corpus.INCOMPRESSIBLE}) {
                        line.append(cells(peer, bits, takeover, corpus));
                    }
                    System.out.println(line);
                }
            }
        }
    }

    private static String cells(PythonZlib peer, int bits, boolean takeover, Corpus corpus) {
        Random random = new Random(1);
        Exchange side = Exchange.server(
                PermessageDeflate.defaults(),
                "server_max_window_bits=" + bits + (takeover ? "" : "; server_no_context_takeover"));
        long ours = 0;
        long theirs = 0;
        for (int i = 0; i < MESSAGES; i++) {
            byte[] data = corpus.message(random, LENGTH);
            ours += side.send(data).bytes().length;
            // zlib has no raw stream of 8 bits.
            theirs += bits < 9 ? 0 : peer.compress(data, bits, i == 0 || !takeover).length;
        }
        side.close();
        return " " + ours / MESSAGES + " | " + (bits < 9 ? "–" : theirs / MESSAGES) + " |";
    }
}
