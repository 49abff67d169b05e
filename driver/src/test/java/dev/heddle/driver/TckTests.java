package dev.heddle.driver;

import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.TestAbortedException;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.SkipException;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/** Runs a verification of the Reactive Streams TCK, which is written for TestNG, as tests of JUnit. */
final class TckTests {

    /** The longest wait for a signal that must come, in milliseconds. Some rules wait that long for none to come. */
    private static final long PATIENCE = 5_000;

    /** The same where all signals have come when a call returns. */
    private static final long NO_PATIENCE = 100;

    /** The wait for a signal that must not come. */
    private static final long SILENCE = 20;

    /** Rules that nobody can test; the TCK lists them as skipped. */
    private static final String UNTESTED = "untested_";

    private TckTests() {}

    static TestEnvironment environment(boolean otherThreads) {
        return new TestEnvironment(otherThreads ? PATIENCE : NO_PATIENCE, SILENCE, SILENCE);
    }

    /**
     * Makes a test of each rule, each with a verification of its own.
     *
     * @param loop whether the streams run on a thread of their own, or else in the signals
     * @param skipped the names of the optional rules that do not apply: exactly these must be skipped
     */
    static Stream<DynamicTest> of(boolean loop, Set<String> skipped, Function<Executor, ?> verification) {
        Method[] methods = verification.apply(Runnable::run).getClass().getMethods();
        return Arrays.stream(methods)
                .filter(method -> method.isAnnotationPresent(Test.class))
                .sorted(Comparator.comparing(Method::getName))
                .map(method -> DynamicTest.dynamicTest(method.getName(), () -> {
                    boolean skips = method.getName().startsWith(UNTESTED) || skipped.contains(method.getName());
                    if (loop) {
                        // What is under way when a test has seen enough may be dropped.
                        ExecutorService executor = new ThreadPoolExecutor(
                                1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), new DiscardPolicy());
                        try {
                            run(method, skips, verification.apply(executor));
                        } finally {
                            executor.shutdown();
                        }
                    } else {
                        run(method, skips, verification.apply(Runnable::run));
                    }
                }));
    }

    private static void run(Method method, boolean skips, Object verification) throws Throwable {
        callAll(BeforeClass.class, verification);
        try {
            callAll(BeforeMethod.class, verification);
            call(method, verification);
        } catch (SkipException e) {
            if (!skips) {
                throw new AssertionError("Skipped: " + method.getName(), e);
            }
            throw new TestAbortedException(method.getName() + ": " + e.getMessage(), e);
        } finally {
            callAll(AfterClass.class, verification);
        }
        if (skips) {
            throw new AssertionError("Expected to be skipped, but passed: " + method.getName());
        }
    }

    private static void callAll(Class<? extends Annotation> annotation, Object verification) throws Throwable {
        for (Method method : verification.getClass().getMethods()) {
            if (method.isAnnotationPresent(annotation)) {
                call(method, verification);
            }
        }
    }

    private static void call(Method method, Object verification) throws Throwable {
        try {
            method.invoke(verification);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
