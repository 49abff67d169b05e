package dev.heddle.benchmarks.echo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** The page on what was measured. */
final class MarkdownReport {

    private final List<Results> jdks;
    private final StringBuilder page = new StringBuilder();

    private MarkdownReport(List<Results> jdks) {
        this.jdks = jdks;
    }

    /** Returns the page for one or more JDKs, in the order in which they are to appear. */
    static String of(List<Results> jdks) {
        return new MarkdownReport(jdks).write();
    }

    private String write() {
        page.append("# Echo servers beside each other\n\n");
        page.append(
                "Written by `benchmarks/echo`; not to be changed by hand. What each number means is said above its table.\n");
        machine();
        goals();
        for (Results results : jdks) {
            page.append("\n## JDK ").append(results.environment().feature()).append('\n');
            loads(results);
            memory(results);
        }
        missing();
        return page.toString();
    }

    private void machine() {
        Environment first = jdks.get(0).environment();
        page.append("\n## Where and how\n\n");
        bullet(first.processor() + ", " + first.cores() + " cores, "
                + Figures.three(first.memory() / (double) (1 << 30)) + " GiB of memory, " + first.kernel());
        bullet(versions());
        for (Results results : jdks) {
            Environment environment = results.environment();
            bullet("JDK " + environment.jvm() + ": " + environment.rounds() + " rounds, "
                    + Figures.three(environment.seconds()) + " s for each cell; options of the servers: "
                    + (environment.jvmOptions().isEmpty() ? "none" : code(environment.jvmOptions()))
                    + ", so `" + environment.jvmFlags() + "`; " + environment.date());
        }
        page.append(
                "\nEvery server is a process of its own. Servers and load generator share one core, over the loopback"
                        + " interface; a JVM compiles on another one, and a cell is not measured before it has done so. A round starts all servers anew, warms them up, and takes each cell through all of them before the"
                        + " next cell. A ratio is made within a round; the table shows the median of the rounds, and in parentheses the least"
                        + " and the greatest. A cell is named by its payload, its connections and the messages in flight on each: `16 B,"
                        + " 64 × 1`.\n");
    }

    private String versions() {
        TreeSet<String> versions = new TreeSet<>();
        for (Results results : jdks) {
            results.environment().versions().forEach((name, version) -> versions.add(name + " " + version));
        }
        return String.join(", ", versions);
    }

    private void goals() {
        List<Column> columns = new ArrayList<>();
        for (Results results : jdks) {
            results.servers().stream().filter(Server::isOurs).forEach(ours -> columns.add(new Column(results, ours)));
        }
        if (columns.isEmpty()) {
            return;
        }
        page.append("\n## Goals\n\n");
        MarkdownTable table = new MarkdownTable(Stream.concat(
                        Stream.of("ratio", "cell", "at most"), columns.stream().map(Column::title))
                .toList());
        for (Goal goal : Goal.all()) {
            List<String> row = new ArrayList<>(List.of(goal.what(), goal.cell(), Figures.three(goal.limit())));
            columns.forEach(column -> row.add(column.reached(goal)));
            table.row(row);
        }
        page.append(table);
    }

    private void loads(Results results) {
        List<Cell> cells = results.cells();
        List<Server> servers = results.servers();
        if (cells.isEmpty()) {
            return;
        }
        plot(results, Plots.RATIOS, "CPU of each server per message, as a multiple of a raw echo");
        table(
                "Server CPU per echoed message, µs",
                cells,
                servers,
                cell -> server ->
                        results.load(server, cell, Entry.Load::cpu).map(spread -> Figures.three(spread.median())));
        List<Server> framed = servers.stream().filter(server -> !server.isRaw()).toList();
        table(
                "The same ÷ raw Netty: on the same transport, or on epoll for those that are not on Netty",
                cells.stream().filter(cell -> !cell.content().isCompressed()).toList(),
                framed,
                cell -> server -> results.toRaw(server, cell).map(spread -> shown(server, spread)));
        plot(results, Plots.DEFLATE_COST, "CPU of each server per compressed message");
        table(
                "Messages a second, thousands; the generator takes its part of the core",
                cells.stream().filter(cell -> cell.rate() == 0).toList(),
                servers,
                cell -> server -> results.load(server, cell, Entry.Load::perSecond)
                        .map(spread -> Figures.three(spread.median() / 1000)));
        latencies(results, cells, servers);
    }

