package dev.heddle.conformance.compression;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much of this process is in memory; Linux tells it. */
public final class ResidentMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String FIELD = "VmRSS:";

    private ResidentMemory() {}

    /** Tells whether {@link #bytes} can be asked. */
    public static boolean isKnown() {
        return Files.isReadable(STATUS);
    }

    /** Returns how many bytes are resident now. Source: proc_pid_status(5). */
    public static long bytes() throws IOException {
        for (String line : Files.readAllLines(STATUS)) {
            if (line.startsWith(FIELD)) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new IOException("No " + FIELD + " in " + STATUS);
    }
}
