package dev.heddle.conformance.coverage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Rows, and what covers each of them. */
final class Coverage {

    private static final String HEAD = """
            Which tests cover which row. Generated from the tags above tests, such as @Tag("WS-051"), and from the files
            of vectors, whose lines begin with a row; file:7 stands for seven lines. To bring it up to date:

                mvn -pl conformance -am test -Dtest=CoverageTest -Dcoverage.update=true

            """;

    private final Map<Row, Set<String>> tests = new LinkedHashMap<>();
    private final List<Citation> strays;

    Coverage(List<Row> rows, List<Citation> citations) {
        Map<String, Set<String>> byId = citations.stream()
                .collect(Collectors.groupingBy(
                        Citation::id, Collectors.mapping(Citation::by, Collectors.toCollection(TreeSet::new))));
        rows.forEach(row -> tests.put(row, byId.getOrDefault(row.id(), Set.of())));
        Set<String> known = rows.stream().map(Row::id).collect(Collectors.toSet());
        strays = citations.stream()
                .filter(citation -> !known.contains(citation.id()))
                .toList();
    }

    /** Returns the citations of rows that do not exist. */
    List<Citation> strays() {
        return strays;
    }

    List<String> uncovered() {
        return tests.keySet().stream()
                .filter(row -> !isCovered(row))
                .map(Row::id)
                .toList();
    }

    /** Returns one line for the output of the build. */
    String summary() {
        List<String> uncovered = uncovered();
        String counts = "covered " + (tests.size() - uncovered.size()) + " of " + tests.size() + " rows";
        return uncovered.isEmpty() ? counts : counts + "; uncovered: " + String.join(" ", uncovered);
    }

    /** Returns the whole list, a paragraph for each row, and then the totals. */
    String text() {
        StringBuilder text = new StringBuilder(HEAD);
        tests.forEach((row, by) -> {
            text.append(row.id()).append("  ").append(row.source()).append('\n');
            text.append("    ").append(row.requirement()).append('\n');
            text.append("    -> ")
                    .append(by.isEmpty() ? "NO TEST" : String.join(", ", by))
                    .append("\n\n");
        });
        text.append("Rows without a test\n\n");
        tests.keySet().stream()
                .filter(row -> !isCovered(row))
                .forEach(row -> text.append("    %-7s %s\n".formatted(row.id(), row.requirement())));
        text.append("\nRows with a test\n\n");
        byGroup().forEach((group, rows) -> {
            long covered = rows.stream().filter(this::isCovered).count();
            text.append("    %-4s %3d of %3d\n".formatted(group, covered, rows.size()));
        });
        return text.toString();
    }

    private boolean isCovered(Row row) {
        return !tests.getOrDefault(row, Set.of()).isEmpty();
    }

    private Map<String, List<Row>> byGroup() {
        return tests.keySet().stream()
                .collect(Collectors.groupingBy(Row::group, LinkedHashMap::new, Collectors.toList()));
    }
}
