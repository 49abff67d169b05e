package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.command.ChildProcess;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A proxy of Debian's on a port of the loopback address, with a configuration of the test's, up to its end. */
final class Intermediary implements AutoCloseable {

    /** The only user that the proxies know, if they ask for one. */
    static final String CREDENTIALS = "name:secret";

    /** Below the ports that the system gives to those who ask for any, so that nobody else takes one in between. */
    private static final int FIRST_PORT = 15_000;

    private static final int PORTS = 15_000;

    private final ChildProcess process;
    private final int port;

    private Intermediary(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts squid, which asks for {@link #CREDENTIALS} if it is told to. */
    static Intermediary squid(Path directory, boolean credentials) throws Exception {
        Path program = Tools.program("/usr/sbin/squid", "squid");
        int port = freePort();
        String access = "http_access allow all";
        if (credentials) {
            Path passwords = write(directory, "passwords", "name:" + hash("secret") + "\n");
            access = """
                    auth_param basic program /usr/lib/squid/basic_ncsa_auth %s
                    auth_param basic children 1
                    acl known proxy_auth REQUIRED
                    http_access allow known
                    http_access deny all""".formatted(passwords);
        }
        Path configuration = write(directory, "squid.conf", """
                http_port 127.0.0.1:%d
                pid_filename none
                cache_log /dev/null
                access_log none
                cache deny all
                coredump_dir %s
                shutdown_lifetime 0 seconds
                visible_hostname localhost
                pinger_enable off
                %s
                """.formatted(port, directory, access));
        return start(
                List.of(program.toString(), "-N", "-d", "1", "-f", configuration.toString()),
                port,
                // It says that it accepts connections a moment before it listens; this it says in its first second of
                // work.
                process -> process.awaitErr(line -> line.contains("storeLateRelease: released")));
    }

    /** Starts tinyproxy, which asks for {@link #CREDENTIALS} if it is told to. */
    static Intermediary tinyproxy(Path directory, boolean credentials) throws Exception {
        Path program = Tools.program("/usr/bin/tinyproxy", "tinyproxy");
        int port = freePort();
        Path configuration =
                write(directory, "tinyproxy.conf", """
                Port %d
                Listen 127.0.0.1
                Timeout 600
                LogLevel Info
                %s
                """.formatted(port, credentials ? "BasicAuth name secret" : ""));
        return start(
                List.of(program.toString(), "-d", "-c", configuration.toString()),
                port,
                process -> process.awaitOut(line -> line.contains("Accepting connections")));
    }

    /** Starts microsocks, a SOCKS5 proxy, which asks for {@link #CREDENTIALS} if it is told to. */
    static Intermediary microsocks(boolean credentials) throws Exception {
        Path program = Tools.program("/usr/bin/microsocks", "microsocks");
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(program.toString(), "-i", "127.0.0.1", "-p", "" + port));
        if (credentials) {
            command.addAll(List.of("-u", "name", "-P", "secret"));
        }
        return start(command, port, process -> awaitListening(process, port));
    }

    /** Starts dante, a SOCKS5 proxy, which asks for nothing: it knows no users but the system's. */
    static Intermediary dante(Path directory) throws Exception {
        Path program = Tools.program("/usr/sbin/danted", "dante-server");
        int port = freePort();
        Path configuration = write(directory, "danted.conf", """
                logoutput: stderr
                internal: 127.0.0.1 port = %d
                external: 127.0.0.1
                clientmethod: none
                socksmethod: none
                user.unprivileged: %s
                client pass { from: 127.0.0.0/8 to: 0.0.0.0/0 }
                socks pass { from: 127.0.0.0/8 to: 0.0.0.0/0 }
                """.formatted(port, System.getProperty("user.name")));
        return start(
                List.of(program.toString(), "-f", configuration.toString()),
                port,
                process -> process.awaitErr(line -> line.contains(" running")));
    }

    /** Starts haproxy, which looks at the request and passes WebSockets on to a port. */
    static Intermediary haproxy(Path directory, int serverPort) throws Exception {
        Path program = Tools.program("/usr/sbin/haproxy", "haproxy");
        int port = freePort();
        // In its HTTP mode it refuses every WebSocket without a Sec-WebSocket-Key, and so all of the drafts'.
        Path configuration = write(directory, "haproxy.cfg", """
                defaults
                    mode tcp
                    timeout connect 60s
                    timeout client 600s
                    timeout server 600s
                frontend browsers
                    bind 127.0.0.1:%d
                    tcp-request inspect-delay 60s
                    tcp-request content accept if HTTP
                    tcp-request content reject
                    use_backend websockets if { req.hdr(Upgrade) -i websocket }
                backend websockets
                    server heddle 127.0.0.1:%d
                """.formatted(port, serverPort));
        return start(
                List.of(program.toString(), "-W", "-db", "-f", configuration.toString()),
                port,
                process -> process.awaitErr(line -> line.contains("Loading success")));
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.close();
    }

    /** Starts a proxy and waits for the line by which it says that it listens. */
    private static Intermediary start(List<String> command, int port, Waiting waiting) throws Exception {
        ChildProcess process = ChildProcess.start(command);
        try {
            waiting.await(process);
            return new Intermediary(process, port);
        } catch (InterruptedException e) {
            process.close();
            throw e;
        } catch (AssertionError e) {
            process.close();
            throw new AssertionError(command.get(0) + " does not listen on port " + port + ", which may be taken", e);
        }
    }

    private static String hash(String password) throws Exception {
        try (ChildProcess hashing = ChildProcess.start(List.of("openssl", "passwd", "-apr1", password))) {
            return hashing.awaitOut(line -> line.startsWith("$"));
        }
    }

    /** Writes a file that a proxy can read also where it has given up the rights of the user who started it. */
    private static Path write(Path directory, String name, String content) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        return Files.writeString(directory.resolve(name), content);
    }

    /** Waits for a program that does not say when it listens. */
    private static void awaitListening(ChildProcess process, int port) throws InterruptedException {
        CompletableFuture<ProcessHandle> end =
                ProcessHandle.of(process.pid()).orElseThrow().onExit();
        long start = System.nanoTime();
        while (!listens(port)) {
            assertThat(System.nanoTime() - start).as("time in ns").isLessThan(ChildProcess.PATIENCE.toNanos());
            try {
                end.get(10, TimeUnit.MILLISECONDS);
                throw new AssertionError("The proxy has ended");
            } catch (TimeoutException | ExecutionException e) {
                // It is still there, and may listen by now.
            }
        }
    }

    private static boolean listens(int port) {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        while (true) {
            int port = FIRST_PORT + ThreadLocalRandom.current().nextInt(PORTS);
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (BindException taken) {
                // Another one, then.
            }
        }
    }

    /** Waits for what a process says. */
    private interface Waiting {
        void await(ChildProcess process) throws InterruptedException;
    }
}
