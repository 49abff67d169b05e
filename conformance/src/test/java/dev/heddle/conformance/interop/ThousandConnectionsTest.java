package dev.heddle.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.conformance.command.ChildProcess;
import dev.heddle.conformance.command.HeddleServe;
import dev.heddle.netty.NettyClient;
import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many at once: nothing is lost or reordered, and a connection costs the server no thread. */
class ThousandConnectionsTest {

    private static final int CONNECTIONS = 1000;
    private static final int MESSAGES = 100;

    @Tag("API-011")
    @Test
    void thousandConnectionsEchoAllOfTheirMessagesInOrder() throws Exception {
        // The JVM's own threads come and go otherwise, and would be counted.
        String steady = "-XX:-UseDynamicNumberOfCompilerThreads -XX:-UseDynamicNumberOfGCThreads -XX:+UseSerialGC";
        try (HeddleServe server = HeddleServe.startWithJvm(steady, "--threads", "4");
                NettyClient client =
                        NettyClient.builder().threads(2).maxConnecting(64).build()) {
            long withFew = openAndCountThreads(server, client, new ArrayList<>(), 16);
            List<Conversation> conversations = new ArrayList<>();
            long withMany = openAndCountThreads(server, client, conversations, CONNECTIONS);
            assertThat(withMany).isEqualTo(withFew);
            conversations.forEach(Conversation::begin);
            for (Conversation conversation : conversations) {
                assertThat(conversation.closed.get(ChildProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .extracting(CloseEvent::code, CloseEvent::reason, CloseEvent::wasClean)
                        .containsExactly(1000, "", true);
                assertThat(conversation.received).isEqualTo(MESSAGES);
            }
            assertThat(server.threads()).isEqualTo(withFew);
        }
    }

    private static long openAndCountThreads(
            HeddleServe server, NettyClient client, List<Conversation> conversations, int count) throws Exception {
        List<CompletableFuture<WebSocket>> opening = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Conversation conversation = new Conversation();
            conversations.add(conversation);
            opening.add(client.connect(server.url(), conversation));
        }
        for (CompletableFuture<WebSocket> open : opening) {
            Recorder.await(open);
        }
        return server.threads();
    }

    /** Sends all messages at once, checks that they come back in their order, and closes. */
    private static final class Conversation implements WebSocketListener {

        final CompletableFuture<CloseEvent> closed = new CompletableFuture<>();
        volatile int received;
        private volatile WebSocket socket;

        void begin() {
            for (int i = 0; i < MESSAGES; i++) {
                assertThat(socket.send("Message " + i)).isTrue();
            }
        }

        @Override
        public void onOpen(WebSocket opened) {
            socket = opened;
        }

        @Override
        public void onText(WebSocket from, String message) {
            int number = received;
            assertThat(message).isEqualTo("Message " + number);
            received = number + 1;
            if (number + 1 == MESSAGES) {
                from.close();
            }
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.completeExceptionally(error);
        }

        @Override
        public void onClose(WebSocket from, CloseEvent event) {
            closed.complete(event);
        }
    }
}
