package dev.heddle.benchmarks.echo;

import dev.heddle.netty.NettyIo;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.uring.IoUring;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The echo servers that are compared, in the order of the tables. Each is a program that prints {@code listening PORT} once it
 * takes connections at the loopback address, and ends when its standard input does.
 */
public enum Server {
    HEDDLE_EPOLL("Heddle, epoll", Kind.OURS, NettyIo.EPOLL, "HeddleEcho epoll"),
    HEDDLE_IO_URING("Heddle, io_uring", Kind.OURS, NettyIo.IO_URING, "HeddleEcho io_uring"),
    HEDDLE_NIO("Heddle, NIO", Kind.OURS, NettyIo.NIO, "HeddleEcho nio"),
    HEDDLE_PARTS("Heddle, epoll, in parts", Kind.OURS, NettyIo.EPOLL, "HeddleEcho epoll partial"),
    HEDDLE_SOCKET("Heddle, sockets", Kind.OURS, NettyIo.EPOLL, "HeddleSocketEcho"),
    RAW_EPOLL("raw Netty, epoll", Kind.RAW, NettyIo.EPOLL, "RawEcho epoll"),
    RAW_IO_URING("raw Netty, io_uring", Kind.RAW, NettyIo.IO_URING, "RawEcho io_uring"),
    RAW_NIO("raw Netty, NIO", Kind.RAW, NettyIo.NIO, "RawEcho nio"),
    NETTY_EPOLL("Netty, epoll", Kind.NETTY, NettyIo.EPOLL, "NettyEcho epoll"),
    NETTY_NIO("Netty, NIO", Kind.NETTY, NettyIo.NIO, "NettyEcho nio"),
    VERTX("Vert.x", Kind.NETTY, NettyIo.EPOLL, "VertxEcho"),
    UNDERTOW("Undertow", Kind.OTHER, NettyIo.EPOLL, "UndertowEcho"),
    JETTY_CORE("Jetty core", Kind.OTHER, NettyIo.EPOLL, "JettyEcho core"),
    JETTY_API("Jetty API", Kind.OTHER, NettyIo.EPOLL, "JettyEcho api"),
    TOMCAT("Tomcat", Kind.OTHER, NettyIo.EPOLL, "TomcatEcho"),
    TYRUS("Tyrus", Kind.OTHER, NettyIo.EPOLL, "TyrusEcho"),
    JAVA_WEBSOCKET("Java-WebSocket", Kind.OTHER, NettyIo.EPOLL, "JavaWebSocketEcho"),
    WS("ws", Kind.NODE, NettyIo.EPOLL, "ws-echo.mjs");

    private static final String PROGRAMS = "dev.heddle.benchmarks.servers.";
    private static final Path NODE = Path.of("node");

    private final String label;
    private final Kind kind;
    private final NettyIo io;
    private final String program;

    /**
     * @param io the transport of the raw server that this one is compared to
     * @param program the class or script, and its arguments behind a space each
     */
    Server(String label, Kind kind, NettyIo io, String program) {
        this.label = label;
        this.kind = kind;
        this.io = io;
        this.program = program;
    }

    /** Returns the name for people. */
    public String label() {
        return label;
    }

    /** Tells whether it is Heddle. */
    public boolean isOurs() {
        return kind == Kind.OURS;
    }

    /** Tells whether it echoes bytes of TCP and knows nothing of WebSocket. */
    public boolean isRaw() {
        return kind == Kind.RAW;
    }

    /** Tells whether it runs on a JVM, so that a choice of JDK or of options makes a difference. */
    public boolean isJava() {
        return kind != Kind.NODE;
    }

    /** Returns the raw server on the same transport; for those that are not on Netty, the one on epoll. */
    public Server raw() {
        return switch (io) {
            case EPOLL -> RAW_EPOLL;
            case IO_URING -> RAW_IO_URING;
            case NIO -> RAW_NIO;
        };
    }

    /** Tells whether it can agree on permessage-deflate. */
    public boolean deflates() {
        return !isRaw();
    }

    /** Tells whether it can be made to compress each message alone, without what went before it (RFC 7692 §7.1.1.1). */
    public boolean deflatesWithoutTakeover() {
        return deflates() && this != TYRUS;
    }

    /**
     * Returns what this machine lacks to run it, and how to get it if that is a program; empty if nothing. Reads the search path
     * and the working directory, which must be the folder {@code benchmarks}.
     */
    public Optional<String> missing() {
        return switch (kind) {
            case OURS, RAW, NETTY -> missingForNetty();
            case OTHER -> Optional.empty();
            case NODE -> missingForNode();
        };
    }

    /**
     * Returns the command that starts it from the folder {@code benchmarks}.
     *
     * @param java the JVM's launcher; not used for those that are not Java's
     * @param classPath where this module and its dependencies are
     * @param jvmOptions put in front of the main class; not used for those that are not Java's
     * @param deflate whether it is to agree to permessage-deflate if a client offers it; Heddle does always
     * @throws IllegalArgumentException if {@code deflate} is asked of one that does not have it
     */
    public List<String> command(Path java, String classPath, List<String> jvmOptions, boolean deflate) {
        if (deflate && !deflates()) {
            throw new IllegalArgumentException(label + " has no permessage-deflate");
        }
        List<String> words = List.of(program.split(" ", -1));
        List<String> command = new ArrayList<>();
        if (kind == Kind.NODE) {
            command.addAll(List.of("node", NODE.resolve(words.get(0)).toString()));
        } else {
            command.add(java.toString());
            command.addAll(jvmOptions);
            command.addAll(List.of("-cp", classPath, PROGRAMS + words.get(0)));
        }
        command.addAll(words.subList(1, words.size()));
        if (deflate) {
            command.add("deflate");
        }
        return command;
    }

    private Optional<String> missingForNetty() {
        Optional<Throwable> cause =
                switch (io) {
                    case EPOLL -> Optional.ofNullable(Epoll.unavailabilityCause());
                    case IO_URING -> Optional.ofNullable(IoUring.unavailabilityCause());
                    case NIO -> Optional.empty();
                };
        return cause.map(reason -> label + " needs " + io + ", which is not available here: " + reason);
    }

    private static Optional<String> missingForNode() {
        boolean node = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "node")));
        if (!node) {
            return Optional.of("ws needs node, which is missing; to get it: apt-get install nodejs npm");
        }
        if (!Files.exists(NODE.resolve("node_modules/ws/package.json"))) {
            return Optional.of("ws is missing; to get it: npm ci --prefix benchmarks/node");
        }
        return Optional.empty();
    }

    private enum Kind {
        OURS,
        RAW,
        /** On Netty, and so on one of its transports. */
        NETTY,
        /** On the JDK's channels. */
        OTHER,
        NODE
    }
}
