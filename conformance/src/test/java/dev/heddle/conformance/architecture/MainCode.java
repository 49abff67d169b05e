package dev.heddle.conformance.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The code that is published, as compiled: found by folder, so that a new module is under the rules at once. */
final class MainCode {

    /** Has main code, but is not published, and is built behind these tests. */
    private static final String BENCHMARKS = "benchmarks";

    /** The folders of published modules that have code of their own. */
    static final List<Path> MODULES = modules();

    static final JavaClasses ALL = new ClassFileImporter()
            .importPaths(MODULES.stream().map(MainCode::classes).toList());

    /** What must work without any input and output, time or thread. */
    static final JavaClasses CORE = new ClassFileImporter()
            .importPaths(
                    classes(Path.of("../extensions")),
                    classes(Path.of("../eventsource")),
                    classes(Path.of("../permessage-deflate")),
                    classes(Path.of("../driver")));

    private MainCode() {}

    static Path classes(Path module) {
        return module.resolve("target/classes");
    }

    /** Returns the files with this name below the main sources of all modules. */
    static List<Path> sources(String name) {
        return MODULES.stream()
                .flatMap(module -> walk(module.resolve("src/main/java")))
                .filter(file -> file.getFileName().toString().equals(name))
                .toList();
    }

    private static List<Path> modules() {
        try (Stream<Path> folders = Files.list(Path.of(".."))) {
            return folders.filter(folder -> Files.isDirectory(folder.resolve("src/main/java")))
                    .filter(folder -> !folder.endsWith(BENCHMARKS))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> walk(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
