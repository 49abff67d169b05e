package dev.heddle.benchmarks.echo;

import dev.heddle.benchmarks.echo.Plan.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Measures on one JDK. All servers of a round run at the same time, and each cell goes through all of them before the next one
 * begins: what is compared lies close together in time. Each round has new processes.
 */
final class Rounds {

    private final Plan plan;
    private final Jdk jdk;
    private final String classPath;
    private final LoadGenerator generator;
    private final Journal journal;
    private final Progress progress;
    private final Path logs;
    private boolean failed;

    Rounds(
            Plan plan,
            Jdk jdk,
            String classPath,
            LoadGenerator generator,
            Journal journal,
            Progress progress,
            Path logs) {
        this.plan = plan;
        this.jdk = jdk;
        this.classPath = classPath;
        this.generator = generator;
        this.journal = journal;
        this.progress = progress;
        this.logs = logs;
    }

    /** Runs all rounds. Returns false if something could not be measured that should have been. */
    boolean run() throws IOException, InterruptedException {
        for (int round = 1; round <= plan.rounds(); round++) {
            for (Part part : Part.values()) {
                load(round, part);
            }
            if (round <= plan.idleRounds()) {
                idle(round);
            }
        }
        return !failed;
    }

    private void load(int round, Part part) throws IOException, InterruptedException {
        Map<Server, RunningServer> running = new EnumMap<>(Server.class);
        List<Server> order = plan.servers(part, round);
        try {
            for (Server server : order) {
                List<Cell> kinds = plan.warming(part, server);
                progress.step(title(round, server) + "start and warm up", plan.expectedWarming(kinds));
                RunningServer process = start(round, server, plan.jvmOptions(), part == Part.COMPRESSED);
                if (process != null) {
                    running.put(server, process);
                    warmUp(process, kinds);
                }
            }
            for (Cell cell : plan.cells(part)) {
                for (Server server : order) {
                    if (cell.suits(server)) {
                        measure(round, server, Optional.ofNullable(running.get(server)), cell);
                    }
                }
            }
            if (part == Part.PLAIN) {
                for (RunningServer process : running.values()) {
                    if (process.isAlive()) {
                        journal.add(new Entry.Peak(
                                round, process.server(), process.memory().highest()));
                    }
                }
            }
        } finally {
            closeAll(running.values());
        }
    }

    private void warmUp(RunningServer process, List<Cell> kinds) throws IOException, InterruptedException {
        for (Cell kind : kinds) {
            try {
                generator.warmUp(process, kind, Plan.WARMING_SECONDS);
            } catch (IOException e) {
                // The cell itself will tell.
                progress.note(process.server().label() + ", warming up with " + kind.title() + ": " + e.getMessage());
            }
        }
    }

    private void measure(int round, Server measured, Optional<RunningServer> process, Cell cell)
            throws IOException, InterruptedException {
        if (process.isEmpty()) {
            progress.skip(plan.expected(cell));
            return;
        }
        RunningServer server = process.get();
        progress.step(title(round, measured) + cell.title(), plan.expected(cell));
        try {
            if (!server.isAlive()) {
                throw new IOException("the server has ended");
            }
            journal.add(generator.load(round, server, cell, plan.warmup(), plan.seconds(cell)));
        } catch (IOException e) {
            fail(new Entry.Missing(round, server.server(), cell.name(), String.valueOf(e.getMessage())));
        }
    }

    private void idle(int round) throws IOException, InterruptedException {
        IdleConnections idle = new IdleConnections(generator, jdk.jcmd(), IdleConnections.CONNECTIONS);
        for (Server server : plan.servers()) {
            progress.step(title(round, server) + "idle connections", IdleConnections.SECONDS);
            try (RunningServer process = start(round, server, IdleConnections.JVM_OPTIONS, false)) {
                if (process != null) {
                    journal.add(idle.measure(round, process));
                }
            } catch (IOException e) {
                fail(new Entry.Missing(round, server, "idle", String.valueOf(e.getMessage())));
            }
        }
    }

    /** Returns null if the machine lacks what the server needs, or it does not start. */
    private @Nullable RunningServer start(int round, Server server, List<String> options, boolean deflate)
            throws IOException, InterruptedException {
        Optional<String> missing = server.missing();
        if (missing.isPresent()) {
            if (round == 1) {
                progress.note("Left out: " + missing.get());
            }
            journal.add(new Entry.Missing(round, server, null, missing.get()));
            return null;
        }
        List<String> command = Programs.onCore(plan.core(), server.command(jdk.java(), classPath, options, deflate));
        Path log = logs.resolve(server.name() + "-" + round + (deflate ? "-deflate" : "") + ".err");
        try {
            RunningServer process = RunningServer.start(server, command, log);
            if (server.isJava()) {
                Programs.compileElsewhere(process.pid(), plan.core());
            }
            return process;
        } catch (IOException e) {
            fail(new Entry.Missing(round, server, null, String.valueOf(e.getMessage())));
            return null;
        }
    }

    private void fail(Entry.Missing missing) throws IOException {
        failed = true;
        progress.note("FAILED: " + missing.server().label()
                + (missing.cell() == null ? "" : ", " + missing.cell())
                + ": " + missing.reason());
        journal.add(missing);
    }

    private void closeAll(Iterable<RunningServer> processes) {
        for (RunningServer process : processes) {
            try {
                process.close();
            } catch (IOException e) {
                progress.note(process.server().label() + " does not end: " + e.getMessage());
            }
        }
    }

    private String title(int round, Server server) {
        return "JDK " + jdk.feature() + ", round " + round + "  " + server.label() + "  ";
    }
}
