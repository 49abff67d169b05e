package dev.heddle.socket;

import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where a connection's threads come from: a virtual one for each task where the JVM has them (from 21 on), else daemon threads of
 * the platform's, which wait a few seconds for another task before they end.
 */
final class Threads {

    private static final String NAME = "heddle-socket-";
    private static final int FIRST_WITH_VIRTUAL = 21;
    private static final long IDLE_SECONDS = 10;

    private static final Executor PREFERRED =
            Runtime.version().feature() >= FIRST_WITH_VIRTUAL ? virtual() : platform();

    private Threads() {}

    static Executor preferred() {
        return PREFERRED;
    }

    /** Returns what runs each task on a daemon thread of the platform's. */
    static Executor platform() {
        ThreadFactory daemons = task -> {
            Thread thread = new Thread(task, NAME + "platform");
            thread.setDaemon(true);
            return thread;
        };
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons);
    }

    /** By reflection, as this is compiled for JVMs that have none: {@code Thread.ofVirtual().name(NAME, 0).factory()}. */
    private static Executor virtual() {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Method name = type.getMethod("name", String.class, long.class);
            ThreadFactory factory = (ThreadFactory) type.getMethod("factory").invoke(name.invoke(builder, NAME, 0L));
            return task -> factory.newThread(task).start();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This JVM should have virtual threads", e);
        }
    }
}
