package dev.heddle.benchmarks.echo;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Other programs: started on one core, waited for, asked for what they say. */
final class Programs {

    private static final long PATIENCE_SECONDS = 60;
    /** As HotSpot calls them. */
    private static final Pattern COMPILER = Pattern.compile("C[12] Compiler");

    private Programs() {}

    /** Returns the command that runs another one on one core; the process is the command's own. */
    static List<String> onCore(int core, List<String> command) {
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core)));
        pinned.addAll(command);
        return pinned;
    }

    /**
     * Moves the threads of a JVM that compile to another core, if there is one: what they do does not disturb, and is done the
     * sooner.
     *
     * @param core where the rest of it runs
     */
    static void compileElsewhere(long pid, int core) throws IOException, InterruptedException {
        if (Machine.cores() == 1) {
            return;
        }
        String other = Integer.toString(core == 0 ? 1 : 0);
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path thread : threads) {
                if (isCompiler(thread)) {
                    say(List.of("taskset", "-cp", other, thread.getFileName().toString()));
                }
            }
        }
    }

    private static boolean isCompiler(Path thread) {
        try {
            return COMPILER.matcher(Files.readString(thread.resolve("comm"))).lookingAt();
        } catch (IOException e) {
            // It has ended in between.
            return false;
        }
    }

    /**
     * Runs a short command and returns all that it said, errors as well.
     *
     * @throws IOException if it fails or takes longer than a minute
     */
    static String say(List<String> command) throws IOException, InterruptedException {
        Path said = Files.createTempFile("heddle-echo", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            await(process, PATIENCE_SECONDS, command.get(0));
            String text = Files.readString(said).strip();
            if (process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + " failed: " + text);
            }
            return text;
        } finally {
            Files.delete(said);
        }
    }

    /**
     * Waits for the end of a process.
     *
     * @throws IOException if it does not come in time; the process is ended then
     */
    static void await(Process process, long seconds, String name) throws IOException, InterruptedException {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                throw new IOException(name + " did not end within " + seconds + " s");
            }
        } finally {
            process.destroyForcibly();
        }
    }

    /** Returns the last line that is not blank of a file that a program wrote, or that there is none. */
    static String lastLine(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank())
                .reduce((first, second) -> second)
                .orElse("nothing was said");
    }
}
