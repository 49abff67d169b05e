package dev.heddle.conformance.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The script that starts the command. It builds the command when its source has changed, which takes longer than a test waits for
 * an answer: so it has been built once before the first test gets it.
 */
final class Launcher {

    private static final int MOST_MINUTES = 10;

    private static boolean built;

    private Launcher() {}

    /** Returns the script, which does not build any more. */
    static synchronized Path built() {
        Path script = Path.of("..", "heddle").toAbsolutePath().normalize();
        if (!built) {
            build(script);
            built = true;
        }
        return script;
    }

    private static void build(Path script) {
        ProcessBuilder builder = new ProcessBuilder(script.toString(), "--version").inheritIO();
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // Not to the standard output, on which the build talks to this JVM.
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        try {
            Process process = builder.start();
            if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("The command was not built within " + MOST_MINUTES + " minutes");
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException("The command could not be built: status " + process.exitValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the command was built", e);
        }
    }
}
