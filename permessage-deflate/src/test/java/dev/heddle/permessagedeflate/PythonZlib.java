package dev.heddle.permessagedeflate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A peer on zlib itself, with any window, in a process of Python. */
final class PythonZlib implements AutoCloseable {

    private final Process process;
    private final DataInputStream input;
    private final DataOutputStream output;

    private PythonZlib(Process process) {
        this.process = process;
        this.input = new DataInputStream(process.getInputStream());
        this.output = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), 1 << 16));
    }

    /** Starts it; the test is skipped where there is no Python, or fails where HEDDLE_REQUIRE_TOOLS is 1. */
    static PythonZlib start() throws IOException {
        Optional<Path> python = Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(directory -> Path.of(directory, "python3"))
                .filter(Files::isExecutable)
                .findFirst();
        if (python.isEmpty()) {
            String missing = "This test needs python3, which is missing; to get it: apt-get install python3";
            if ("1".equals(System.getenv("HEDDLE_REQUIRE_TOOLS"))) {
                Assertions.fail(missing);
            }
            Assumptions.abort(missing);
        }
        return new PythonZlib(new ProcessBuilder(python.get().toString(), "-c", script())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    private static String script() throws IOException {
        try (InputStream script = Objects.requireNonNull(PythonZlib.class.getResourceAsStream("peer.py"))) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    byte[] compress(byte[] data, int bits, boolean fresh) {
        return request('c', data, bits, fresh);
    }

    byte[] decompress(byte[] payload, int bits, boolean fresh) {
        return request('d', payload, bits, fresh);
    }

    private byte[] request(char operation, byte[] data, int bits, boolean fresh) {
        try {
            output.writeByte(operation);
            output.writeByte(bits);
            output.writeByte(fresh ? 1 : 0);
            output.writeInt(data.length);
            output.write(data);
            output.flush();
            boolean refused = input.readByte() != 0;
            byte[] answer = new byte[input.readInt()];
            input.readFully(answer);
            assertThat(refused)
                    .as(() -> new String(answer, StandardCharsets.UTF_8))
                    .isFalse();
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