    /** Ratios of ours have all three figures, the others only the median: a table is not to be wider than it need be. */
    private static String shown(Server server, Spread spread) {
        return server.isOurs() ? Figures.range(spread) : Figures.three(spread.median());
    }

    private void latencies(Results results, List<Cell> cells, List<Server> servers) {
        List<Cell> kept = cells.stream().filter(Cell::isForLatency).toList();
        if (kept.isEmpty()) {
            return;
        }
        page.append("\n### Round trip, µs: median / 99 % / 99.9 %, all rounds together\n\n");
        MarkdownTable table = new MarkdownTable(
                Stream.concat(Stream.of(""), kept.stream().map(Cell::title)).toList());
        for (Server server : servers) {
            List<String> row = new ArrayList<>(List.of(server.label()));
            for (Cell cell : kept) {
                row.add(results.latencies(server, cell)
                        .map(all -> Figures.three(all.micros(50)) + " / " + Figures.three(all.micros(99)) + " / "
                                + Figures.three(all.micros(99.9)))
                        .orElse(""));
            }
            table.row(row);
        }
        page.append(table);
    }

    private void memory(Results results) {
        List<Server> servers = results.servers();
        plot(results, Plots.IDLE, "Bytes that each of 10,000 idle connections holds");
        page.append("\n### Memory\n\n");
        page.append(
                "Heap and native: what each of 10,000 connections holds that have opened and said nothing, after a collection of"
                        + " garbage; the live objects of the Java heap, and what became resident outside of it, with `"
                        + String.join(" ", IdleConnections.JVM_OPTIONS)
                        + "`. Native memory comes and goes by some hundreds of kilobytes: some tens of bytes mean nothing. Peak: the most"
                        + " that was resident while the server went through the cells without compression, with the JVM's own choice of"
                        + " heap.\n\n");
        MarkdownTable table =
                new MarkdownTable(List.of("", "heap, bytes each", "native, bytes each", "both", "peak, MiB"));
        for (Server server : servers) {
            Optional<Spread> heap = server.isJava()
                    ? results.idle(server, entry -> entry.heap() == null ? Double.NaN : entry.heap())
                    : Optional.empty();
            table.row(List.of(
                    server.label(),
                    median(heap),
                    median(results.idle(server, Entry.Idle::other)),
                    median(results.idle(server, Entry.Idle::total)),
                    results.peak(server)
                            .map(peak -> Figures.whole(peak.median() / (1 << 20)))
                            .orElse("")));
        }
        page.append(table);
    }

    private void missing() {
        TreeSet<String> reasons = new TreeSet<>();
        for (Results results : jdks) {
            for (Entry.Missing missing : results.missing()) {
                reasons.add("JDK " + results.environment().feature() + ", "
                        + missing.server().label()
                        + (missing.cell() == null ? "" : ", " + missing.cell())
                        + ": " + missing.reason());
            }
        }
        if (!reasons.isEmpty()) {
            page.append("\n## Not measured\n\n");
            reasons.forEach(this::bullet);
        }
    }

    private void table(
            String title,
            List<Cell> cells,
            List<Server> servers,
            Function<Cell, Function<Server, Optional<String>>> figure) {
        page.append("\n### ").append(title).append("\n\n");
        MarkdownTable table =
                new MarkdownTable(Stream.concat(Stream.of(""), servers.stream().map(Server::label))
                        .toList());
        for (Cell cell : cells) {
            table.row(Stream.concat(Stream.of(cell.title()), servers.stream().map(server -> figure.apply(cell)
                            .apply(server)
                            .orElse("")))
                    .toList());
        }
        page.append(table);
    }

    private void plot(Results results, String kind, String meaning) {
        if (!Plots.of(results).containsKey(kind)) {
            return;
        }
        page.append("\n![")
                .append(meaning)
                .append("](")
                .append(Plots.file(results, kind))
                .append(")\n");
    }

    private void bullet(String text) {
        page.append("- ").append(text).append('\n');
    }

    private static String median(Optional<Spread> spread) {
        return spread.map(figures -> Figures.whole(figures.median())).orElse("");
    }

    private static String code(List<String> options) {
        return "`" + String.join(" ", options) + "`";
    }

    /** One of our servers on one JDK. */
    private record Column(Results results, Server ours) {

        String title() {
            return ours.label() + ", JDK " + results.environment().feature();
        }

        String reached(Goal goal) {
            return goal.ratio()
                    .of(results, ours)
                    .map(spread -> Figures.range(spread) + (goal.isReached(spread) ? " ✓" : " ✗"))
                    .orElse("");
        }
    }
}
