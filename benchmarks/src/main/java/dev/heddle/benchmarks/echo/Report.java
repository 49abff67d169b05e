package dev.heddle.benchmarks.echo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Writes the page and the plots on all journals that lie in a folder, the newest JDK first. */
final class Report {

    static final String PAGE = "echo.md";

    private static final String BEGIN = "echo-";
    private static final String END = ".jsonl";

    private Report() {}

    /** Returns where the journal of a JDK is. */
    static Path journal(Path folder, int feature) {
        return folder.resolve(BEGIN + feature + END);
    }

    /**
     * Writes the files beside the journals.
     *
     * @throws IOException if there is no journal, or one can not be read
     */
    static void write(Path folder) throws IOException {
        List<Results> jdks = new ArrayList<>();
        for (Path file : journals(folder)) {
            jdks.add(Journal.of(file).read());
        }
        if (jdks.isEmpty()) {
            throw new IOException("Nothing was measured in " + folder);
        }
        jdks.sort(Comparator.comparingInt(
                        (Results results) -> results.environment().feature())
                .reversed());
        Files.writeString(folder.resolve(PAGE), MarkdownReport.of(jdks));
        for (Results results : jdks) {
            for (var plot : Plots.of(results).entrySet()) {
                Files.writeString(folder.resolve(Plots.file(results, plot.getKey())), plot.getValue());
            }
        }
    }

    private static List<Path> journals(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(BEGIN)
                            && file.getFileName().toString().endsWith(END))
                    .toList();
        }
    }
}
