package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that has a request of draft 76, and whatever comes behind its head: eight bytes of the handshake, then frames. */
@Tag("SEC-54")
class Hixie76FuzzTest {

    private static final String VERSION = "hixie-76";
    private static final int KEY_1 = 829_309_203;
    private static final int KEY_2 = 259_970_620;

    @MethodSource("dev.heddle.driver.Seeds#framesOfDrafts")
    @FuzzTest
    void anyBytesBehindTheHeadAreTextOrAnError(byte[] input) {
        AnyInput.Outcome outcome = AnyInput.check(input, Hixie76FuzzTest::fresh);
        String sent = outcome.tester().sent();
        String behind = sent.substring(sent.indexOf("\r\n\r\n") + 4);
        if (input.length < DraftKeys.BODY_BYTES) {
            assertThat(outcome.opened()).isFalse();
            assertThat(outcome.close()).isEqualTo("1006");
            assertThat(behind).isEmpty();
            return;
        }
        assertThat(outcome.opened()).isTrue();
        DraftReference expected =
                DraftReference.decode(VERSION, input, DraftKeys.BODY_BYTES, AnyInput.LIMITS.maxLength());
        assertThat(outcome.messages()).isEqualTo(expected.messages());
        assertThat(outcome.close()).isEqualTo(expected.close());
        String answer = Wire.text(DraftKeys.answer(KEY_1, KEY_2, Arrays.copyOf(input, DraftKeys.BODY_BYTES)));
        // Whoever is told of a close, or is too long, is closed in turn.
        assertThat(behind).isEqualTo(expected.close().equals("1006") ? answer : answer + "\u00ff\0");
    }

    private static DriverTester fresh() {
        DriverTester tester = DriverTester.fresh(Role.SERVER, AnyInput.options().allowDrafts(true));
        tester.driver.start();
        tester.feed(DriverTester.REQUEST_76);
        tester.log();
        return tester;
    }
}
