package dev.heddle.cli;

import dev.heddle.cli.drive.DriveSession;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

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

    @Override
    public Integer call() throws IOException {
        // JSON is UTF-8, whatever the terminal's encoding is.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        DriveSession session = new DriveSession();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                out.print(session.answer(line) + "\n");
                // Flushes, and tells whether anybody still reads.
                if (out.checkError()) {
                    break;
                }
            }
        }
        return 0;
    }
}
