package dev.heddle.conformance.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.command.ChildProcess;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the README shows as Java is Java, against the modules as they are, and does what it says. */
class ReadmeTest {

    private static final Path README = Path.of("../README.md");
    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CLASS_NAME = Pattern.compile("^(?:public )?class (\\w+)", Pattern.MULTILINE);

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

    @ParameterizedTest
    @CsvSource({"EchoServer, /", "CompressingServer, /"})
    void serverEchoes(String name, String path) throws Exception {
        int port = freePort();
        try (ChildProcess server = run(name, port)) {
            server.awaitOut(line -> line.startsWith("Listening on ws://127.0.0.1:" + port));
            assertThat(echo(port, path)).isEqualTo("Grüße");
        }
    }

    @Test
    void clientSaysHello() throws Exception {
        int port = freePort();
        try (ChildProcess server = run("EchoServer", port)) {
            server.awaitOut(line -> line.startsWith("Listening on "));
            try (ChildProcess client = run("HelloClient", port)) {
                ChildProcess.Result result = client.result();
                assertThat(result.status()).isZero();
                assertThat(result.out()).containsExactly("Hello");
            }
        }
    }

    /** Begins before there is a server, and says what it had to say once there is one. */
    @Test
    void reconnectingClientSaysHello() throws Exception {
        int port = freePort();
        try (ChildProcess client = run("AlwaysThere", port);
                ChildProcess server = run("EchoServer", port)) {
            server.awaitOut(line -> line.startsWith("Listening on "));
            client.awaitOut("Hello"::equals);
            client.endInput();
            assertThat(client.result().status()).isZero();
        }
    }

    @Test
    void eventStreamGoesOnBehindTheLastEvent() throws Exception {
        int port = freePort();
        try (ChildProcess server = run("HelloEvents", port)) {
            server.awaitOut(line -> line.startsWith("Listening on "));
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/events"))
                    .header("Accept", "text/event-stream")
                    .header("Last-Event-ID", "7")
                    .build();
            HttpResponse<Stream<String>> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofLines());
            assertThat(response.body().limit(3)).containsExactly("retry: 5000", "id: 1", "data: Hello, you had 7");
        }
    }

    @Test
    void servletEchoesInsideAContainer() throws Exception {
        compile("ChatServlet", 0);
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {output.toUri().toURL()})) {
            HttpServlet servlet = loader.loadClass("ChatServlet")
                    .asSubclass(HttpServlet.class)
                    .getConstructor()
                    .newInstance();
            String pattern = servlet.getClass().getAnnotation(WebServlet.class).urlPatterns()[0];
            Tomcat tomcat = new Tomcat();
            tomcat.setBaseDir(output.toString());
            tomcat.setPort(0);
            tomcat.getConnector().setProperty("address", "127.0.0.1");
            Context application = tomcat.addContext("", null);
            Wrapper chat = Tomcat.addServlet(application, "chat", servlet);
            chat.setAsyncSupported(true);
            chat.addMapping(pattern);
            tomcat.start();
            try {
                assertThat(echo(tomcat.getConnector().getLocalPort(), "/chat")).isEqualTo("Grüße");
            } finally {
                tomcat.stop();
                tomcat.destroy();
            }
        }
    }

    @Test
    void handlerEchoesInsideANettyApplication() throws Exception {
        compile("ChatInitializer", 0);
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {output.toUri().toURL()})) {
            ServerChannel listening = (ServerChannel) new ServerBootstrap()
                    .group(loops)
                    .channel(NioServerSocketChannel.class)
                    .childHandler(loader.loadClass("ChatInitializer")
                            .asSubclass(ChannelHandler.class)
                            .getConstructor()
                            .newInstance())
                    .bind(InetAddress.getLoopbackAddress(), 0)
                    .sync()
                    .channel();
            int port = ((InetSocketAddress) listening.localAddress()).getPort();
            assertThat(echo(port, "/chat")).isEqualTo("Grüße");
        } finally {
            loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
        }
    }

    /** Runs an example in a JVM of its own, with another port than the one that is in it. */
    private ChildProcess run(String name, int port) throws IOException {
        compile(name, port);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = output + File.pathSeparator + System.getProperty("java.class.path");
        return ChildProcess.start(List.of(java, "-cp", classPath, name));
    }

    private void compile(String name, int port) throws IOException {
        String example = JAVA_BLOCK
                .matcher(Files.readString(README))
                .results()
                .map(block -> block.group(1))
                .filter(block -> nameOf(block).equals(name))
                .findFirst()
                .orElseThrow();
        assertCompiles(example.replace("8000", Integer.toString(port)));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Sends a text by the JDK's own client and returns what comes back. */
    private static String echo(int port, String path) throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + path), new WebSocket.Listener() {
                    @Override
                    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                        answer.complete(text.toString());
                        return null;
                    }
                })
                .get(ChildProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        socket.sendText("Grüße", true).get(ChildProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        String echo = answer.get(ChildProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        socket.abort();
        return echo;
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
