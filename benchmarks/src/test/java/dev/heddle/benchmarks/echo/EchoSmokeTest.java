package dev.heddle.benchmarks.echo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One small cell and a few idle connections, with real servers and the real load generator. */
final class EchoSmokeTest {

    private static final int CORE = 0;
    private static final int IDLE = 50;
    private static final Path WSLOAD = Path.of("wsload/wsload");
    private static final Cell CELL = new Cell(Content.BINARY, 16, 4, 4);
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir
    private Path folder;

    private Jdk jdk;
    private LoadGenerator generator;

    @BeforeEach
    void build() throws IOException, InterruptedException {
        need("taskset", "util-linux");
        need("cc", "gcc");
        need("make", "make");
        Programs.say(List.of("make", "-s", "-C", "wsload"));
        jdk = Jdk.at(Path.of(System.getProperty("java.home")));
        generator = new LoadGenerator(WSLOAD, CORE, folder);
    }

    @Test
    void cellGoesThroughHeddleAndTheRawEcho() throws IOException, InterruptedException {
        Plan plan =
                new Plan(List.of(Server.HEDDLE_NIO, Server.RAW_NIO), List.of(CELL), 1, 0, 1, CORE, List.of("-Xmx128m"));
        Path file = folder.resolve("echo.jsonl");
        Journal journal = Journal.begin(file, Machine.describe(jdk, plan, CLASS_PATH, "this one"));
        Progress progress = new Progress(
                new PrintStream(PrintStream.nullOutputStream(), true),
                false,
                System::nanoTime,
                plan.steps(),
                plan.expected());
        boolean complete = new Rounds(plan, jdk, CLASS_PATH, generator, journal, progress, folder).run();
        Results results = journal.read();
        assertThat(results.missing()).isEmpty();
        assertThat(complete).isTrue();
        assertThat(results.toRaw(Server.HEDDLE_NIO, CELL).orElseThrow().median())
                .isPositive();
        assertThat(results.peak(Server.RAW_NIO)).isPresent();
        assertThat(results.environment().versions()).containsKeys("Heddle", "Netty");
    }

    @Test
    void idleConnectionsHoldSomethingOfTheHeap() throws IOException, InterruptedException {
        List<String> command =
                Programs.onCore(CORE, Server.HEDDLE_NIO.command(jdk.java(), CLASS_PATH, List.of("-Xmx128m"), false));
        try (RunningServer server = RunningServer.start(Server.HEDDLE_NIO, command, folder.resolve("heddle.err"))) {
            Entry.Idle idle = new IdleConnections(generator, jdk.jcmd(), IDLE).measure(1, server);
            assertThat(idle.heap()).isPositive();
        }
    }

    @Test
    void serverThatDoesNotStartSaysWhy() {
        List<String> command = List.of(jdk.java().toString(), "-cp", folder.toString(), "no.such.Program");
        Assertions.assertThrows(
                IOException.class, () -> RunningServer.start(Server.HEDDLE_NIO, command, folder.resolve("heddle.err")));
        assertThat(folder.resolve("heddle.err")).content().contains("no.such.Program");
    }

    private static void need(String program, String aptPackage) {
        boolean found = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
        if (!found) {
            String missing =
                    "This test needs " + program + ", which is missing; to get it: apt-get install " + aptPackage;
            if ("1".equals(System.getenv("HEDDLE_REQUIRE_TOOLS"))) {
                Assertions.fail(missing);
            }
            Assumptions.abort(missing);
        }
    }
}
