package dev.heddle.conformance.architecture.canary;

import java.util.Scanner;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/** Protocol code with regular expressions: each method has another kind. */
public class RegexCore {

    Object pattern() {
        return Pattern.compile("a*");
    }

    Object split() {
        return "a,b".split(",", -1);
    }

    boolean matches() {
        return "a".matches("a*");
    }

    String replaceAll() {
        return "a".replaceAll("a*", "");
    }

    String replaceFirst() {
        return "a".replaceFirst("a*", "");
    }

    BiPredicate<String, String> methodReference() {
        return String::matches;
    }

    Object scanner() {
        return new Scanner("a b");
    }
}
