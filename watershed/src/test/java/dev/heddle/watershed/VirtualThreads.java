package dev.heddle.watershed;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Threads of the JDK's from 21 on. */
final class VirtualThreads {

    static final String MISSING = "Virtual threads come with JDK 21";

    private VirtualThreads() {}

    /** By reflection, as this is compiled for JVMs that have none. */
    static ExecutorService open() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This JVM should have virtual threads", e);
        }
    }
}
