package dev.heddle.conformance.docs;

import static java.util.stream.Collectors.joining;

import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds what documentation calls {@code Type}, {@code Type(Parameter)}, {@code Type.member} or {@code Type.member(Parameter)} in the
 * published packages.
 */
final class PublicName {

    private static final List<String> PACKAGES = List.of(
            "extensions",
            "permessagedeflate",
            "driver",
            "eventsource",
            "websocket",
            "netty",
            "socket",
            "servlet",
            "testkit",
            "watershed");
    private static final Pattern NAME =
            Pattern.compile("((?:[A-Z]\\w*)(?:\\.[A-Z]\\w*[a-z]\\w*)*)(?:\\.(\\w+))?(?:\\(([\\w, ]*)\\))?");

    private PublicName() {}

    static boolean exists(String name) {
        Matcher parts = NAME.matcher(name);
        return parts.matches() && types(parts.group(1)).anyMatch(type -> has(type, parts.group(2), parts.group(3)));
    }

    private static Stream<Class<?>> types(String name) {
        return PACKAGES.stream()
                .<@Nullable Class<?>>map(part -> type("dev.heddle." + part + "." + name.replace('.', '$')))
                .filter(Objects::nonNull)
                .<Class<?>>map(Objects::requireNonNull)
                .filter(PublicName::isPublished);
    }

    private static @Nullable Class<?> type(String name) {
        try {
            return Class.forName(name, false, PublicName.class.getClassLoader());
        } catch (ClassNotFoundException absent) {
            return null;
        }
    }

    private static boolean isPublished(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return isPublished(type.getModifiers()) && (outer == null || isPublished(outer));
    }

    private static boolean isPublished(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static boolean has(Class<?> type, @Nullable String member, @Nullable String parameters) {
        if (member == null) {
            return parameters == null
                    || Stream.of(type.getDeclaredConstructors()).anyMatch(made -> fits(made, parameters));
        }
        return Stream.of(type.getDeclaredMethods())
                        .anyMatch(method -> method.getName().equals(member) && fits(method, parameters))
                || parameters == null
                        && Stream.of(type.getDeclaredFields())
                                .anyMatch(field -> field.getName().equals(member) && isPublished(field.getModifiers()));
    }

    private static boolean fits(Executable executable, @Nullable String parameters) {
        String own = Stream.of(executable.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(joining(", "));
        return isPublished(executable.getModifiers()) && (parameters == null || parameters.equals(own));
    }
}
