package dev.heddle.cli;

import dev.heddle.driver.CloseCode;
import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.HandshakeException;
import dev.heddle.websocket.Printable;
import dev.heddle.websocket.ReconnectStatus;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Prints what a server sends: messages on the standard output, one a line, all else on the standard error. Whatever could
 * steer a terminal is escaped.
 */
final class Printer implements WebSocketListener {

    static final int FAILED = 1;

    private static final int CLEAN = 0;
    private static final int OTHER_CODE = 3;

    private static final int SWITCHING_PROTOCOLS = 101;

    /** How much is shown of what a server says to a handshake that it refuses. */
    private static final int BODY_LINES = 10;

    private final PrintWriter out;
    private final PrintWriter err;
    private final int closeCode;
    /** Whether another connection comes behind one that ends. */
    private final boolean reconnects;
    /** Whether it was said why the last attempt failed, or the connection. */
    private volatile boolean said;

    private final CompletableFuture<Integer> status = new CompletableFuture<>();
    private final Object room = new Object();

    Printer(PrintWriter out, PrintWriter err, int closeCode, boolean reconnects) {
        this.out = out;
        this.err = err;
        this.closeCode = closeCode;
        this.reconnects = reconnects;
    }

    /** Waits for the connection's end, and returns the status that it earns. */
    int status() throws InterruptedException {
        try {
            return status.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until the socket is not congested, or is over. */
    void awaitRoom(WebSocket socket) throws InterruptedException {
        synchronized (room) {
            while (socket.isCongested() && !status.isDone()) {
                room.wait();
            }
        }
    }

    /** There is no connection; why, was said by its events. */
    void failed() {
        status.complete(FAILED);
    }

    void inputFailed(IOException cause) {
        say("Cannot read the input: " + cause.getMessage());
    }

    @Override
    public void onOpen(WebSocket socket) {
        String protocol = socket.protocol().isEmpty() ? "" : ", subprotocol " + socket.protocol();
        String extensions = socket.extensions().isEmpty() ? "" : ", extensions " + socket.extensions();
        // RFC 8441 §5: only there it is another.
        String http = socket.statusCode() == SWITCHING_PROTOCOLS ? "" : " over HTTP/2";
        say("Connected to " + socket.url() + http + protocol + extensions);
    }

    @Override
    public void onText(WebSocket socket, String message) {
        out.println(Printable.escape(message, Integer.MAX_VALUE));
        out.flush();
    }

    @Override
    public void onBinary(WebSocket socket, ByteBuffer message) {
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        out.println(HexFormat.of().formatHex(bytes));
        out.flush();
    }

    @Override
    public void onDrain(WebSocket socket) {
        wake();
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        said = true;
        say(String.valueOf(error.getMessage()));
        if (error instanceof HandshakeException answer) {
            // Malformed UTF-8 becomes replacement characters: these lines are for people.
            new String(answer.body(), StandardCharsets.UTF_8)
                    .lines()
                    .limit(BODY_LINES)
                    .forEach(line -> say("  " + Printable.escape(line)));
        }
    }

    @Override
    public void onClose(WebSocket socket, CloseEvent event) {
        String reason = event.reason().isEmpty() ? "" : ", reason: " + event.reason();
        say("Closed with " + event.code() + (event.wasClean() ? "" : " (not clean)") + reason);
        if (!reconnects) {
            status.complete(statusOf(event));
        }
        wake();
    }

    /** What reconnects has something to say. */
    void onStatus(ReconnectStatus now) {
        sayWhy(now);
        if (now.state() == ReconnectStatus.State.WAITING && now.nextAttempt() != null) {
            // Rounded up, so that nobody is told to wait for no time.
            long seconds = Duration.between(Instant.now(), now.nextAttempt()).toSeconds() + 1;
            say("Trying again in " + seconds + " s");
        } else if (now.state() == ReconnectStatus.State.STOPPED) {
            CloseEvent end = now.lastEnd();
            status.complete(end == null ? CLEAN : statusOf(end));
        }
    }

    /** Says why an attempt failed that came to no connection, which would have told of it. */
    private void sayWhy(ReconnectStatus now) {
        CloseEvent end = now.lastEnd();
        if (now.state() == ReconnectStatus.State.CONNECTING) {
            said = false;
        } else if (now.state() != ReconnectStatus.State.OPEN && !said && end != null && end.cause() != null) {
            said = true;
            say(String.valueOf(end.cause().getMessage()));
        }
    }

    void lost(String why) {
        say("A line may not have arrived: " + why);
    }

    private int statusOf(CloseEvent event) {
        if (!event.wasClean()) {
            return FAILED;
        }
        return switch (event.code()) {
            case CloseCode.NORMAL, CloseCode.GOING_AWAY, CloseCode.NO_CODE -> CLEAN;
            default -> event.code() == closeCode ? CLEAN : OTHER_CODE;
        };
    }

    private void wake() {
        synchronized (room) {
            room.notifyAll();
        }
    }

    private void say(String line) {
        err.println(Printable.escape(line, Integer.MAX_VALUE));
        err.flush();
    }
}
