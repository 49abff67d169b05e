package dev.heddle.benchmarks.echo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

final class ProgressTest {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private long seconds;

    @Test
    void timeLeftFollowsWhatTheStepsTook() {
        Progress progress = progress(false);
        progress.step("first", 10);
        seconds = 20;
        progress.step("second", 10);
        assertThat(said.toString(UTF_8).lines())
                .containsExactly("   1/2  0:20 min left  first", "   2/2  0:20 min left  second");
    }

    @Test
    void stepThatIsLeftOutTakesNoTime() {
        Progress progress = progress(false);
        progress.skip(10);
        progress.step("second", 10);
        assertThat(said.toString(UTF_8).strip()).isEqualTo("2/2  0:10 min left  second");
    }

    @Test
    void terminalHasOneLineThatIsWrittenOver() {
        Progress progress = progress(true);
        progress.step("first", 10);
        progress.note("FAILED");
        assertThat(said.toString(UTF_8)).startsWith("\r").endsWith("\rFAILED" + System.lineSeparator());
        assertThat(said.toString(UTF_8).lines().filter(line -> line.contains("first")))
                .hasSize(1);
    }

    @Test
    void noCarriageReturnsWhereThereIsNoTerminal() {
        Progress progress = progress(false);
        progress.step("first", 10);
        progress.note("FAILED");
        assertThat(said.toString(UTF_8)).doesNotContain("\r");
    }

    private Progress progress(boolean terminal) {
        PrintStream out = new PrintStream(said, true, UTF_8);
        return new Progress(out, terminal, () -> seconds * 1_000_000_000, 2, 20);
    }
}
