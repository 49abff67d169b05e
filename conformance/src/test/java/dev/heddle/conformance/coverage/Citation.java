package dev.heddle.conformance.coverage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A place that says which row it tests.
 *
 * @param by a test method or class, or a file of vectors with its number of lines for this row
 */
record Citation(String id, String by) {

    /** What looks like the id of a row; other tags are none of our business. */
    static final Pattern ID = Pattern.compile("[A-Z][A-Z0-9]*-\\d+");

    private static final String CONTRACT = "src/main/java/dev/heddle/testkit/contract";

    private static final Pattern VECTOR = Pattern.compile("^(" + ID + ")\\s*\\|", Pattern.MULTILINE);

    /** Returns what the tests of all modules in this directory cite, those to inherit included. */
    static List<Citation> all(Path project) throws IOException {
        List<Path> java = new ArrayList<>(files(project, "src/test/java", ".java"));
        java.addAll(files(project, CONTRACT, ".java"));
        List<Path> vectors = files(project, "src/test/resources", ".txt");
        Stream<Citation> ofVectors = vectors.stream().flatMap(file -> ofVectors(file).stream());
        return Stream.concat(TestSource.citations(java).stream(), ofVectors).toList();
    }

    /** Returns a citation for each row that has lines in the file: lines that begin with its id and a bar. */
    static List<Citation> ofVectors(Path file) {
        Matcher matcher = VECTOR.matcher(TestSource.text(file));
        TreeMap<String, Long> lines = matcher.results()
                .collect(Collectors.groupingBy(line -> line.group(1), TreeMap::new, Collectors.counting()));
        return lines.entrySet().stream()
                .map(entry -> new Citation(entry.getKey(), file.getFileName() + ":" + entry.getValue()))
                .toList();
    }

    private static List<Path> files(Path project, String directory, String ending) throws IOException {
        List<Path> roots;
        try (Stream<Path> modules = Files.list(project)) {
            roots = modules.map(module -> module.resolve(directory))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
        }
        List<Path> files = new ArrayList<>();
        for (Path root : roots) {
            try (Stream<Path> below = Files.walk(root)) {
                below.filter(file -> file.toString().endsWith(ending)).sorted().forEach(files::add);
            }
        }
        return files;
    }
}
