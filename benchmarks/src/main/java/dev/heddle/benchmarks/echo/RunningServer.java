package dev.heddle.benchmarks.echo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server that runs. It ends when its input is closed, so also when this program goes. */
final class RunningServer implements AutoCloseable {

    private static final String LISTENING = "listening ";
    private static final long PATIENCE_SECONDS = 60;

    private final Server server;
    private final Process process;
    private final Path log;
    private final int port;

    private RunningServer(Server server, Process process, Path log, int port) {
        this.server = server;
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /**
     * Starts a server and waits until it takes connections.
     *
     * @param log where its errors go
     * @throws IOException if it ends before, or takes longer than a minute; with what it said last
     */
    static RunningServer start(Server server, List<String> command, Path log) throws IOException, InterruptedException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        Process process =
                new ProcessBuilder(command).redirectError(log.toFile()).start();
        CompletableFuture<Integer> port = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(process.inputReader(), port), "output of " + server);
        reader.setDaemon(true);
        reader.start();
        try {
            return new RunningServer(server, process, log, port.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new IOException(server.label() + " does not start: " + Programs.lastLine(log), e);
        }
    }

    /** Reads to the end, or the server would wait for room when it says more. */
    private static void read(BufferedReader output, CompletableFuture<Integer> port) {
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(LISTENING)) {
                    port.complete(Integer.valueOf(line.substring(LISTENING.length())));
                }
            }
            port.completeExceptionally(new IOException("It ended"));
        } catch (IOException | UncheckedIOException | NumberFormatException e) {
            port.completeExceptionally(e);
        }
    }

    Server server() {
        return server;
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** Writes a line to its input. */
    void say(String line) throws IOException {
        OutputStream input = process.getOutputStream();
        input.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        input.flush();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    ResidentSet memory() {
        return new ResidentSet(process.pid());
    }

    /** Closes its input and waits for its end, which is forced if it does not come within a minute. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            Programs.await(process, PATIENCE_SECONDS, server.label());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (Files.size(log) == 0) {
            Files.delete(log);
        }
    }
}
