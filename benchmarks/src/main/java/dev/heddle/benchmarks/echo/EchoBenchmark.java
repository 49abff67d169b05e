package dev.heddle.benchmarks.echo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Measures echo servers and writes the report; {@code benchmarks/echo} builds what it needs and runs it in the folder of this module. */
@Command(
        name = "benchmarks/echo",
        description = "Measures echo servers beside each other and writes a report with plots.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Servers and load generator run on one core, as what they cost depends on how they share cores.",
            "Status 1: something could not be measured. Status 2: an option can not be used."
        })
final class EchoBenchmark implements Callable<Integer> {

    private static final Path WHOLE = Path.of("../docs/performance");
    private static final Path TRIAL = Path.of("target/echo");
    private static final Path LOGS = Path.of("target/echo/log");
    private static final Path WSLOAD = Path.of("wsload/wsload");
    private static final List<Server> QUICK = List.of(Server.HEDDLE_EPOLL, Server.RAW_EPOLL, Server.NETTY_EPOLL);
    private static final double SECONDS = 3;
    private static final double QUICK_SECONDS = 1.5;

    @Option(names = "--quick", description = "Five minutes: Heddle, Netty and the raw echo on epoll, fewer cells.")
    private boolean quick;

    @Option(
            names = "--servers",
            paramLabel = "NAME",
            split = ",",
            converter = ServerName.class,
            description = "Only these, as heddle-epoll,raw-epoll; --list names them.")
    private List<Server> servers = new ArrayList<>();

    @Option(
            names = "--cells",
            paramLabel = "NAME",
            split = ",",
            converter = CellName.class,
            description = "Only these, as binary-16-64x1; --list names them.")
    private List<Cell> cells = new ArrayList<>();

    @Option(names = "--list", description = "Name servers and cells, and measure nothing.")
    private boolean list;

    @Option(names = "--idle", description = "Only what idle connections hold; a report that stands keeps the rest.")
    private boolean idle;

    @Option(names = "--no-idle", description = "Not what idle connections hold.")
    private boolean noIdle;

    @Option(names = "--report", description = "Measure nothing: write the report on what was measured.")
    private boolean report;

    @Option(names = "--rounds", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds = 3;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "For each cell, server and round; default: 3, quick 1.5.")
    private @Nullable Double seconds;

    @Option(names = "--java", paramLabel = "HOME", description = "A JDK; more than once to compare. Default: this one.")
    private List<Path> homes = new ArrayList<>();

    @Option(
            names = "--jvm-options",
            paramLabel = "OPTIONS",
            split = " ",
            description = "For the servers, but not for idle connections; with blanks between them.")
    private List<String> jvmOptions = new ArrayList<>();

    @Option(names = "--core", paramLabel = "N", description = "Where all runs, from 0; default: the last one.")
    private @Nullable Integer core;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Default: docs/performance, or benchmarks/target/echo unless all is measured.")
    private @Nullable Path out;

    @Spec
    private @Nullable CommandSpec spec;

    private EchoBenchmark() {}

    /** Ends with the status of the command. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new EchoBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (list) {
            List.of(Server.values()).forEach(server -> System.out.println(name(server)));
            Cells.ALL.forEach(cell -> System.out.printf("%-26s %s%n", cell.name(), cell.title()));
            return 0;
        }
        Path folder = folder();
        boolean complete = report || measure(folder);
        Report.write(folder);
        System.err.println("The report is " + folder.resolve(Report.PAGE).normalize());
        return complete ? 0 : 1;
    }

    private boolean measure(Path folder) throws IOException, InterruptedException {
        Plan plan = plan();
        List<Jdk> jdks = new ArrayList<>();
        for (Path home : homes.isEmpty() ? List.of(Path.of(System.getProperty("java.home"))) : homes) {
            jdks.add(Jdk.at(home));
        }
        Files.createDirectories(LOGS);
        Progress progress = new Progress(
                System.err,
                Boolean.getBoolean("heddle.terminal"),
                System::nanoTime,
                jdks.size() * plan.steps(),
                jdks.size() * plan.expected());
        LoadGenerator generator = new LoadGenerator(WSLOAD, plan.core(), LOGS);
        String classPath = System.getProperty("java.class.path");
        boolean complete = true;
        for (Jdk jdk : jdks) {
            Environment environment = Machine.describe(jdk, plan, classPath, System.getProperty("heddle.version", "?"));
            Journal journal = journal(Report.journal(folder, jdk.feature()), environment);
            complete &= new Rounds(plan, jdk, classPath, generator, journal, progress, LOGS).run();
        }
        progress.note("Measured.");
        return complete;
    }

    private Journal journal(Path file, Environment environment) throws IOException {
        if (!idle || !Files.exists(file)) {
            return Journal.begin(file, environment);
        }
        Journal journal = Journal.of(file);
        journal.remove(Entry.Idle.class);
        return journal;
    }

    private Plan plan() throws IOException {
        List<Server> measured = !servers.isEmpty() ? servers : quick ? QUICK : List.of(Server.values());
        List<Cell> loads = idle ? List.of() : !cells.isEmpty() ? cells : quick ? Cells.QUICK : Cells.ALL;
        double each = seconds != null ? seconds : quick ? QUICK_SECONDS : SECONDS;
        if (spec != null && (rounds < 1 || each <= 0)) {
            throw new ParameterException(spec.commandLine(), "--rounds and --seconds must be more than 0");
        }
        int idleRounds = noIdle ? 0 : quick ? 1 : rounds;
        int shared = core != null ? core : Machine.cores() - 1;
        return new Plan(measured, loads, rounds, idleRounds, each, shared, jvmOptions);
    }

    /** What was measured in part is not to take the place of the whole. */
    private Path folder() {
        if (out != null) {
            // Where the user stands, not this program.
            return Path.of(System.getProperty("heddle.folder", "")).resolve(out);
        }
        return quick || !servers.isEmpty() || !cells.isEmpty() ? TRIAL : WHOLE;
    }

    private static String name(Server server) {
        return server.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static final class ServerName implements ITypeConverter<Server> {

        @Override
        public Server convert(String value) {
            return List.of(Server.values()).stream()
                    .filter(server -> name(server).equals(value))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("no such server: " + value));
        }
    }

    private static final class CellName implements ITypeConverter<Cell> {

        @Override
        public Cell convert(String value) {
            return Cells.named(value).orElseThrow(() -> new TypeConversionException("no such cell: " + value));
        }
    }
}
