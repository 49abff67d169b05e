package dev.heddle.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.heddle.websocket.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of the Servlet API for output that does not block. */
class OutgoingTest {

    private static final int MUCH = 1_000_000;

    private final List<String> events = new ArrayList<>();
    private final StrictOutput output = new StrictOutput();
    private final Threads threads = new Threads(Runnable::run);
    private final ServletTransport transport = new ServletTransport(threads, "peer", 10, 20);

    private final Line line = new Line() {
        @Override
        public void end() {
            events.add("end");
        }

        @Override
        public void breakOff() {
            events.add("break off");
        }
    };

    OutgoingTest() {
        transport.attach(
                new Connection() {
                    @Override
                    public void received(ByteBuffer bytes) {}

                    @Override
                    public void readComplete() {}

                    @Override
                    public void drained() {
                        events.add("drained");
                    }

                    @Override
                    public void ended() {}

                    @Override
                    public void failed(Throwable cause) {
                        events.add("failed " + cause.getMessage());
                    }

                    @Override
                    public void closed() {
                        events.add("closed");
                    }

                    @Override
                    public void giveUp(String why) {}

                    @Override
                    public boolean goAway() {
                        return false;
                    }
                },
                new Connections(threads, 1));
    }

    /** A flush does not wait: what it flushes may still be in the container, where the end would lose it. */
    @Test
    void endWaitsUntilTheContainerIsReadyBehindTheFlush() throws IOException {
        open();
        send("last");
        inside(transport::close);
        output.makeRoom(2);
        assertThat(output.calls).containsExactly("write 4", "flush");
        assertThat(events).isEmpty();
        assertThat(transport.pendingBytes()).isEqualTo(4);
        output.makeRoom(1);
        assertThat(events).containsExactly("end", "closed");
    }

    @Test
    void nothingIsWrittenBeforeTheContainerSaysThatItCanBe() throws IOException {
        send("early");
        open();
        send("later");
        assertThat(output.calls).isEmpty();
        assertThat(transport.pendingBytes()).isEqualTo(10);
        output.makeRoom(MUCH);
        assertThat(output.text()).isEqualTo("earlylater");
        assertThat(output.calls).containsExactly("write 5", "write 5", "flush");
        assertThat(transport.pendingBytes()).isZero();
    }

    @Test
    void writingGoesOnWhenThereIsRoomAgain() throws IOException {
        open();
        output.makeRoom(1);
        send("first");
        send("second");
        assertThat(output.text()).isEqualTo("first");
        assertThat(transport.pendingBytes()).isEqualTo(11);
        output.makeRoom(1);
        assertThat(output.text()).isEqualTo("firstsecond");
        assertThat(transport.progress()).isEqualTo(5);
        output.makeRoom(1);
        assertThat(output.calls).last().isEqualTo("flush");
        output.makeRoom(1);
        assertThat(transport.pendingBytes()).isZero();
    }

    @Test
    void memoryThatWasGivenIsNotFilledAgain() throws IOException {
        open();
        output.makeRoom(MUCH);
        String sent = "";
        for (int i = 0; i < 100; i++) {
            String message = i + ".".repeat(i * 100);
            send(message);
            sent += message;
        }
        assertThat(output.text()).isEqualTo(sent);
    }

    @Test
    void outputIsFullAboveTheHighWatermarkUntilItIsDownToTheLowOne() throws IOException {
        open();
        send("0123456789");
        send("0123456789");
        assertThat(transport.output().full()).isFalse();
        send("!");
        assertThat(transport.output().full()).isTrue();
        output.makeRoom(1);
        assertThat(events).isEmpty();
        output.makeRoom(1);
        assertThat(transport.output().full()).isTrue();
        output.makeRoom(1);
        assertThat(transport.output().full()).isFalse();
        assertThat(events).containsExactly("drained");
    }

    @Test
    void whatWaitsForAWriteComesBehindItsFlush() throws IOException {
        open();
        send("all");
        inside(() -> transport.whenWritten(() -> events.add("written")));
        output.makeRoom(1);
        assertThat(events).isEmpty();
        output.makeRoom(1);
        output.makeRoom(1);
        assertThat(events).containsExactly("written");
        inside(() -> transport.whenWritten(() -> events.add("at once")));
        assertThat(events).containsExactly("written", "at once");
    }

    @Test
    void closeWaitsForWhatIsPendingAndIsToldOnce() throws IOException {
        open();
        send("last");
        inside(transport::close);
        assertThat(events).isEmpty();
        output.makeRoom(MUCH);
        assertThat(output.text()).isEqualTo("last");
        assertThat(events).containsExactly("end", "closed");
        inside(transport::close);
        inside(transport::abort);
        inside(transport::lost);
        assertThat(events).hasSize(2);
    }

    @Test
    void abortWaitsForNothing() {
        open();
        send("lost");
        inside(transport::abort);
        assertThat(events).containsExactly("break off", "closed");
        assertThat(transport.pendingBytes()).isZero();
        send("in vain");
        assertThat(output.calls).isEmpty();
    }

    @Test
    void errorIsToldOnceAndThrownBackToAContainerThatDoesNotStop() {
        open();
        for (int i = 0; i < 8; i++) {
            output.fail(new IOException("reset"));
        }
        assertThat(events).containsExactly("failed reset", "break off", "closed");
        assertThatIllegalStateException().isThrownBy(() -> output.fail(new IOException("reset")));
    }

    private void open() {
        inside(() -> transport.open(line, output, null));
    }

    private void send(String text) {
        inside(() -> {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            for (int i = 0; i < bytes.length; ) {
                ByteBuffer memory = transport.output().claim(bytes.length - i);
                int count = Math.min(memory.remaining(), bytes.length - i);
                memory.put(bytes, i, count);
                i += count;
            }
            transport.flush();
        });
    }

    private void inside(Runnable task) {
        transport.loop().enter(task);
    }
}
