package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

/** An open server of draft 75, and whatever a client sends. */
@Tag("SEC-54")
class Hixie75FuzzTest {

    private static final String VERSION = "hixie-75";

    @MethodSource("dev.heddle.driver.Seeds#framesOfDrafts")
    @FuzzTest
    void anyBytesAreTextOrAnError(byte[] input) {
        AnyInput.Outcome outcome = AnyInput.check(input, () -> DriverTester.openDraft(VERSION, AnyInput.options()));
        DraftReference expected = DraftReference.decode(VERSION, input, 0, AnyInput.LIMITS.maxLength());
        assertThat(outcome.messages()).isEqualTo(expected.messages());
        assertThat(outcome.close()).isEqualTo(expected.close());
        assertThat(outcome.tester().sent()).isEmpty();
    }
}
