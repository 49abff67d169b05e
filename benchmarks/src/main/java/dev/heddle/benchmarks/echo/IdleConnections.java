package dev.heddle.benchmarks.echo;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Measures what connections hold on which nothing was sent. The server has been through as many connections before, a few at a
 * time, so that its classes are loaded and its code is compiled; what it holds is read after a collection of garbage, before and
 * while the connections are open. Its heap must be all touched ({@link #JVM_OPTIONS}), so that what becomes resident is not heap.
 */
final class IdleConnections {

    static final int CONNECTIONS = 10_000;
    /** Room for what the largest of the servers holds, and more than they need otherwise; the same for all. */
    static final List<String> JVM_OPTIONS = List.of("-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC");
    /** About how long it takes with one server; for what is said about the time that is left. */
    static final double SECONDS = 12;

    private static final int AT_ONCE = 500;
    /** Only to end if this program can not. */
    private static final double LONGEST_SECONDS = 120;

    private final LoadGenerator generator;
    private final Path jcmd;
    private final int connections;

    /**
     * @param jcmd of the JDK that the servers run on
     */
    IdleConnections(LoadGenerator generator, Path jcmd, int connections) {
        this.generator = generator;
        this.jcmd = jcmd;
        this.connections = connections;
    }

    /** Measures a server that was started with {@link #JVM_OPTIONS} and has seen no connection yet. */
    Entry.Idle measure(int round, RunningServer server) throws IOException, InterruptedException {
        for (int opened = 0; opened < connections; opened += AT_ONCE) {
            try (Held held = hold(server, Math.min(AT_ONCE, connections))) {
                held.await();
            }
        }
        Memory before = memory(server);
        Memory during;
        try (Held held = hold(server, connections)) {
            held.await();
            during = memory(server);
        }
        double other = (double) (during.resident - before.resident) / connections;
        Double heap = server.server().isJava() ? (double) (during.heap - before.heap) / connections : null;
        return new Entry.Idle(round, server.server(), heap, other);
    }

    private Held hold(RunningServer server, int count) throws IOException {
        return new Held(generator.idle(server, count, LONGEST_SECONDS));
    }

    /** Collects garbage and reads what is left. */
    private Memory memory(RunningServer server) throws IOException, InterruptedException {
        long heap = 0;
        if (server.server().isJava()) {
            String pid = Long.toString(server.pid());
            // Twice: what waits for a finalizer or a cleaner goes with the second collection.
            Programs.say(List.of(jcmd.toString(), pid, "GC.run"));
            heap = total(Programs.say(List.of(jcmd.toString(), pid, "GC.class_histogram")));
        }
        return new Memory(heap, server.memory().now());
    }

    /**
     * Returns how many bytes all live objects have: the last line of a class histogram, {@code Total instances bytes}.
     *
     * @throws IOException if that line is missing
     */
    static long total(String histogram) throws IOException {
        String last = histogram.substring(histogram.lastIndexOf('\n') + 1);
        String[] columns = last.strip().split("\\s+", -1);
        if (columns.length != 3 || !columns[0].equals("Total")) {
            throw new IOException("Not the end of a class histogram: " + last);
        }
        return Long.parseLong(columns[2]);
    }

    private record Memory(long heap, long resident) {}

    /** Connections that are open until this is closed. */
    private record Held(Process process) implements AutoCloseable {

        /** Waits until all are open. */
        void await() throws IOException {
            BufferedReader errors = process.errorReader();
            String line = errors.readLine();
            if (line == null || !line.contains("connections open")) {
                throw new IOException(line == null ? "wsload ended" : line);
            }
        }

        @Override
        public void close() throws IOException {
            process.getOutputStream().close();
            try {
                Programs.await(process, (long) LONGEST_SECONDS, "wsload");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
