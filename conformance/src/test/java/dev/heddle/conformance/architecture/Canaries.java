package dev.heddle.conformance.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;

/** Shows that rules can fail. */
final class Canaries {

    private Canaries() {}

    /** Each method of the canary breaks the rule in another way, and the rule has to find them all. */
    static void assertFindsEveryMethod(ArchRule rule, Class<?> canary) {
        List<String> violations = violations(rule, canary);
        List<String> missed = Stream.of(canary.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .map(Method::getName)
                .filter(name -> violations.stream().noneMatch(text -> text.contains("." + name + "(")))
                .toList();
        assertThat(missed)
                .as("what \"%s\" does not find in the canary", rule.getDescription())
                .isEmpty();
    }

    static List<String> violations(ArchRule rule, Class<?>... canaries) {
        return rule.evaluate(new ClassFileImporter().importClasses(canaries))
                .getFailureReport()
                .getDetails();
    }
}
