package dev.heddle.conformance.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A process that a test starts, talks to, and does not leave behind. */
public class ChildProcess implements AutoCloseable {

    /** How long a test waits for what should come at once: far more than a busy machine needs. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Lines out;
    private final Lines err;

    ChildProcess(ProcessBuilder builder) throws IOException {
        this.process = builder.start();
        this.out = new Lines(process.getInputStream());
        this.err = new Lines(process.getErrorStream());
    }

    /** Starts any program. */
    public static ChildProcess start(List<String> command) throws IOException {
        return new ChildProcess(new ProcessBuilder(command));
    }

    /**
     * Starts the command of this project, on the JVM that runs the tests.
     *
     * @param jvm options for the JVM, separated by spaces
     */
    public static ChildProcess heddle(String jvm, String... arguments) throws IOException {
        return new ChildProcess(heddleBuilder(jvm, List.of(), List.of(arguments)));
    }

    static ProcessBuilder heddleBuilder(String jvm, List<String> before, List<String> arguments) {
        Path script = Launcher.built();
        List<String> command = new ArrayList<>(before);
        command.add(script.toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("HEDDLE_OPTS", jvm);
        return builder;
    }

    /** Returns the process's id. */
    public long pid() {
        return process.pid();
    }

    /** Writes a line to the standard input. */
    public void type(String line) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    /** Ends the standard input. */
    public void endInput() throws IOException {
        process.getOutputStream().close();
    }

    /** Waits for a line on the standard output. */
    public String awaitOut(Predicate<String> wanted) throws InterruptedException {
        return out.await(wanted, PATIENCE);
    }

    /** Waits for a line on the standard error. */
    public String awaitErr(Predicate<String> wanted) throws InterruptedException {
        return err.await(wanted, PATIENCE);
    }

    List<String> errorsSoFar() {
        return err.soFar();
    }

    /** Sends a signal to this process and to no other. */
    public void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).as("status of kill -%s", name).isZero();
    }

    /** Waits for the end, not longer than that, and returns the status. */
    public int awaitEnd(Duration atMost) throws InterruptedException {
        boolean ended = process.waitFor(atMost.toNanos(), TimeUnit.NANOSECONDS);
        assertThat(ended)
                .as("ended within %s; its errors so far: %s", atMost, err.soFar())
                .isTrue();
        return process.exitValue();
    }

    /** Waits for the end and returns all that was said. */
    public Result result() throws InterruptedException {
        return result(PATIENCE);
    }

    /** Waits for the end, not longer than that, and returns all that was said. */
    public Result result(Duration atMost) throws InterruptedException {
        int status = awaitEnd(atMost);
        return new Result(status, out.all(), err.all());
    }

    /** Ends the process by SIGTERM, or by force if that does not do. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            process.getOutputStream().close();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // What was typed last went to a process that is gone; any other fault is news.
            if (process.isAlive()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** How a process ended and what it said, in lines. */
    public record Result(int status, List<String> out, List<String> err) {}
}
