package dev.heddle.conformance.compression;

import dev.heddle.driver.DriverOptions;
import dev.heddle.permessagedeflate.Ledger;
import dev.heddle.permessagedeflate.PermessageDeflate;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Measures what a connection holds that has said something and is idle now. A program, as each row needs a JVM to itself; {@code
 * conformance/idle} runs them all.
 */
public final class IdleConnections {

    private static final int CONNECTIONS = 10_000;
    private static final int MESSAGES = 3;
    private static final int WARMING = 5_000;

    /** What is measured: how the server is set up. */
    private enum Row {
        NONE("no compression", null),
        TAKEOVER("with takeover, the default", ""),
        NO_TAKEOVER("no takeover", "noContextTakeover; requestNoContextTakeover"),
        NO_TAKEOVER_POOLED(
                "no takeover, `maxIdleCodecs=16`", "noContextTakeover; requestNoContextTakeover; maxIdleCodecs=16"),
        TAKEOVER_POOLED("with takeover, `maxIdleCodecs=16`", "maxIdleCodecs=16");

        private final String title;
        private final String options;

        Row(String title, String options) {
            this.title = title;
            this.options = options;
        }

        DriverOptions options(Ledger ledger) {
            List<PermessageDeflate> extensions = options == null
                    ? List.of()
                    : List.of(ledger.build(PermessageDeflate.builder().setAll(options)));
            return DriverOptions.builder().extensions(extensions).build();
        }
    }

    private IdleConnections() {}

    /** Measures the rows that are named, and prints for each a line of a Markdown table; without any, its head. */
    public static void main(String[] rows) throws IOException {
        if (rows.length == 0) {
            System.out.println("| 10,000 idle connections | heap, each | native, each | decompressors |");
            System.out.println("|---|---:|---:|---:|");
        }
        for (String row : rows) {
            measure(Row.valueOf(row));
        }
    }

    private static void measure(Row row) throws IOException {
        Ledger ledger = new Ledger(Ledger.Supply.NEW);
        DriverOptions options = row.options(ledger);
        boolean compressed = row != Row.NONE;
        List<EchoingServer> idle = new ArrayList<>(CONNECTIONS);
        try (JsonPeer peer = new JsonPeer(new Random(7), compressed)) {
            // Classes are loaded and code is compiled before; one at a time, so that no memory waits to be used again.
            for (int i = 0; i < WARMING; i++) {
                connect(options, peer).lose();
            }
            long heap = heap();
            long resident = ResidentMemory.bytes();
            while (idle.size() < CONNECTIONS) {
                idle.add(connect(options, peer));
                if (idle.size() % 1_000 == 0) {
                    System.err.printf("%s: %d connections%n", row, idle.size());
                }
            }
            long heapEach = (heap() - heap) / CONNECTIONS;
            // The JVM's own use comes and goes by some megabytes: no more than kilobytes mean anything here.
            long nativeEach = Math.round((ResidentMemory.bytes() - resident) / (1000.0 * CONNECTIONS));
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %,d B | %,d kB | %,d |%n",
                    row.title,
                    heapEach,
                    nativeEach,
                    ledger.liveInflaters());
        }
        idle.forEach(EchoingServer::lose);
    }

    /** Returns a connection that has echoed its messages. */
    private static EchoingServer connect(DriverOptions options, JsonPeer peer) {
        EchoingServer server = new EchoingServer(options);
        server.open(peer.compresses());
        for (int message = 0; message < MESSAGES; message++) {
            server.echo(peer.frame());
        }
        return server;
    }

    /** Returns how many bytes of the heap are reachable. */
    private static long heap() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }
}
