package dev.heddle.extensions;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * What the current thread has cost. Asks {@code com.sun.management.ThreadMXBean} by a handle, because this module does not
 * read the module of that; the handle itself allocates nothing.
 */
final class Measured {

    private static final MethodHandle BYTES = handle("getCurrentThreadAllocatedBytes");
    private static final MethodHandle NANOS = handle("getCurrentThreadCpuTime");

    private Measured() {}

    /** Returns how much memory the thread has ever allocated. */
    static long bytes() {
        try {
            return (long) BYTES.invokeExact();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Returns how long the thread has been working; what others do on the machine does not count. */
    static long nanos() {
        try {
            return (long) NANOS.invokeExact();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static MethodHandle handle(String method) {
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
