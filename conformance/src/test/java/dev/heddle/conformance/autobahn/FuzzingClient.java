package dev.heddle.conformance.autobahn;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The suite's fuzzing client: Python on Jython in a JVM of its own, as it wants its own class path and temporary files. */
final class FuzzingClient {

    /** Ends a client that hangs, as it does when it does not know a case. */
    private static final int MOST_MINUTES = 15;

    private static final int CASES_PER_LINE_OF_PROGRESS = 25;
    private static final Pattern CASE_COUNT = Pattern.compile("will run (\\d+) test cases");
    private static final Pattern CASE_STARTS = Pattern.compile("Running test case ID (\\S+) ");

    private final Path lib;
    private final Path directory;
    private final Path reports;

    /**
     * @param lib holds the jars
     * @param directory takes all that the client writes
     */
    FuzzingClient(Path lib, Path directory) {
        this.lib = lib;
        this.directory = directory;
        this.reports = directory.resolve("reports");
    }

    /** Runs the cases that match the patterns and returns a line for each, as {@link Outcomes} describes it. */
    List<String> run(String url, List<String> cases) throws IOException {
        // What an earlier run left must not be taken for this one's.
        deleteReports();
        Path specification = Files.writeString(directory.resolve("fuzzingclient.json"), specification(url, cases));
        Process process = new ProcessBuilder(command(specification))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        CompletableFuture<Process> end = process.onExit()
                .orTimeout(MOST_MINUTES, TimeUnit.MINUTES)
                .whenComplete((p, timeout) -> process.destroyForcibly());
        int announced;
        try {
            announced = follow(process);
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
        int status = end.join().exitValue();
        List<String> outcomes = Outcomes.read(reports.resolve("index.json"));
        // Its status is 0 even if nobody listened.
        if (status != 0 || outcomes.isEmpty() || outcomes.size() != announced) {
            throw new IOException("Fuzzing client ended with status " + status + " and " + outcomes.size() + " of "
                    + announced + " outcomes; its output is in " + log());
        }
        return outcomes;
    }

    private String specification(String url, List<String> cases) {
        return """
                {
                    "options": {"failByDrop": false},
                    "outdir": %s,
                    "servers": [{"agent": "heddle", "url": %s, "options": {"version": 18}}],
                    "cases": [%s],
                    "exclude-cases": [],
                    "exclude-agent-cases": {}
                }
                """.formatted(
                        quoted(reports.toString()),
                        quoted(url),
                        cases.stream().map(FuzzingClient::quoted).collect(Collectors.joining(", ")));
    }

    private List<String> command(Path specification) throws IOException {
        Path temporary = Files.createDirectories(directory.resolve("tmp"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx512m");
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        // Jython unpacks a native library there, and would write a cache beside its jar.
        command.add("-Djava.io.tmpdir=" + temporary);
        command.add("-Dpython.cachedir.skip=true");
        command.add("-cp");
        command.add(lib.resolve("jython-standalone.jar")
                + File.pathSeparator
                + lib.resolve("autobahntestsuite-maven-plugin.jar"));
        command.addAll(List.of("org.python.util.jython", "-c", "from autobahntestsuite import wstest; wstest.run()"));
        command.addAll(List.of("-m", "fuzzingclient", "-s", specification.toString()));
        return command;
    }

    /** Copies the client's output to a file, says now and then how far it is, and returns how many cases it announced. */
    private int follow(Process process) throws IOException {
        int announced = 0;
        int started = 0;
        try (BufferedReader output = process.inputReader();
                BufferedWriter copy = Files.newBufferedWriter(log())) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                copy.write(line);
                copy.newLine();
                Matcher count = CASE_COUNT.matcher(line);
                Matcher start = CASE_STARTS.matcher(line);
                if (count.find()) {
                    announced = Integer.parseInt(count.group(1));
                } else if (start.find() && started++ % CASES_PER_LINE_OF_PROGRESS == 0) {
                    System.out.printf("Autobahn: case %s, %d of %d%n", start.group(1), started, announced);
                }
            }
        }
        return announced;
    }

    private Path log() {
        return directory.resolve("fuzzingclient.log");
    }

    private void deleteReports() throws IOException {
        if (!Files.exists(reports)) {
            return;
        }
        Files.walkFileTree(reports, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
