package dev.heddle.conformance.interop;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Programs that not every machine has. A test without them is skipped, or fails where HEDDLE_REQUIRE_TOOLS is 1. */
public final class Tools {

    private static final Path SCRIPTS = Path.of("node");

    private Tools() {}

    static Path chromium() {
        return need(Path.of("/usr/bin/chromium"), "apt-get install chromium");
    }

    static Path chromedriver() {
        return need(Path.of("/usr/bin/chromedriver"), "apt-get install chromium-driver");
    }

    /** Returns a program of Debian's. */
    static Path program(String path, String aptPackage) {
        return need(Path.of(path), "apt-get install " + aptPackage);
    }

    /** Returns the command that runs one of the scripts in conformance/node. */
    public static List<String> node(String script, String... arguments) {
        Optional<Path> node = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> Path.of(directory, "node"))
                .filter(Files::isExecutable)
                .findFirst();
        need(node.orElse(Path.of("node")), "apt-get install nodejs npm");
        for (String name : List.of("ws", "faye-websocket", "permessage-deflate", "watershed")) {
            need(SCRIPTS.resolve("node_modules/" + name + "/package.json"), "cd conformance/node && npm ci");
        }
        List<String> command = new ArrayList<>();
        command.add(node.orElseThrow().toString());
        command.add(SCRIPTS.resolve(script).toString());
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    private static Path need(Path file, String howToGet) {
        if (!Files.exists(file)) {
            String missing = "This test needs " + file + ", which is missing; to get it: " + howToGet;
            if ("1".equals(System.getenv("HEDDLE_REQUIRE_TOOLS"))) {
                Assertions.fail(missing);
            }
            Assumptions.abort(missing);
        }
        return file;
    }
}
