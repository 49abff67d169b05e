package dev.heddle.benchmarks.echo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs {@code wsload}, on the core that the servers run on. */
final class LoadGenerator {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** For opening a thousand connections, and for closing them. */
    private static final long PATIENCE_SECONDS = 60;
    /** How much longer a cell is warmed up at most, while the server's JVM compiles. */
    private static final int SETTLE_SECONDS = 12;

    private final Path program;
    private final int core;
    private final Path folder;

    /**
     * @param folder for what the program says; it must exist
     */
    LoadGenerator(Path program, int core, Path folder) {
        this.program = program;
        this.core = core;
        this.folder = folder;
    }

    /**
     * Loads a server.
     *
     * @param warmup seconds before what is measured, at least: it goes on while the server's JVM compiles
     * @throws IOException if the server breaks a rule or a connection, with what the generator says about it
     */
    Entry.Load load(int round, RunningServer server, Cell cell, double warmup, double seconds)
            throws IOException, InterruptedException {
        return parse(round, server.server(), cell, run(server, cell, warmup, seconds));
    }

    /** Loads a server and measures nothing. */
    void warmUp(RunningServer server, Cell cell, double seconds) throws IOException, InterruptedException {
        run(server, cell, 0, seconds);
    }

    private String run(RunningServer server, Cell cell, double warmup, double seconds)
            throws IOException, InterruptedException {
        Path said = folder.resolve("wsload.out");
        Path errors = folder.resolve("wsload.err");
        Process process = new ProcessBuilder(Programs.onCore(
                        core, command(server.server(), server.port(), server.pid(), cell, warmup, seconds)))
                .redirectOutput(said.toFile())
                .redirectError(errors.toFile())
                .start();
        Programs.await(process, (long) (warmup + seconds) + SETTLE_SECONDS + PATIENCE_SECONDS, "wsload");
        if (process.exitValue() != 0) {
            throw new IOException(Programs.lastLine(errors));
        }
        return Files.readString(said);
    }

    /** Returns a process that opens idle connections and holds them until its input is closed; it says when they are open. */
    Process idle(RunningServer server, int connections, double seconds) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString(), "--idle", "--hold"));
        command.addAll(List.of("-c", Integer.toString(connections), "-d", seconds(seconds)));
        if (server.server().isRaw()) {
            command.add("--raw");
        }
        command.addAll(address(server.port()));
        return new ProcessBuilder(Programs.onCore(core, command))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    List<String> command(Server server, int port, long pid, Cell cell, double warmup, double seconds) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(server.isRaw() ? List.of("--raw") : cell.content().options());
        command.addAll(List.of("-c", Integer.toString(cell.connections())));
        command.addAll(List.of("-p", Integer.toString(cell.inFlight())));
        command.addAll(List.of("-s", Integer.toString(cell.size())));
        if (cell.rate() > 0) {
            command.addAll(List.of("--rate", Integer.toString(cell.rate())));
        }
        if (cell.isForLatency()) {
            command.add("--histogram");
        }
        command.addAll(List.of("-w", seconds(warmup), "-d", seconds(seconds)));
        if (server.isJava() && warmup > 0) {
            command.addAll(List.of("--settle", Integer.toString(SETTLE_SECONDS)));
        }
        command.addAll(List.of("--pid", Long.toString(pid)));
        command.addAll(address(port));
        return command;
    }

    /**
     * Reads the line that the generator prints.
     *
     * @throws IOException if it is not that line, or no message came back
     */
    static Entry.Load parse(int round, Server server, Cell cell, String line) throws IOException {
        JsonNode report;
        try {
            report = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IOException("wsload said no JSON: " + line, e);
        }
        if (number(report, "messages") <= 0) {
            throw new IOException("No message came back in time");
        }
        JsonNode buckets = report.get("histogram");
        return new Entry.Load(
                round,
                server,
                cell.name(),
                number(report, "server_cpu_us_per_msg"),
                number(report, "msg_per_s"),
                number(report, "client_cpu_us_per_msg"),
                buckets == null ? null : Latencies.of(buckets).encoded());
    }

    private static double number(JsonNode report, String field) throws IOException {
        JsonNode value = report.get(field);
        if (value == null || !value.isNumber()) {
            throw new IOException("wsload told no " + field + ": " + report);
        }
        return value.asDouble();
    }

    private static List<String> address(int port) {
        return List.of("127.0.0.1", Integer.toString(port), "/");
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.2f", seconds);
    }
}
