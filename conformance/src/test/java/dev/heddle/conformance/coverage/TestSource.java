package dev.heddle.conformance.coverage;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Reads {@code @Tag("WS-051")} above tests and their classes, with the JDK's own parser. */
final class TestSource {

    private static final Set<String> TESTS =
            Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "TestTemplate", "FuzzTest");

    private TestSource() {}

    static List<Citation> citations(List<Path> files) throws IOException {
        List<Citation> citations = new ArrayList<>();
        if (files.isEmpty()) {
            return citations;
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
            TagScanner scanner = new TagScanner(citations);
            for (CompilationUnitTree unit : task.parse()) {
                scanner.scan(unit, "");
            }
        }
        return citations;
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Goes through classes and methods with the name of the class around them. */
    private static final class TagScanner extends TreeScanner<Void, String> {

        private final List<Citation> citations;

        TagScanner(List<Citation> citations) {
            this.citations = citations;
        }

        @Override
        public Void visitClass(ClassTree type, String outer) {
            String name = outer.isEmpty() ? type.getSimpleName().toString() : outer + "." + type.getSimpleName();
            cite(type.getModifiers(), name);
            return super.visitClass(type, name);
        }

        @Override
        public Void visitMethod(MethodTree method, String type) {
            ModifiersTree modifiers = method.getModifiers();
            // JUnit ignores tags above anything else.
            if (modifiers.getAnnotations().stream().anyMatch(annotation -> TESTS.contains(name(annotation)))) {
                cite(modifiers, type + "." + method.getName());
            }
            return super.visitMethod(method, type);
        }

        private void cite(ModifiersTree modifiers, String by) {
            modifiers.getAnnotations().stream()
                    .filter(annotation -> name(annotation).equals("Tag"))
                    .flatMap(annotation -> value(annotation).stream())
                    .filter(tag -> Citation.ID.matcher(tag).matches())
                    .forEach(id -> citations.add(new Citation(id, by)));
        }

        private static String name(AnnotationTree annotation) {
            String name = annotation.getAnnotationType().toString();
            return name.substring(name.lastIndexOf('.') + 1);
        }

        private static Optional<String> value(AnnotationTree annotation) {
            ExpressionTree argument = annotation.getArguments().get(0);
            ExpressionTree value = argument instanceof AssignmentTree named ? named.getExpression() : argument;
            return value instanceof LiteralTree literal
                    ? Optional.of(String.valueOf(literal.getValue()))
                    : Optional.empty();
        }
    }
}
