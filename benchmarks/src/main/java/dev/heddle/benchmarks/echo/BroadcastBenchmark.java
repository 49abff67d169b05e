package dev.heddle.benchmarks.echo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures what it costs to hold many idle WebSockets and then to send the same messages to all of them: Heddle's server with
 * prepared messages beside Netty's own handler with one shared payload. The server has one core, the load generator the other.
 */
@Command(name = "broadcast", description = "Measures a broadcast to many WebSockets.", mixinStandardHelpOptions = true)
final class BroadcastBenchmark implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path WSLOAD = Path.of("wsload/wsload");
    private static final Path LOGS = Path.of("target/broadcast");
    private static final int LONGEST_SECONDS = 300;
    /** A heap of one size for both; touched only where it is used, so that the resident set says what that is. */
    private static final List<String> JVM_OPTIONS = List.of("-Xms256m", "-Xmx1g", "-XX:+UseSerialGC");

    @Option(names = "--java", paramLabel = "HOME", description = "A JDK for the servers; default: this one.")
    private Path java = Path.of(System.getProperty("java.home"));

    @Option(names = "--connections", paramLabel = "N", description = "How many WebSockets; default: ${DEFAULT-VALUE}.")
    private int connections = 15_000;

    @Option(
            names = "--messages",
            paramLabel = "N",
            description = "How many messages to each; default: ${DEFAULT-VALUE}.")
    private int messages = 1000;

    @Option(names = "--size", paramLabel = "BYTES", description = "Of each message; default: ${DEFAULT-VALUE}.")
    private int size = 125;

    @Option(names = "--rounds", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}; the median counts.")
    private int rounds = 3;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Where the table goes; default: standard output only.")
    private @Nullable Path report;

    /** What one broadcast took; the CPU time is that of a message to one socket. */
    private record Outcome(double peakMebibytes, double microseconds, double seconds) {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new BroadcastBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Files.createDirectories(LOGS);
        Jdk jdk = Jdk.at(java);
        Map<Server, List<Outcome>> outcomes = new EnumMap<>(Server.class);
        for (int round = 1; round <= rounds; round++) {
            for (Server server : List.of(Server.HEDDLE_EPOLL, Server.NETTY_EPOLL)) {
                System.err.printf(Locale.ROOT, "round %d of %d: %s%n", round, rounds, server.label());
                outcomes.computeIfAbsent(server, any -> new ArrayList<>()).add(measure(jdk, server));
            }
        }
        String table = table(jdk, outcomes);
        System.out.print(table);
        if (report != null) {
            Path folder = Path.of(System.getProperty("heddle.folder", "."));
            Files.writeString(folder.resolve(report), table);
        }
        return 0;
    }

    private Outcome measure(Jdk jdk, Server server) throws IOException, InterruptedException {
        String program = server.isOurs() ? "HeddleBroadcast" : "NettyBroadcast";
        List<String> command = new ArrayList<>(List.of(jdk.java().toString()));
        command.addAll(JVM_OPTIONS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add("dev.heddle.benchmarks.servers." + program);
        command.addAll(List.of("epoll", Integer.toString(messages), Integer.toString(size)));
        Path log = LOGS.resolve(program + ".err");
        try (RunningServer running = RunningServer.start(server, Programs.onCore(0, command), log)) {
            // Twice: the first is there to have the code compiled.
            broadcast(running);
            return broadcast(running);
        }
    }

    private Outcome broadcast(RunningServer server) throws IOException, InterruptedException {
        List<String> command = List.of(
                WSLOAD.toString(),
                "--idle",
                "--receive",
                Integer.toString(messages),
                "-c",
                Integer.toString(connections),
                "-s",
                Integer.toString(size),
                "-d",
                Integer.toString(LONGEST_SECONDS),
                "--pid",
                Long.toString(server.pid()),
                "127.0.0.1",
                Integer.toString(server.port()),
                "/");
        Process load = new ProcessBuilder(Programs.onCore(Machine.cores() - 1, command)).start();
        try (BufferedReader errors = load.errorReader();
                BufferedReader output = load.inputReader()) {
            String line = errors.readLine();
            if (line == null || !line.contains("connections open")) {
                throw new IOException(line == null ? "wsload ended" : line);
            }
            server.say("broadcast");
            String said = output.readLine();
            Programs.await(load, LONGEST_SECONDS, "wsload");
            if (said == null) {
                throw new IOException(String.valueOf(errors.readLine()));
            }
            JsonNode result = JSON.readTree(said);
            if (result.path("received").asLong() != (long) messages * connections) {
                throw new IOException("Not all messages came: " + said);
            }
            return new Outcome(
                    result.path("server_rss_peak_mb").asDouble(),
                    result.path("server_cpu_us_per_msg").asDouble(),
                    result.path("receive_seconds").asDouble());
        }
    }

    private String table(Jdk jdk, Map<Server, List<Outcome>> outcomes) {
        StringBuilder table = new StringBuilder();
        table.append(String.format(
                Locale.ROOT,
                "JDK %s, %,d WebSockets, %,d messages of %d bytes to each, medians of %d rounds (least to most):%n%n",
                jdk.version(),
                connections,
                messages,
                size,
                rounds));
        table.append(
                "| server | CPU a message, µs | seconds in all | resident at the most, MiB |\n|---|---|---|---|\n");
        outcomes.forEach((server, all) -> table.append("| ")
                .append(server.label())
                .append(" | ")
                .append(column(all.stream().map(Outcome::microseconds).toList(), "%.3f"))
                .append(" | ")
                .append(column(all.stream().map(Outcome::seconds).toList(), "%.1f"))
                .append(" | ")
                .append(column(all.stream().map(Outcome::peakMebibytes).toList(), "%.0f"))
                .append(" |\n"));
        return table.toString();
    }

    private static String column(List<Double> values, String format) {
        List<Double> sorted = values.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                format + " (" + format + "–" + format + ")",
                sorted.get(sorted.size() / 2),
                sorted.get(0),
                sorted.get(sorted.size() - 1));
    }
}
