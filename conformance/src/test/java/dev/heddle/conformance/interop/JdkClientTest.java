package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.command.HeddleServe;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The WebSocket client of the JDK against {@code heddle serve}. */
class JdkClientTest {

    @Tag("WS-060")
    @Test
    void jdkClientGetsEachMessageBackAndCloses() throws Exception {
        Collector collector = new Collector();
        try (HeddleServe server = HeddleServe.start()) {
            WebSocket socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create(server.url()), collector)
                    .join();
            socket.sendText("Grüße, 世界", true).join();
            assertThat(collector.next()).isEqualTo("Grüße, 世界");
            String longText = "ä".repeat(1 << 19);
            socket.sendText(longText, true).join();
            assertThat(collector.next()).isEqualTo(longText);
            for (int size : new int[] {0, 4, 1 << 20, 60 << 20}) {
                byte[] bytes = new byte[size];
                new Random(size).nextBytes(bytes);
                socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
                assertThat((byte[]) collector.next()).isEqualTo(bytes);
            }
            socket.sendClose(3001, "enough").join();
            assertThat(Recorder.await(collector.closed)).isEqualTo(3001);
        }
    }

    /** Puts fragments together again. */
    private static final class Collector implements WebSocket.Listener {

        final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final BlockingQueue<Object> messages = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Object next() throws InterruptedException {
            Object message = messages.poll(60, TimeUnit.SECONDS);
            assertThat(message).as("message").isNotNull();
            return message;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                messages.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            byte[] part = new byte[data.remaining()];
            data.get(part);
            bytes.writeBytes(part);
            if (last) {
                messages.add(bytes.toByteArray());
                bytes.reset();
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.completeExceptionally(error);
        }
    }
}
