package dev.heddle.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** In whatever order things happen, the extensions do what the {@link PipelineModel} says. */
@Tag("WS-123")
class PipelineScheduleTest {

    private static final int SCHEDULES = 100_000;

    @Test
    void pipelineFollowsTheModelInEverySchedule() throws ExtensionException {
        int errors = 0;
        int lost = 0;
        for (int seed = 0; seed < SCHEDULES; seed++) {
            int[] happened = new PipelineSchedule(seed).run();
            errors += happened[0];
            lost += happened[1];
        }
        // Or else the schedules would not show much.
        assertThat(errors).isGreaterThan(SCHEDULES / 4);
        assertThat(lost).isGreaterThan(SCHEDULES / 4);
    }
}
