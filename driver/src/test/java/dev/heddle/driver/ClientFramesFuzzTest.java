package dev.heddle.driver;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

/** An open client of RFC 6455, and whatever a server sends. */
@Tag("SEC-22")
class ClientFramesFuzzTest {

    @MethodSource("dev.heddle.driver.Seeds#framesForClients")
    @FuzzTest
    void anyBytesAreMessagesOrAnError(byte[] input) {
        AnyFrames.check(Role.CLIENT, input);
    }
}
