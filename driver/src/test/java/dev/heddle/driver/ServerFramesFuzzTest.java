package dev.heddle.driver;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

/** An open server of RFC 6455, and whatever a client sends. */
@Tag("SEC-22")
class ServerFramesFuzzTest {

    @MethodSource("dev.heddle.driver.Seeds#framesForServers")
    @FuzzTest
    void anyBytesAreMessagesOrAnError(byte[] input) {
        AnyFrames.check(Role.SERVER, input);
    }
}
