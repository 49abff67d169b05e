package dev.heddle.benchmarks.codec;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/** Tables in Markdown: one for each benchmark and JDK, the contestants beside each other. */
final class CodecReport {

    /** What JMH's profiler calls the bytes per operation. */
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    /** A cell for each contestant, for each choice of parameters. */
    private record Table(Set<String> contestants, Map<String, Map<String, String>> rows) {

        Table() {
            this(new LinkedHashSet<>(), new LinkedHashMap<>());
        }
    }

    private final Map<String, Table> tables = new LinkedHashMap<>();

    /** Adds the results of a run. */
    void add(Collection<RunResult> results) {
        for (RunResult result : results) {
            BenchmarkParams params = result.getParams();
            String[] names = params.getBenchmark().split("\\.", -1);
            String contestant = names[names.length - 1];
            String title = names[names.length - 2].replace("Benchmark", "") + ", JDK " + params.getJdkVersion();
            String row = params.getParamsKeys().stream()
                    .map(params::getParam)
                    .map(value -> value.toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
            Table table = tables.computeIfAbsent(title, key -> new Table());
            table.contestants.add(contestant);
            table.rows.computeIfAbsent(row, key -> new LinkedHashMap<>()).put(contestant, cell(result));
        }
    }

    /** Returns everything so far. */
    String markdown() {
        StringBuilder text = new StringBuilder("""
                # The codec alone

                Nanoseconds per operation, and bytes that it allocates, as `benchmarks/codec` measures them with JMH: one thread, no
                sockets. What each benchmark does, and what of each peer stands beside it, is said in its Javadoc. Compare within a row.
                """);
        tables.forEach((title, table) -> append(text, title, table));
        return text.toString();
    }

    private static void append(StringBuilder text, String title, Table table) {
        text.append("\n## ").append(title).append("\n\n| |");
        table.contestants.forEach(
                contestant -> text.append(' ').append(contestant).append(" |"));
        text.append("\n|---|").append("---:|".repeat(table.contestants.size())).append('\n');
        table.rows.forEach((row, cells) -> {
            text.append("| ").append(row).append(" |");
            for (String contestant : table.contestants) {
                text.append(' ').append(cells.getOrDefault(contestant, "–")).append(" |");
            }
            text.append('\n');
        });
    }

    private static String cell(RunResult result) {
        String time = number(result.getPrimaryResult().getScore()) + " ns";
        if (!result.getSecondaryResults().containsKey(ALLOCATED)) {
            return time;
        }
        return time + ", " + number(result.getSecondaryResults().get(ALLOCATED).getScore()) + " B";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 20 ? "%.1f" : "%,.0f", value);
    }
}
