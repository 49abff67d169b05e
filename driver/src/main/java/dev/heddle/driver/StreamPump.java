package dev.heddle.driver;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Moves bytes and messages between a driver and its streams. All calls to sources and readers come from a turn, in one
 * order: parse, deliver the messages, hand out the bytes, ask for more, end what is over.
 */
final class StreamPump implements Turns.Work {

    /** From how many bytes on that nobody took the driver's messages wait. */
    static final int HIGH_WATERMARK = 64 * 1024;

    private final Connection driver;
    private final OutputQueue output;
    private final Turns turns;
    private final Inlet<ByteBuffer> received;
    private final Outlet<ByteBuffer> sent;
    private final Inlet<WebSocketMessage> outgoing;
    private final Outlet<WebSocketMessage> incoming;
    private final DriverStreams streams;

    /** What was parsed and not delivered: the messages of one buffer. */
    private final Queue<WebSocketMessage> messages = new ArrayDeque<>(1);
    /** The buffer that was received and not parsed. */
    private @Nullable ByteBuffer bytes;
    /** Whether the source of bytes has ended. */
    private boolean ended;
    /** What the source of bytes failed with. */
    private @Nullable Throwable lost;
    /** Whether the driver was told that the bytes have ended. */
    private boolean endTold;
    /** Why the connection failed, if it did. */
    private @Nullable Throwable cause;
    /** Whether the application is being handed a message. */
    private boolean handingOver;
    /** Whether the application has answered what came with the last buffer. */
    private boolean answered;

    StreamPump(Connection driver, OutputQueue output) {
        this.driver = driver;
        this.output = output;
        this.turns = new Turns(driver.options.executor(), this);
        this.received = new Inlet<>(turns, new Bytes());
        this.sent = new Outlet<>(turns);
        this.outgoing = new Inlet<>(turns, new Messages());
        this.incoming = new Outlet<>(turns);
        this.streams = new DriverStreams(new Duplex<>(received, sent), new Duplex<>(outgoing, incoming));
    }

    DriverStreams streams() {
        return streams;
    }

    // What the driver and its listener report

    /** Tells whether messages are to be collected. */
    boolean isRead() {
        return incoming.isRead();
    }

    /** A whole message has come. */
    void message(WebSocketMessage message) {
        messages.add(message);
    }

    /** The connection fails. */
    void failed(ProtocolError error) {
        if (cause == null) {
            cause = new ProtocolErrorException(error);
        }
    }

    /** Hands a message, or a part of one, to the application. */
    void handOver(Runnable message) {
        boolean before = handingOver;
        handingOver = true;
        try {
            message.run();
        } finally {
            handingOver = before;
        }
    }

    /** The application is about to send a message: in answer, if it does so from where it was handed one. */
    void answering() {
        answered |= handingOver;
    }

    /** The owner has told the driver that the bytes have ended. */
    void ended() {
        ended = true;
        endTold = true;
        received.close();
    }

    /** Makes a call of the driver, and lets flow what it causes. */
    boolean call(BooleanSupplier call) {
        return turns.call(call);
    }

    // The turn

    @Override
    public void turn() {
        sent.attend();
        incoming.attend();
        parse();
        deliver();
        handOut();
        ask();
        finish();
    }

    @Override
    public void broken(Throwable thrown) {
        fail(thrown, "The application failed");
    }

    private void parse() {
        ByteBuffer in = bytes;
        if (in != null) {
            bytes = null;
            driver.parse(in);
        }
        if (ended && !endTold) {
            endTold = true;
            if (driver.state() != State.CLOSED && cause == null) {
                cause = lost;
            }
            driver.end();
        }
    }

    private void deliver() {
        while (incoming.isAsked() && !messages.isEmpty()) {
            WebSocketMessage message = messages.remove();
            handOver(() -> incoming.emit(message));
        }
        if (!incoming.isRead()) {
            messages.clear();
        }
    }

    private void handOut() {
        while (sent.isAsked() && output.size() > 0) {
            boolean full = output.full();
            sent.emit(output.take());
            if (full && !output.full()) {
                driver.drained();
            }
        }
        if (sent.isCancelled()) {
            ended = true;
            received.close();
            output.clear();
            endTold = true;
            driver.lost();
        }
    }

    private void ask() {
        // Only what the application sent in answer holds up the bytes: if a full output did, two sides that send much
        // at
        // once would wait for each other for ever. Behind the end of the protocol nothing but the end is awaited.
        boolean taken = messages.isEmpty() || driver.state() == State.CLOSED;
        if (bytes == null && taken && driver.wantsRead() && !(answered && output.full())) {
            answered = false;
            received.ask();
        }
        switch (driver.state()) {
            case BEGINNING, CONNECTING -> {}
            case OPEN -> {
                if (!output.full() && driver.takesMore()) {
                    outgoing.ask();
                }
            }
            case CLOSING, CLOSED -> outgoing.close();
        }
    }

    private void finish() {
        if (driver.state() != State.CLOSED) {
            return;
        }
        if (messages.isEmpty()) {
            incoming.finish(cause);
        }
        if (output.size() == 0 && (driver.wantsClose() || ended)) {
            received.close();
            sent.finish(null);
        }
    }

    private void fail(Throwable why, String reason) {
        if (cause == null && driver.state() != State.CLOSED) {
            cause = why;
        }
        driver.fail(CloseCode.UNEXPECTED_CONDITION, reason);
    }

    /** What the socket received. */
    private final class Bytes implements Inlet.Sink<ByteBuffer> {

        @Override
        public void item(ByteBuffer item) {
            bytes = item.isReadOnly() ? Outgoing.copy(item) : item;
        }

        @Override
        public void ended(@Nullable Throwable error) {
            ended = true;
            lost = error;
        }
    }

    /** What the application sends. */
    private final class Messages implements Inlet.Sink<WebSocketMessage> {

        @Override
        public void item(WebSocketMessage item) {
            try {
                if (driver.send(item)) {
                    return;
                }
            } catch (IllegalArgumentException | IllegalStateException e) {
                unsendable(e);
                return;
            }
            // Otherwise the driver can send no more, and the turn cancels the source.
            if (driver.life.takesMessages()) {
                unsendable(new IllegalStateException(driver.version() + " can not carry a binary message"));
            }
        }

        @Override
        public void ended(@Nullable Throwable error) {
            if (error != null) {
                fail(error, "The source of messages failed");
            }
        }

        private void unsendable(RuntimeException why) {
            fail(why, "A message can not be sent");
        }
    }
}
