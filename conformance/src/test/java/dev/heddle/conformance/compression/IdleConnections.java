package dev.heddle.conformance.compression;

import dev.heddle.permessagedeflate.CountedZlib;
import dev.heddle.permessagedeflate.PermessageDeflate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;

/**
 * Prints, as a Markdown table, what ten thousand idle connections hold with which options. Each is a server's driver that has
 * echoed a few messages of 1 KiB. One JVM for each line, as memory that was native once is not given back:
 *
 * <pre>
 *   java … IdleConnections            prints the head
 *   java … IdleConnections takeover   prints the line of one kind
 * </pre>
 */
public final class IdleConnections {

    private static final int CONNECTIONS = 10_000;
    private static final int MESSAGES = 4;
    private static final int MESSAGE = 1024;

    private IdleConnections() {}

    /** Measures one kind of connections: none, takeover, noTakeover, takeoverPool or noTakeoverPool. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 0) {
            System.out.println("| options | live codecs | heap, bytes each | resident, bytes each |");
            System.out.println("|---|---:|---:|---:|");
            return;
        }
        String kind = arguments[0];
        CountedZlib zlib = new CountedZlib();
        PermessageDeflate extension = extension(zlib, kind);
        String offer = kind.equals("none") ? "" : "permessage-deflate; client_max_window_bits";
        // What is loaded once, and the heap's own first pages, are no connection's.
        List<Side> warm = open(extension, offer, 200);
        warm.forEach(side -> side.driver.lost());
        long heap = heap();
        long resident = resident();
        long before = zlib.live();
        List<Side> sides = open(extension, offer, CONNECTIONS);
        System.out.printf(
                "| %s | %,d | %,d | %,d |%n",
                kind, zlib.live() - before, (heap() - heap) / sides.size(), (resident() - resident) / sides.size());
    }

    private static PermessageDeflate extension(CountedZlib zlib, String kind) {
        PermessageDeflate.Builder builder = zlib.builder();
        if (kind.startsWith("noTakeover")) {
            builder.noContextTakeover(true).requestNoContextTakeover(true);
        }
        return builder.maxIdleCodecs(kind.endsWith("Pool") ? 16 : 0).build();
    }

    private static List<Side> open(PermessageDeflate extension, String offer, int count) {
        byte[] data = CaseData.JSON.bytes();
        List<Side> sides = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Side side = Side.open(Who.SERVER, extension, offer);
            side.quiet((message, text) -> side.driver.text(ByteBuffer.wrap(message), true));
            String agreed = String.valueOf(side.driver.extensions());
            Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
            for (int m = 0; m < MESSAGES; m++) {
                int from = i * 17 % 1000 + m * MESSAGE;
                byte[] message = Arrays.copyOfRange(data, from, from + MESSAGE);
                if (agreed.contains("client_no_context_takeover")) {
                    deflater.reset();
                }
                if (offer.isEmpty()) {
                    side.frame(0x81, message);
                } else {
                    side.frame(0xc1, Deflated.deflate(deflater, message));
                }
                if (side.sent().size() != 1) {
                    throw new AssertionError("No echo");
                }
            }
            deflater.end();
            sides.add(side);
        }
        return sides;
    }

    private static long heap() {
        for (int i = 0; i < 5; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static long resident() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .sum();
    }
}
