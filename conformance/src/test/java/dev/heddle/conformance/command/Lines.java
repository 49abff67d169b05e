package dev.heddle.conformance.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What a process writes, line by line as it comes. Only a line feed ends a line: a stray CR is to be seen. */
final class Lines {

    private final List<String> lines = new ArrayList<>();
    private final Thread reader;
    private boolean ended;

    Lines(InputStream in) {
        this.reader = new Thread(() -> read(in), "lines-of-a-process");
        reader.setDaemon(true);
        reader.start();
    }

    /** Waits for the first line of that kind, also among those that came before. */
    synchronized String await(Predicate<String> wanted, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        int seen = 0;
        while (true) {
            for (; seen < lines.size(); seen++) {
                if (wanted.test(lines.get(seen))) {
                    return lines.get(seen);
                }
            }
            long left = deadline - System.nanoTime();
            if (ended || left <= 0) {
                throw new AssertionError("No such line " + (ended ? "before the end" : "in time") + "; got " + lines);
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /** Waits for the end and returns all lines. */
    List<String> all() throws InterruptedException {
        reader.join();
        return soFar();
    }

    synchronized List<String> soFar() {
        return List.copyOf(lines);
    }

    private void read(InputStream in) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] buffer = new byte[64 * 1024];
        try (in) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                int start = 0;
                for (int i = 0; i < count; i++) {
                    if (buffer[i] == '\n') {
                        line.write(buffer, start, i - start);
                        add(line);
                        start = i + 1;
                    }
                }
                line.write(buffer, start, count - start);
            }
        } catch (IOException e) {
            // Who ends a process also closes its streams; what was read until then is what there is.
            end();
        } finally {
            if (line.size() > 0) {
                add(line);
            }
            end();
        }
    }

    private synchronized void add(ByteArrayOutputStream line) {
        lines.add(line.toString(StandardCharsets.UTF_8));
        line.reset();
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }
}
