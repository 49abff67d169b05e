package dev.heddle.benchmarks.echo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What this machine is, and what is on the class path of the servers. */
final class Machine {

    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final Path WS = Path.of("node/node_modules/ws/package.json");

    /** Which artifact of a library tells its version. */
    private static final List<List<String>> LIBRARIES = List.of(
            List.of("Netty", "netty-transport"),
            List.of("Vert.x", "vertx-core"),
            List.of("Undertow", "undertow-core"),
            List.of("Jetty", "jetty-server"),
            List.of("Tomcat", "tomcat-embed-websocket"),
            List.of("Tyrus", "tyrus-server"),
            List.of("Java-WebSocket", "Java-WebSocket"));

    private Machine() {}

    /**
     * Returns what a journal begins with.
     *
     * @param ours the version of Heddle
     */
    static Environment describe(Jdk jdk, Plan plan, String classPath, String ours)
            throws IOException, InterruptedException {
        SortedMap<String, String> versions = versions(classPath);
        versions.put("Heddle", ours);
        if (plan.servers().contains(Server.WS) && Files.exists(WS)) {
            versions.put("Node", Programs.say(List.of("node", "--version")).substring(1));
            versions.put("ws", version(Files.readString(WS)));
        }
        return new Environment(
                LocalDate.now(ZoneOffset.UTC).toString(),
                field(PROCESSOR, "model name"),
                cores(),
                Long.parseLong(field(MEMORY, "MemTotal").replaceAll("\\D", "")) * 1024,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                jdk.feature(),
                jdk.version(),
                jdk.flags(plan.core(), plan.jvmOptions()),
                plan.jvmOptions(),
                versions,
                plan.rounds(),
                plan.seconds());
    }

    /** Returns how many cores there are, also where this program may not use them all. */
    static int cores() throws IOException {
        return (int) Files.readAllLines(PROCESSOR).stream()
                .filter(line -> line.startsWith("processor"))
                .count();
    }

    /** Returns the versions of the libraries whose jars are on a class path. */
    static SortedMap<String, String> versions(String classPath) {
        SortedMap<String, String> versions = new TreeMap<>();
        for (String entry : classPath.split(":", -1)) {
            String file = entry.substring(entry.lastIndexOf('/') + 1);
            for (List<String> library : LIBRARIES) {
                String prefix = library.get(1) + "-";
                if (file.matches("\\Q" + prefix + "\\E[0-9].*\\.jar")) {
                    versions.put(library.get(0), file.substring(prefix.length(), file.length() - ".jar".length()));
                }
            }
        }
        return versions;
    }

    private static String version(String packageJson) {
        return packageJson.replaceAll("(?s).*\"version\"\\s*:\\s*\"([^\"]*)\".*", "$1");
    }

    /** Returns the first value of a name, or that it is unknown: not every processor has each field. */
    private static String field(Path file, String name) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }
}
