package dev.heddle.benchmarks.echo;

import dev.heddle.netty.Http2Mode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Measures what a message costs the server over HTTP/2, where all WebSockets share a connection, beside HTTP/1.1, where each has its
 * own. The same server answers both, in the clear; Heddle's client is the load, on a core of its own.
 */
@Command(
        name = "http2",
        description = "Measures messages over HTTP/2 beside HTTP/1.1.",
        mixinStandardHelpOptions = true)
final class Http2Benchmark implements Callable<Integer> {

    private static final Path LOGS = Path.of("target/http2");
    private static final Map<String, Http2Mode> MODES = modes();

    /** What the client does: so many WebSockets, with so many messages on their way each, of so many bytes. */
    private record Load(int connections, int window, int size) {

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%,d B, %d × %d", size, connections, window);
        }
    }

    private static final List<Load> LOADS =
            List.of(new Load(64, 1, 16), new Load(64, 16, 16), new Load(64, 16, 1024), new Load(1000, 1, 125));

    @Mixin
    private final ComparisonOptions options = new ComparisonOptions();

    @Option(names = "--seconds", paramLabel = "S", description = "Of each measurement; default: ${DEFAULT-VALUE}.")
    private int seconds = 5;

    @Option(names = "--warm-up", paramLabel = "S", description = "In front of each; default: ${DEFAULT-VALUE}.")
    private int warmUp = 20;

    private static Map<String, Http2Mode> modes() {
        Map<String, Http2Mode> modes = new LinkedHashMap<>();
        modes.put("HTTP/1.1", Http2Mode.OFF);
        modes.put("HTTP/2", Http2Mode.PRIOR_KNOWLEDGE);
        return modes;
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Http2Benchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Jdk jdk = options.jdk();
        Map<Load, Map<String, List<Double>>> figures = new LinkedHashMap<>();
        int step = 0;
        for (int round = 0; round < options.rounds(); round++) {
            for (Load load : LOADS) {
                for (Map.Entry<String, Http2Mode> mode : MODES.entrySet()) {
                    step++;
                    System.err.printf(
                            Locale.ROOT,
                            "%d of %d: %s over %s%n",
                            step,
                            options.rounds() * LOADS.size() * MODES.size(),
                            load,
                            mode.getKey());
                    figures.computeIfAbsent(load, any -> new LinkedHashMap<>())
                            .computeIfAbsent(mode.getKey(), any -> new ArrayList<>())
                            .add(measure(jdk, mode.getValue(), load));
                }
            }
        }
        options.publish(table(jdk, figures));
        return 0;
    }

    /** Returns the processor time of the server for a message, in microseconds. */
    private double measure(Jdk jdk, Http2Mode mode, Load load) throws IOException, InterruptedException {
        List<String> command = options.server(jdk, "HeddleEcho", "epoll", "http2");
        try (RunningServer server = RunningServer.start(Server.HEDDLE_EPOLL, command, LOGS.resolve("server.err"));
                EchoingClient client = new EchoingClient(mode, load.connections(), load.window(), load.size())) {
            Programs.compileElsewhere(server.pid(), ComparisonOptions.SERVER_CORE);
            client.open("ws://127.0.0.1:" + server.port() + "/");
            Thread.sleep(Duration.ofSeconds(warmUp).toMillis());
            long count = client.count();
            Duration time = ProcessorTime.of(server.pid());
            Thread.sleep(Duration.ofSeconds(seconds).toMillis());
            double used = ProcessorTime.of(server.pid()).minus(time).toNanos() / 1000.0;
            return used / (client.count() - count);
        }
    }

    private String table(Jdk jdk, Map<Load, Map<String, List<Double>>> figures) {
        List<String> head = new ArrayList<>(List.of("load"));
        MODES.keySet().forEach(mode -> head.add(mode + ", µs"));
        head.add("ratio");
        MarkdownTable table = new MarkdownTable(head);
        figures.forEach((load, of) -> {
            List<String> cells = new ArrayList<>(List.of(load.toString()));
            List<Double> medians = new ArrayList<>();
            of.values().forEach(values -> {
                Spread spread = Spread.of(values.stream().mapToDouble(Double::doubleValue))
                        .orElseThrow();
                medians.add(spread.median());
                cells.add(Figures.range(spread, 2));
            });
            cells.add(String.format(Locale.ROOT, "%.2f", medians.get(1) / medians.get(0)));
            table.row(cells);
        });
        return String.format(
                        Locale.ROOT,
                        "JDK %s, processor time of the server for a message that it sends back; medians of %d rounds of %d s (least to"
                                + " most):%n%n",
                        jdk.version(),
                        options.rounds(),
                        seconds)
                + table;
    }
}
