package dev.heddle.driver;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

/** A client that waits for a response, and whatever comes instead. */
@Tag("SEC-22")
class ResponseHeadFuzzTest {

    @MethodSource("dev.heddle.driver.Seeds#responses")
    @FuzzTest
    void anyResponseOpensOrEnds(byte[] input) throws ViolationException {
        AnyHead.check(Role.CLIENT, input);
    }
}
