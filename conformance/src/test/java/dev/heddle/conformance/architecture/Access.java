package dev.heddle.conformance.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.util.Set;
import java.util.function.Predicate;

/** Predicates for what code calls, reads or names by a method reference. */
final class Access {

    private Access() {}

    static DescribedPredicate<JavaAccess<?>> anyOf(Class<?> owner, String... names) {
        Set<String> wanted = Set.of(names);
        return to(owner, "one of " + wanted, target -> wanted.contains(target.getName()));
    }

    static DescribedPredicate<JavaAccess<?>> anyBut(Class<?> owner, String name) {
        return to(owner, "anything but " + name, target -> !target.getName().equals(name));
    }

    /** Members of this name that have no parameter of the given type. */
    static DescribedPredicate<JavaAccess<?>> without(Class<?> parameter, Class<?> owner, String... names) {
        Set<String> wanted = Set.of(names);
        return to(
                owner,
                "one of " + wanted + " without " + parameter.getSimpleName(),
                target -> wanted.contains(target.getName())
                        && target instanceof AccessTarget.CodeUnitAccessTarget codeUnit
                        && codeUnit.getRawParameterTypes().stream().noneMatch(type -> type.isEquivalentTo(parameter)));
    }

    private static DescribedPredicate<JavaAccess<?>> to(
            Class<?> owner, String description, Predicate<AccessTarget> member) {
        return describe(
                description + " of " + owner.getSimpleName(),
                access -> access.getTargetOwner().isAssignableTo(owner) && member.test(access.getTarget()));
    }
}
