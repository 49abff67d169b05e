package dev.heddle.watershed;

import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Connections that virtual threads read. */
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = VirtualThreads.MISSING)
class VirtualConnectionTest extends ConnectionTest {

    @Override
    ExecutorService threads() {
        return VirtualThreads.open();
    }
}
