package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.examples.ChecksumExtension;
import dev.heddle.examples.RotExtension;
import dev.heddle.extensions.Extension;
import dev.heddle.netty.NettyClient;
import dev.heddle.permessagedeflate.PermessageDeflate;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketOptions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compression, an extension that answers at once and one that has a pool of threads work, in every order on top of each
 * other, over real connections.
 */
@Tag("WS-123")
class StackedExtensionsTest {

    private static final int MESSAGES = 500;
    private static final Closed CLEAN = new Closed(1000, "", true);

    private static final ExecutorService THREADS = Executors.newFixedThreadPool(4);

    @AfterAll
    static void stopThreads() {
        THREADS.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate",
                "x-checksum",
                "permessage-deflate, x-rot",
                "x-rot, permessage-deflate",
                "permessage-deflate, x-checksum",
                "x-checksum, permessage-deflate",
                "permessage-deflate, x-checksum, x-rot",
                "x-rot, x-checksum, permessage-deflate"
            })
    void messagesComeBackInOrderAndAllBeforeTheClose(String names) throws Exception {
        try (TestServer server = TestServer.start(Echo::new, options -> options.extensions(extensions(names)));
                NettyClient client = client(names)) {
            Recorder received = new Recorder();
            WebSocket socket = Recorder.await(client.connect(server.url(), received));
            Recorder echo = server.accepted();

            List<Object> sent = messages();
            for (Object message : sent) {
                assertThat(message instanceof String text ? socket.send(text) : socket.send((ByteBuffer) message))
                        .isTrue();
            }

            assertThat(Arrays.stream(socket.extensions().split(", ")).map(element -> element.replaceAll(";.*", "")))
                    .containsExactly(names.split(", "));
            for (Object message : sent) {
                assertThat(received.message()).isEqualTo(message);
            }
            socket.close();
            assertThat(Closed.of(echo.close())).isEqualTo(CLEAN);
            assertThat(Closed.of(received.close())).isEqualTo(CLEAN);
            assertThat(received.errors()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-checksum", "permessage-deflate, x-checksum", "x-checksum, permessage-deflate"})
    void whatIsSentInFrontOfACloseArrives(String names) throws Exception {
        try (TestServer server = TestServer.start(options -> options.extensions(extensions(names)));
                NettyClient client = client(names)) {
            WebSocket socket = Recorder.await(client.connect(server.url(), new Recorder()));
            Recorder received = server.accepted();
            for (int i = 0; i < MESSAGES; i++) {
                socket.send("message " + i);
            }
            socket.close();

            for (int i = 0; i < MESSAGES; i++) {
                assertThat(received.message()).isEqualTo("message " + i);
            }
            assertThat(Closed.of(received.close())).isEqualTo(CLEAN);
        }
    }

    private static Extension[] extensions(String names) {
        Map<String, Extension> all = Stream.of(
                        PermessageDeflate.defaults(), new RotExtension(13), new ChecksumExtension(THREADS))
                .collect(Collectors.toMap(Extension::name, extension -> extension));
        return Arrays.stream(names.split(", ")).map(all::get).toArray(Extension[]::new);
    }

    private static NettyClient client(String names) {
        WebSocketOptions.Builder options = TestServer.unlimited().extensions(extensions(names));
        return NettyClient.builder().threads(1).options(options.build()).build();
    }

    /** Texts and binary messages of many lengths, some of which compress. */
    private static List<Object> messages() {
        Random random = new Random(1);
        List<Object> messages = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            int length = random.nextInt(i % 50 == 0 ? 100_000 : 300);
            if (i % 3 == 0) {
                byte[] bytes = new byte[length];
                random.nextBytes(bytes);
                messages.add(ByteBuffer.wrap(bytes));
            } else {
                messages.add(("message " + i + ", ü. ").repeat(length / 10));
            }
        }
        return messages;
    }

    /** Sends everything back. */
    private static final class Echo extends Recorder {

        @Override
        public void onText(WebSocket socket, String message) {
            socket.send(message);
        }

        @Override
        public void onBinary(WebSocket socket, ByteBuffer message) {
            socket.send(message);
        }
    }
}
