package dev.heddle.benchmarks.echo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** One of the servers, started as for a measurement, with the class path of the tests. */
final class ServerProcess implements AutoCloseable {

    /** How long a test waits for what should come at once: far more than a busy machine needs. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path errors;
    private final int port;

    private ServerProcess(Process process, Path errors, int port) {
        this.process = process;
        this.errors = errors;
        this.port = port;
    }

    /** Starts it; the test is skipped where something for it is missing, or fails if that could be installed. */
    static ServerProcess start(Server server, boolean deflate) throws IOException, InterruptedException {
        server.missing().ifPresent(missing -> {
            if (!server.isJava() && "1".equals(System.getenv("HEDDLE_REQUIRE_TOOLS"))) {
                Assertions.fail(missing);
            }
            Assumptions.abort(missing);
        });
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command =
                server.command(java, System.getProperty("java.class.path"), List.of("-Xmx512m"), deflate);
        File errors = File.createTempFile("echo-" + server.name(), ".errors");
        errors.deleteOnExit();
        Process process = new ProcessBuilder(command).redirectError(errors).start();
        try {
            String line = await(CompletableFuture.supplyAsync(() -> firstLine(process)));
            assertThat(line).as("%s says", server).startsWith("listening ");
            return new ServerProcess(process, errors.toPath(), Integer.parseInt(line.substring("listening ".length())));
        } catch (AssertionError e) {
            process.destroyForcibly();
            throw new AssertionError(server + " did not start: " + Files.readString(errors.toPath()), e);
        }
    }

    private static String firstLine(Process process) {
        try {
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            return String.valueOf(out.readLine());
        } catch (IOException e) {
            return e.toString();
        }
    }

    int port() {
        return port;
    }

    /** Closes its input, and holds it to an end without a word of error. */
    void assertEndsWithItsInput() throws IOException, InterruptedException {
        process.getOutputStream().close();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(Files.readString(errors)).doesNotContain("Exception", "Error");
    }

    /** Waits for something that is told once. */
    static <T> T await(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
