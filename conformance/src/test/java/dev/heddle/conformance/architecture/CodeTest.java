package dev.heddle.conformance.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import dev.heddle.conformance.architecture.canary.LocalText;
import dev.heddle.conformance.architecture.canary.WeakRandom;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Formatter;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What no published code may use. */
class CodeTest {

    /** In Turkish, "FILE" in lower case has no "i"; in Arabic, digits may not be ASCII. */
    private static final ArchRule NAMES_THE_LOCALE = noClasses()
            .should()
            .accessTargetWhere(
                    Access.without(Locale.class, String.class, "toLowerCase", "toUpperCase", "format", "formatted")
                            .or(Access.without(Locale.class, PrintStream.class, "format", "printf"))
                            .or(Access.without(Locale.class, PrintWriter.class, "format", "printf"))
                            .or(Access.without(Locale.class, Formatter.class, "format")))
            .as("Text should not depend on where the program runs");

    /**
     * Masking keys and the like must come from a source that a peer can not guess; {@link RandomGenerator} is a type that such a source
     * has.
     */
    private static final ArchRule RANDOM_IS_SECURE = CompositeArchRule.of(noClasses()
                    .should()
                    .dependOnClassesThat(belongToAnyOf(Random.class, SplittableRandom.class, ThreadLocalRandom.class)
                            .or(resideInAPackage("java.util.random").and(not(belongToAnyOf(RandomGenerator.class))))))
            .and(noClasses()
                    .should()
                    .accessTargetWhere(Access.anyOf(Math.class, "random")
                            .or(Access.anyOf(RandomGenerator.class, "getDefault", "of"))))
            .as("Randomness should come from SecureRandom");

    @Test
    void conversionsNameTheirLocale() {
        NAMES_THE_LOCALE.check(MainCode.ALL);
        Canaries.assertFindsEveryMethod(NAMES_THE_LOCALE, LocalText.class);
    }

    @Tag("WS-064")
    @Tag("SEC-41")
    @Test
    void randomnessIsSecure() {
        RANDOM_IS_SECURE.check(MainCode.ALL);
        Canaries.assertFindsEveryMethod(RANDOM_IS_SECURE, WeakRandom.class);
    }
}
