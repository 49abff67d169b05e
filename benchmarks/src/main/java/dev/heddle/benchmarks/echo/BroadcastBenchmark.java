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
import java.util.function.ToDoubleFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private final ComparisonOptions options = new ComparisonOptions();

    @Option(names = "--connections", paramLabel = "N", description = "How many WebSockets; default: ${DEFAULT-VALUE}.")
    private int connections = 15_000;

    @Option(
            names = "--messages",
            paramLabel = "N",
            description = "How many messages to each; default: ${DEFAULT-VALUE}.")
    private int messages = 1000;

    @Option(names = "--size", paramLabel = "BYTES", description = "Of each message; default: ${DEFAULT-VALUE}.")
    private int size = 125;

    /** What one broadcast took; the CPU time is that of a message to one socket. */
    private record Outcome(double peakMebibytes, double microseconds, double seconds) {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new BroadcastBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Files.createDirectories(LOGS);
        Jdk jdk = options.jdk();
        Map<Server, List<Outcome>> outcomes = new EnumMap<>(Server.class);
        for (int round = 1; round <= options.rounds(); round++) {
            for (Server server : List.of(Server.HEDDLE_EPOLL, Server.NETTY_EPOLL)) {
                System.err.printf(Locale.ROOT, "round %d of %d: %s%n", round, options.rounds(), server.label());
                outcomes.computeIfAbsent(server, any -> new ArrayList<>()).add(measure(jdk, server));
            }
        }
        options.publish(table(jdk, outcomes));
        return 0;
    }

    private Outcome measure(Jdk jdk, Server server) throws IOException, InterruptedException {
        String program = server.isOurs() ? "HeddleBroadcast" : "NettyBroadcast";
        List<String> command =
                options.server(jdk, program, "epoll", Integer.toString(messages), Integer.toString(size));
        Path log = LOGS.resolve(program + ".err");
        try (RunningServer running = RunningServer.start(server, command, log)) {
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
        MarkdownTable table = new MarkdownTable(
                List.of("server", "CPU a message, µs", "seconds in all", "resident at the most, MiB"));
        outcomes.forEach((server, all) -> table.row(List.of(
                server.label(),
                column(all, Outcome::microseconds, 3),
                column(all, Outcome::seconds, 1),
                column(all, Outcome::peakMebibytes, 0))));
        return String.format(
                        Locale.ROOT,
                        "JDK %s, %,d WebSockets, %,d messages of %d bytes to each, medians of %d rounds (least to most):%n%n",
                        jdk.version(),
                        connections,
                        messages,
                        size,
                        options.rounds())
                + table;
    }

    private static String column(List<Outcome> outcomes, ToDoubleFunction<Outcome> figure, int digits) {
        return Figures.range(Spread.of(outcomes.stream().mapToDouble(figure)).orElseThrow(), digits);
    }
}
