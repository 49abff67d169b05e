package dev.heddle.conformance.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import dev.heddle.conformance.architecture.canary.AmbientCore;
import dev.heddle.conformance.architecture.canary.ConnectedCore;
import dev.heddle.conformance.architecture.canary.RegexCore;
import java.net.URI;
import java.time.Duration;
import java.util.Random;
import java.util.Scanner;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the packages without input and output may use. */
class CoreTest {

    /**
     * An allow-list: everything that is not named, from sockets and files to clocks and thread pools, is out. Of the
     * concurrent package, what a driver's streams are made of: the types of Reactive Streams, and the owner's executor,
     * to which they hand a signal so that they need no lock; and what takes the answer of an asynchronous session, or hands the
     * bytes of a text to another thread.
     */
    private static final DescribedPredicate<JavaClass> VALUES = resideInAnyPackage(
                    "dev.heddle..",
                    "java.lang",
                    "java.lang.invoke",
                    "java.lang.runtime",
                    "java.nio",
                    "java.nio.charset",
                    "java.security",
                    "java.util",
                    "java.util.function",
                    "java.util.stream",
                    "org.jspecify.annotations")
            .or(belongToAnyOf(
                    URI.class,
                    Duration.class,
                    Flow.class,
                    Executor.class,
                    AtomicReference.class,
                    AtomicReferenceFieldUpdater.class));

    /** What only compression may use besides. */
    private static final DescribedPredicate<JavaClass> ZLIB = belongToAnyOf(Inflater.class, DataFormatException.class);

    private static final DescribedPredicate<JavaClass> COMPRESSION = resideInAPackage("dev.heddle.permessagedeflate..");

    /** What the packages above have, and the core may not: it gets time and randomness as parameters. */
    private static final ArchRule USES_NOTHING_AMBIENT = CompositeArchRule.of(noClasses()
                    .should()
                    .dependOnClassesThat(belongToAnyOf(
                            Process.class,
                            ProcessBuilder.class,
                            Runtime.class,
                            System.Logger.class,
                            Thread.class,
                            ThreadLocal.class,
                            Random.class,
                            Timer.class,
                            TimerTask.class)))
            .and(noClasses().should().accessTargetWhere(Access.anyBut(System.class, "arraycopy")))
            .as("The core should use no thread, clock, timer, logger, console or environment");

    /** Regular expressions, named or hidden in a method, can take a time that grows faster than their input. */
    private static final ArchRule USES_NO_REGULAR_EXPRESSION = CompositeArchRule.of(
                    noClasses().should().dependOnClassesThat(resideInAPackage("java.util.regex")))
            .and(noClasses()
                    .should()
                    .accessTargetWhere(Access.anyOf(
                            String.class, "split", "splitWithDelimiters", "matches", "replaceAll", "replaceFirst")))
            .and(noClasses().should().dependOnClassesThat(belongToAnyOf(Scanner.class)))
            .as("The core should use no regular expression");

    @Test
    void coreUsesOnlyValues() {
        usesOnly(VALUES).check(MainCode.CORE.that(not(COMPRESSION)));
        usesOnly(VALUES.or(ZLIB)).check(MainCode.CORE.that(COMPRESSION));
        Canaries.assertFindsEveryMethod(usesOnly(VALUES), ConnectedCore.class);
    }

    @Test
    void coreUsesNoThreadClockTimerOrLogger() {
        USES_NOTHING_AMBIENT.check(MainCode.CORE);
        Canaries.assertFindsEveryMethod(USES_NOTHING_AMBIENT, AmbientCore.class);
    }

    @Tag("SEC-18")
    @Test
    void coreUsesNoRegularExpression() {
        USES_NO_REGULAR_EXPRESSION.check(MainCode.CORE);
        Canaries.assertFindsEveryMethod(USES_NO_REGULAR_EXPRESSION, RegexCore.class);
    }

    private static ArchRule usesOnly(DescribedPredicate<JavaClass> allowed) {
        return classes()
                .should()
                .onlyDependOnClassesThat(allowed)
                .as("The core should use values, buffers and digests only");
    }
}
