package dev.heddle.benchmarks.echo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What of a process is in memory, in bytes. Source: proc_pid_status(5). */
final class ResidentSet {

    private final Path status;

    ResidentSet(long pid) {
        this.status = Path.of("/proc", Long.toString(pid), "status");
    }

    long now() throws IOException {
        return field("VmRSS:");
    }

    long highest() throws IOException {
        return field("VmHWM:");
    }

    private long field(String name) throws IOException {
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith(name)) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new IOException("No " + name + " in " + status);
    }
}
