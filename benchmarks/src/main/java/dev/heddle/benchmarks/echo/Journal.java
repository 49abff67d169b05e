package dev.heddle.benchmarks.echo;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The file of all that was measured on one JDK: a line of JSON for each {@link Entry}, so that a run which breaks off loses none. */
final class Journal {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    private Journal(Path file) {
        this.file = file;
    }

    /** Begins a new file, in a folder that need not exist. */
    static Journal begin(Path file, Environment environment) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.deleteIfExists(file);
        Journal journal = new Journal(file);
        journal.add(environment);
        return journal;
    }

    /** Goes on in a file that stands. */
    static Journal of(Path file) {
        return new Journal(file);
    }

    /** Takes out what is to be measured anew. */
    void remove(Class<? extends Entry> type) throws IOException {
        List<Entry> kept = entries();
        kept.removeIf(type::isInstance);
        Files.delete(file);
        for (Entry entry : kept) {
            add(entry);
        }
    }

    void add(Entry entry) throws IOException {
        // Through the interface, or the name of the type would be missing.
        String line = JSON.writerFor(Entry.class).writeValueAsString(entry) + "\n";
        Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Returns what was measured so far. */
    Results read() throws IOException {
        return new Results(entries());
    }

    private List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            entries.add(JSON.readValue(line, Entry.class));
        }
        return entries;
    }
}
