package dev.heddle.benchmarks.echo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

final class ComparisonOptionsTest {

    @TempDir
    private Path folder;

    private static final class Command {

        @Mixin
        private final ComparisonOptions options = new ComparisonOptions();
    }

    static List<Object> commands() {
        return List.of(new Http2Benchmark(), new BroadcastBenchmark());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void eachComparisonHasThem(Object command) {
        assertThat(new CommandLine(command).getCommandSpec().optionsMap())
                .containsKeys("--java", "--rounds", "--report");
    }

    @Test
    void tableGoesToTheFileThatWasAskedFor() throws Exception {
        Path report = folder.resolve("report.md");
        Command command = new Command();
        new CommandLine(command).parseArgs("--rounds", "5", "--report", report.toString());
        command.options.publish("table\n");
        assertThat(Files.readString(report)).isEqualTo("table\n");
        assertThat(command.options.rounds()).isEqualTo(5);
    }

    @Test
    void serverRunsOnTheJdkThatWasAskedFor() throws Exception {
        String home = System.getProperty("java.home");
        Command command = new Command();
        new CommandLine(command).parseArgs("--java", home);
        assertThat(command.options.server(command.options.jdk(), "HeddleEcho", "epoll"))
                .contains(Path.of(home, "bin", "java").toString())
                .endsWith("dev.heddle.benchmarks.servers.HeddleEcho", "epoll");
    }
}
