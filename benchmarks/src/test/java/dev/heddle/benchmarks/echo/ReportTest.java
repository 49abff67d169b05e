package dev.heddle.benchmarks.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a page that was read by a person. If it is to change, take what the test writes to {@code target/echo.md}. */
final class ReportTest {

    private static final Path RECORDED = Path.of("src/test/resources/dev/heddle/benchmarks/echo");

    @TempDir
    private Path folder;

    @BeforeEach
    void copyJournals() throws IOException {
        for (String name : new String[] {"echo-25.jsonl", "echo-17.jsonl"}) {
            Files.copy(RECORDED.resolve(name), folder.resolve(name));
        }
    }

    @Test
    void pageOnRecordedJournalsIsTheExpectedOne() throws IOException {
        Report.write(folder);
        String page = Files.readString(folder.resolve(Report.PAGE));
        Files.writeString(Path.of("target", Report.PAGE), page);
        assertThat(page).isEqualTo(Files.readString(RECORDED.resolve(Report.PAGE)));
    }

    @Test
    void everyPlotOfThePageIsWritten() throws IOException {
        Report.write(folder);
        String page = Files.readString(folder.resolve(Report.PAGE));
        for (String plot : new String[] {"echo-25-ratios.svg", "echo-25-deflate.svg", "echo-25-idle.svg"}) {
            assertThat(page).contains("](" + plot + ")");
            assertThat(folder.resolve(plot)).exists();
        }
    }

    @Test
    void plotWithoutFiguresIsNotNamed() throws IOException {
        Report.write(folder);
        assertThat(Files.readString(folder.resolve(Report.PAGE))).doesNotContain("echo-17-deflate.svg");
        assertThat(folder.resolve("echo-17-deflate.svg")).doesNotExist();
    }

    @Test
    void folderWithoutJournalsIsRefused() {
        assertThatThrownBy(() -> Report.write(Files.createDirectory(folder.resolve("empty"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Nothing was measured");
    }
}
