package dev.heddle.benchmarks.echo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command asks that compares two servers in rounds and writes one table. */
final class ComparisonOptions {

    /** Where the server runs, but for what compiles its code. */
    static final int SERVER_CORE = 0;

    /** A heap of one size for all; touched only where it is used, so that the resident set says what that is. */
    private static final List<String> JVM_OPTIONS = List.of("-Xms256m", "-Xmx1g", "-XX:+UseSerialGC");

    @Option(names = "--java", paramLabel = "HOME", description = "A JDK for the servers; default: this one.")
    private Path java = Path.of(System.getProperty("java.home"));

    @Option(names = "--rounds", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}; the median counts.")
    private int rounds = 3;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Where the table goes; default: standard output only.")
    private @Nullable Path report;

    /**
     * Returns the JDK that the servers run on.
     *
     * @throws IOException if there is none
     */
    Jdk jdk() throws IOException, InterruptedException {
        return Jdk.at(java);
    }

    int rounds() {
        return rounds;
    }

    /** Returns the command of a server, which has the first core to itself. */
    List<String> server(Jdk jdk, String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(jdk.java().toString()));
        command.addAll(JVM_OPTIONS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add("dev.heddle.benchmarks.servers." + program);
        command.addAll(List.of(arguments));
        return Programs.onCore(SERVER_CORE, command);
    }

    /** Prints the table, and writes it to the file that was asked for. */
    void publish(String table) throws IOException {
        System.out.print(table);
        if (report != null) {
            // Where the user stands, not this program.
            Path folder = Path.of(System.getProperty("heddle.folder", "."));
            Files.writeString(folder.resolve(report), table);
        }
    }
}
