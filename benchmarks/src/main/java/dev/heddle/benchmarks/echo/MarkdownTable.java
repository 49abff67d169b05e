package dev.heddle.benchmarks.echo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A table of Markdown: the first column is text, the others are figures. */
final class MarkdownTable {

    private static final String NOTHING = "–";

    private final List<String> lines = new ArrayList<>();
    private final int columns;

    MarkdownTable(List<String> head) {
        columns = head.size();
        lines.add(line(head));
        lines.add("|---|" + String.join("", Collections.nCopies(columns - 1, "---:|")));
    }

    /** An empty cell means that something was not measured. */
    void row(List<String> cells) {
        if (cells.size() != columns) {
            throw new IllegalArgumentException(cells.size() + " cells in a table of " + columns + " columns");
        }
        List<String> shown =
                cells.stream().map(cell -> cell.isEmpty() ? NOTHING : cell).toList();
        lines.add(line(shown));
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    @Override
    public String toString() {
        return String.join("\n", lines) + "\n";
    }
}
