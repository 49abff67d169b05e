package dev.heddle.conformance.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows as Java is Java, against the modules as they are. */
class ReadmeTest {

    private static final Path README = Path.of("../README.md");
    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CLASS_NAME = Pattern.compile("^class (\\w+)", Pattern.MULTILINE);

    @TempDir
    private Path output;

    @TestFactory
    List<DynamicTest> examplesCompile() throws IOException {
        List<String> examples = JAVA_BLOCK
                .matcher(Files.readString(README))
                .results()
                .map(block -> block.group(1))
                .toList();
        assertThat(examples).hasSizeGreaterThanOrEqualTo(3);
        return examples.stream()
                .map(example -> DynamicTest.dynamicTest(nameOf(example), () -> assertCompiles(example)))
                .toList();
    }

    private void assertCompiles(String example) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        List<String> options =
                List.of("-d", output.toString(), "-classpath", System.getProperty("java.class.path"), "-proc:none");
        boolean compiled = compiler.getTask(complaints, null, null, options, null, List.of(new Example(example)))
                .call();
        assertThat(compiled).as("%s", complaints).isTrue();
    }

    private static String nameOf(String example) {
        Matcher name = CLASS_NAME.matcher(example);
        assertThat(name.find()).as("a class in %s", example).isTrue();
        return name.group(1);
    }

    private static final class Example extends SimpleJavaFileObject {

        private final String source;

        Example(String source) {
            super(URI.create("string:///" + nameOf(source) + ".java"), Kind.SOURCE);
            this.source = source;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
        }
    }
}
