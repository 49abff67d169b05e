package dev.heddle.benchmarks.codec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks on each of some JDKs, counts what they allocate, and writes tables. */
final class CodecBenchmarks {

    private static final TimeValue QUICK = TimeValue.milliseconds(200);

    private CodecBenchmarks() {}

    /**
     * Takes {@code --quick}, {@code --jdk FOLDER} (any number; without one, the JDK that runs this), {@code --report FILE}
     * for the tables, {@code --json FOLDER} for JMH's results, and options of JMH.
     */
    public static void main(String[] arguments) throws IOException, RunnerException, CommandLineOptionException {
        boolean quick = false;
        List<Path> jdks = new ArrayList<>();
        Path report = null;
        Path json = null;
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--quick" -> quick = true;
                case "--jdk" -> jdks.add(Path.of(arguments[++i]));
                case "--report" -> report = Path.of(arguments[++i]);
                case "--json" -> json = Path.of(arguments[++i]);
                default -> rest.add(arguments[i]);
            }
        }
        if (jdks.isEmpty()) {
            jdks.add(Path.of(System.getProperty("java.home")));
        }
        CodecReport tables = new CodecReport();
        for (Path jdk : jdks) {
            Collection<RunResult> results = run(jdk, quick, new CommandLineOptions(rest.toArray(new String[0])));
            if (json != null) {
                writeJson(json.resolve("codec-" + jdk.getFileName() + ".json"), results);
            }
            tables.add(results);
            // Behind each, so that a run that is broken off leaves something.
            if (report != null) {
                Files.writeString(report, tables.markdown());
            }
        }
        System.out.println(tables.markdown());
    }

    private static Collection<RunResult> run(Path jdk, boolean quick, CommandLineOptions options)
            throws RunnerException {
        ChainedOptionsBuilder builder = new OptionsBuilder()
                .parent(options)
                .jvm(jdk.resolve("bin/java").toString())
                .addProfiler(GCProfiler.class);
        if (quick) {
            builder.forks(options.getForkCount().orElse(1))
                    .warmupIterations(options.getWarmupIterations().orElse(3))
                    .warmupTime(options.getWarmupTime().orElse(QUICK))
                    .measurementIterations(options.getMeasurementIterations().orElse(3))
                    .measurementTime(options.getMeasurementTime().orElse(QUICK));
        }
        return new Runner(builder.build()).run();
    }

    private static void writeJson(Path file, Collection<RunResult> results) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        ResultFormatFactory.getInstance(ResultFormatType.JSON, file.toString()).writeOut(results);
    }
}
