package dev.heddle.cli;

import dev.heddle.cli.drive.DriveSession;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code heddle drive}: the driver without any socket, one JSON object a line. */
@Command(
        name = "drive",
        description = "Reads commands and bytes for drivers as lines of JSON, and answers with bytes and events.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "  {\"id\":1,\"op\":\"new\",\"driver\":\"client\",\"url\":\"ws://example.com/\"}",
            "  {\"id\":2,\"op\":\"start\",\"driver\":1}",
            "",
            "docs/drive.md describes every line. A wrong line is answered with an error; the end of the input ends it with",
            "status 0."
        })
final class Drive implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (spec == null) {
            throw new IllegalStateException("Not called as a command");
        }
        PrintWriter out = spec.commandLine().getOut();
        DriveSession session = new DriveSession();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                out.print(session.answer(line) + "\n");
                out.flush();
            }
        }
        return 0;
    }
}
