package dev.heddle.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.websocket.Endpoint;
import dev.heddle.websocket.EventSource;
import dev.heddle.websocket.EventSourceListener;
import dev.heddle.websocket.EventSourceOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Event streams over HTTP/2, where the container speaks it: Tomcat, in the clear. */
class Http2EventStreamTest {

    private static final int PATIENCE_SECONDS = 60;

    /** By the path of the request, what became of it. */
    private final Map<String, CompletableFuture<EventSource>> opened = new ConcurrentHashMap<>();

    private final Map<String, CompletableFuture<String>> closed = new ConcurrentHashMap<>();
    private final Tomcat tomcat = new Tomcat();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    private String url = "";

    @BeforeEach
    void start(@TempDir Path base) throws Exception {
        Endpoint endpoint = Endpoint.builder()
                .events(
                        "/events",
                        EventSourceOptions.builder().maxBufferedAmount(100_000).build(),
                        request -> new EventSourceListener() {
                            @Override
                            public void onOpen(EventSource source) {
                                source(request.resource()).complete(source);
                            }

                            @Override
                            public void onClose(EventSource source) {
                                end(request.resource()).complete("closed");
                            }
                        })
                .build();
        tomcat.setBaseDir(base.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.getConnector().addUpgradeProtocol(new Http2Protocol());
        Context context = tomcat.addContext("", base.toString());
        Wrapper servlet = Tomcat.addServlet(context, "heddle", new HeddleServlet(endpoint));
        servlet.setAsyncSupported(true);
        servlet.addMapping("/");
        tomcat.start();
        url = "http://127.0.0.1:" + tomcat.getConnector().getLocalPort();
    }

    @AfterEach
    void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }

    private CompletableFuture<EventSource> source(String path) {
        return opened.computeIfAbsent(path, made -> new CompletableFuture<>());
    }

    private CompletableFuture<String> end(String path) {
        return closed.computeIfAbsent(path, made -> new CompletableFuture<>());
    }

    private <T> HttpResponse<T> get(String path, HttpResponse.BodyHandler<T> body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        HttpResponse<T> response = client.send(request.build(), body);
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        return response;
    }

    private BufferedReader events(String path) throws Exception {
        HttpResponse<InputStream> response =
                get(path, HttpResponse.BodyHandlers.ofInputStream(), "Accept", "text/event-stream");
        assertThat(response.statusCode()).isEqualTo(200);
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private static void awaitLine(BufferedReader events, String wanted) throws IOException {
        String line = events.readLine();
        while (!wanted.equals(line)) {
            assertThat(line).as("a line in front of " + wanted).isNotNull();
            line = events.readLine();
        }
    }

    @Test
    void streamThatIsBrokenOffLeavesTheOthersOfItsConnection() throws Exception {
        // The upgrade to HTTP/2 is the first request's; the others are streams beside each other.
        assertThat(get("/none", HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(404);
        BufferedReader good = events("/events?good");
        BufferedReader bad = events("/events?bad");
        EventSource tooMuch = source("/events?bad").get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        while (tooMuch.send("x".repeat(90_000))) {
            // Until there is more than may wait.
            assertThat(tooMuch.bufferedAmount()).isLessThan(300_000);
        }
        assertThat(end("/events?bad").get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("closed");
        assertThat(source("/events?good").join().send("still here")).isTrue();
        awaitLine(good, "data: still here");
        assertThat(end("/events?good")).isNotDone();
        bad.close();
        good.close();
    }

    @Test
    void refusalHasNoFieldOfHttp1() throws Exception {
        get("/none", HttpResponse.BodyHandlers.discarding());
        HttpResponse<String> refused = get(
                "/events",
                HttpResponse.BodyHandlers.ofString(),
                "Accept",
                "text/event-stream",
                "Origin",
                "http://evil.test");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.headers().firstValue("connection")).isEmpty();
    }
}
