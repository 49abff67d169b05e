package dev.heddle.conformance.architecture.canary;

import java.util.Random;
import java.util.Timer;

/** Protocol code that uses what the JVM has at hand: each method in another way. */
public abstract class AmbientCore {

    abstract void logger(System.Logger logger);

    abstract void random(Random random);

    abstract void timer(Timer timer);

    abstract Process process();

    long nanoTime() {
        return System.nanoTime();
    }

    long currentTimeMillis() {
        return System.currentTimeMillis();
    }

    void out() {
        System.out.println();
    }

    void err() {
        System.err.println();
    }

    String property() {
        return System.getProperty("heddle");
    }

    String thread() {
        return Thread.currentThread().getName();
    }

    Object threadLocal() {
        return ThreadLocal.withInitial(() -> 1);
    }

    int processors() {
        return Runtime.getRuntime().availableProcessors();
    }
}
