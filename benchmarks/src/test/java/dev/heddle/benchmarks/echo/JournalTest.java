package dev.heddle.benchmarks.echo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalTest {

    private static final Environment ENVIRONMENT = new Environment(
            "2026-01-02", "a processor", 2, 1L << 34, "Linux 6", 25, "25.0.1", "", List.of(), new TreeMap<>(), 3, 2);
    private static final Cell CELL = new Cell(Content.BINARY, 16, 64, 1);

    @TempDir
    private Path folder;

    @Test
    void everythingIsReadAsItWasWritten() throws IOException {
        Path file = folder.resolve("new/echo-25.jsonl");
        Journal journal = Journal.begin(file, ENVIRONMENT);
        journal.add(new Entry.Load(1, Server.WS, CELL.name(), 1.5, 10, 0.5, null));
        journal.add(new Entry.Peak(1, Server.WS, 1L << 30));
        journal.add(new Entry.Idle(1, Server.WS, null, 512));
        Entry.Missing missing = new Entry.Missing(1, Server.TYRUS, null, "“no”");
        journal.add(missing);
        Results results = Journal.of(file).read();
        assertThat(results.environment()).isEqualTo(ENVIRONMENT);
        assertThat(results.servers()).containsExactly(Server.WS);
        assertThat(results.cells()).containsExactly(CELL);
        assertThat(results.load(Server.WS, CELL, Entry.Load::cpu)).contains(new Spread(1.5, 1.5, 1.5, 1));
        assertThat(results.peak(Server.WS)).contains(new Spread(1 << 30, 1 << 30, 1 << 30, 1));
        assertThat(results.idle(Server.WS, Entry.Idle::total)).contains(new Spread(512, 512, 512, 1));
        assertThat(results.missing()).containsExactly(missing);
    }

    @Test
    void beginningAnewForgetsWhatWas() throws IOException {
        Path file = folder.resolve("echo-25.jsonl");
        Journal.begin(file, ENVIRONMENT).add(new Entry.Peak(1, Server.WS, 1));
        Journal.begin(file, ENVIRONMENT);
        assertThat(Files.readAllLines(file)).hasSize(1);
    }

    @Test
    void whatIsMeasuredAnewIsTakenOutAlone() throws IOException {
        Path file = folder.resolve("echo-25.jsonl");
        Journal journal = Journal.begin(file, ENVIRONMENT);
        journal.add(new Entry.Idle(1, Server.WS, 5.0, 512));
        journal.add(new Entry.Peak(1, Server.WS, 7));
        journal.remove(Entry.Idle.class);
        assertThat(journal.read().idle(Server.WS, Entry.Idle::total)).isEmpty();
        assertThat(journal.read().peak(Server.WS)).isPresent();
    }
}
