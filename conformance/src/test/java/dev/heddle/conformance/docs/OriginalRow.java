package dev.heddle.conformance.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A row of a table of three columns: the original's name, Java's, and what differs. */
record OriginalRow(String place, String section, String original, String java, String difference) {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /** Reads every row below a heading of the second level; a line that is no whole row of three columns is an error. */
    static List<OriginalRow> read(Path page) throws IOException {
        List<OriginalRow> rows = new ArrayList<>();
        String section = "";
        int number = 0;
        for (String line : Files.readAllLines(page)) {
            number++;
            if (line.startsWith("## ")) {
                section = line.substring(3);
            } else if (line.startsWith("| `")) {
                rows.add(row(page.getFileName() + ":" + number, section, line));
            } else if (line.startsWith("|") && !line.startsWith("|---") && !line.startsWith("| the original")) {
                throw new IllegalArgumentException(page + ":" + number + ": the first column is no `code`: " + line);
            }
        }
        return rows;
    }

    private static OriginalRow row(String place, String section, String line) {
        String[] cells = line.split("\\|", -1);
        if (cells.length != 5 || !cells[4].isEmpty()) {
            throw new IllegalArgumentException(place + ": three columns expected: " + line);
        }
        String original = cells[1].strip();
        return new OriginalRow(
                place, section, original.substring(1, original.length() - 1), cells[2].strip(), cells[3].strip());
    }

    List<String> javaNames() {
        return CODE.matcher(java)
                .results()
                .map((MatchResult code) -> code.group(1))
                .toList();
    }
}
