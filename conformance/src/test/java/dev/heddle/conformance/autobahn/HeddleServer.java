package dev.heddle.conformance.autobahn;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** {@code heddle serve} as a child process, from the command's first line to its status after SIGTERM. */
final class HeddleServer implements AutoCloseable {

    private static final String FIRST_WORDS = "Listening on ";

    private final Process process;
    private final String url;

    private HeddleServer(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts an echo server on a free port of the loopback address.
     *
     * @param log takes what the command says on standard error
     */
    static HeddleServer start(Path log) throws IOException {
        Files.createDirectories(log.getParent());
        Process process = new ProcessBuilder("../heddle", "serve", "--port", "0")
                .redirectError(log.toFile())
                .start();
        // Stays open, so that the command can go on printing.
        BufferedReader output = process.inputReader();
        String line = output.readLine();
        if (line == null || !line.startsWith(FIRST_WORDS)) {
            process.destroyForcibly();
            throw new IOException("heddle serve said \"" + line + "\" and " + Files.readString(log));
        }
        return new HeddleServer(process, line.substring(FIRST_WORDS.length()));
    }

    String url() {
        return url;
    }

    /** Sends SIGTERM and expects the command to end as one that did what it was told. */
    @Override
    public void close() {
        if (!process.isAlive()) {
            throw new IllegalStateException("heddle serve ended by itself with status " + process.exitValue());
        }
        process.destroy();
        try {
            process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException("heddle serve ended on SIGTERM with status " + process.exitValue());
        }
    }
}
