package dev.heddle.driver;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that waits for a request, and whatever comes instead. */
@Tag("SEC-22")
class RequestHeadFuzzTest {

    @MethodSource("dev.heddle.driver.Seeds#requests")
    @FuzzTest
    void anyRequestIsAnsweredInFull(byte[] input) throws ViolationException {
        AnyHead.check(Role.SERVER, input);
    }
}
