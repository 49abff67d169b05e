package dev.heddle.driver;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * How much memory the current thread has ever allocated. Asks {@code com.sun.management.ThreadMXBean} by a handle,
 * because the driver's module does not read the module of that; the handle itself allocates nothing.
 */
final class Allocation {

    private static final MethodHandle BYTES = handle("getCurrentThreadAllocatedBytes");

    private Allocation() {}

    static long bytes() {
        try {
            return (long) BYTES.invokeExact();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Finds a method of the bean that takes nothing and answers a long. */
    static MethodHandle handle(String method) {
        try {
            Class<?> type = Class.forName("com.sun.management.ThreadMXBean");
            Object bean = Class.forName("java.lang.management.ManagementFactory")
                    .getMethod("getThreadMXBean")
                    .invoke(null);
            return MethodHandles.publicLookup()
                    .findVirtual(type, method, MethodType.methodType(long.class))
                    .bindTo(bean);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("No ThreadMXBean", e);
        }
    }
}
