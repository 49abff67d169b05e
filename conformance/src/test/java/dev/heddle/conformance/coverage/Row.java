package dev.heddle.conformance.coverage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Something that must hold.
 *
 * @param source where it is from and how binding it is, such as {@code RFC 6455 §5.1, MUST}
 */
record Row(String id, String source, String requirement) {

    /** Returns all rows, in the order of the files. */
    static List<Row> all() throws IOException {
        Stream<Row> conformance = read("/conformance.tsv", Row::ofConformance);
        Stream<Row> security = read("/security.tsv", cells -> new Row(cells[0], "security", cells[1]));
        return Stream.concat(conformance, security).toList();
    }

    /** The part of the id in front of the number. */
    String group() {
        return id.substring(0, id.lastIndexOf('-'));
    }

    private static Row ofConformance(String[] cells) {
        String section = cells[2].equals("-") ? "" : " §" + cells[2];
        return new Row(cells[0], cells[1] + section + ", " + cells[4], cells[5]);
    }

    private static Stream<Row> read(String resource, Function<String[], Row> row) throws IOException {
        InputStream in = Objects.requireNonNull(Row.class.getResourceAsStream(resource), resource);
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, UTF_8))) {
            // The first line has the names of the columns.
            return reader.lines().skip(1).map(line -> line.split("\t", -1)).map(row).toList().stream();
        }
    }
}
