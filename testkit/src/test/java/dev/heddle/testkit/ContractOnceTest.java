package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.WebSocketMessage;
import dev.heddle.websocket.WebSocketHandlers;
import dev.heddle.websocket.WebSocketOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract of {@code dev.heddle.websocket}, sentence by sentence: what happens exactly once. */
class ContractOnceTest {

    private final RecordingListener listener = new RecordingListener();

    @Tag("C13")
    @Test
    void aMessageThatIsTakenIsWrittenOnce() {
        ScriptedPeer peer = Setup.client(listener);
        assertThat(peer.socket().send("a")).isTrue();
        peer.loop().run(() -> assertThat(peer.socket().send("b")).isTrue());
        peer.run();
        peer.expect("810161 810162");
        peer.socket().close();
        peer.expect("880203e8");
    }

    @Tag("C14")
    @Test
    void aMessageThatIsNotTakenIsNeverWritten() {
        WebSocketOptions options = Setup.options()
                .driver(driver -> driver.random(bytes -> {}).maxLength(10))
                .maxBufferedAmount(10)
                .build();
        ScriptedPeer peer = Setup.opened(ScriptedPeer.client(listener, options), listener);
        peer.transport().stall();
        assertThat(peer.socket().send("12345678901")).isFalse();
        peer.run();
        peer.transport().flow();
        peer.expectNothing();
    }

    @Tag("C15")
    @Test
    void whatSendAsyncReturnsIsCompletedOnceBeforeTheClose() {
        List<String> told = new ArrayList<>();
        WebSocketHandlers handlers = new WebSocketHandlers().onClose((socket, event) -> told.add("close"));
        ScriptedPeer peer =
                ScriptedPeer.client(handlers, Setup.options().build()).open();
        CompletionStage<Void> written = peer.socket()
                .sendAsync(WebSocketMessage.text("a"))
                .whenComplete((done, failure) -> told.add("a " + (failure == null)));
        peer.run();
        peer.transport().stall();
        CompletionStage<Void> lost = peer.socket()
                .sendAsync(WebSocketMessage.text("b"))
                .whenComplete((done, failure) -> told.add("b " + (failure == null)));
        peer.run();
        peer.transport().breakWith(new IOException("reset"));
        assertThat(told).containsExactly("a true", "b false", "close");
        assertThat(written.toCompletableFuture()).isCompleted();
        assertThat(lost.toCompletableFuture()).isCompletedExceptionally();
    }

    @Tag("C16")
    @Test
    void aPingsCallbackRunsAtMostOnceAndNotBehindTheClose() {
        AtomicInteger runs = new AtomicInteger();
        ScriptedPeer peer = Setup.client(listener);
        peer.socket().ping(Setup.ascii("a"), runs::incrementAndGet);
        peer.socket().ping(Setup.ascii("b"), () -> runs.addAndGet(100));
        peer.run();
        peer.send("8a81 00000000 61 8a81 00000000 61");
        peer.transport().breakWith(new IOException("reset"));
        assertThat(runs).hasValue(1);
    }

    @Tag("C17")
    @Test
    void ofManyClosesOneAnswersTrue() throws InterruptedException {
        ScriptedPeer peer = Setup.client(listener);
        AtomicInteger answers = new AtomicInteger();
        Together.run(8, thread -> answers.addAndGet(peer.socket().close() ? 1 : 0));
        assertThat(answers).hasValue(1);
        peer.expect("880203e8");
    }

    @Tag("C18")
    @Test
    void aDrainComesOnceForEachCongestion() {
        WebSocketOptions options = Setup.options().watermarks(10, 20).build();
        ScriptedPeer peer = Setup.opened(ScriptedPeer.client(listener, options), listener);
        for (int i = 0; i < 3; i++) {
            peer.transport().stall();
            peer.socket().send("x".repeat(15));
            peer.socket().send("x".repeat(15));
            peer.run();
            assertThat(peer.socket().isCongested()).isTrue();
            peer.transport().flow();
            listener.expect("drain");
        }
    }
}
