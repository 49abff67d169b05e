package dev.heddle.driver;

import java.lang.invoke.MethodHandle;

/** How long the current thread has ever run, which does not depend on what else the machine does. */
final class CpuTime {

    private static final MethodHandle NANOS = Allocation.handle("getCurrentThreadCpuTime");

    private CpuTime() {}

    static long nanos() {
        try {
            return (long) NANOS.invokeExact();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
