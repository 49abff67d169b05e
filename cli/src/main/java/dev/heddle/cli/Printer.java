package dev.heddle.cli;

import dev.heddle.driver.CloseCode;
import dev.heddle.websocket.CloseEvent;
import dev.heddle.websocket.Printable;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Prints what a server sends: messages on the standard output, one a line, all else on the standard error. Whatever could
 * steer a terminal is escaped.
 */
final class Printer implements WebSocketListener {

    private static final int CLEAN = 0;
    private static final int FAILED = 1;
    private static final int OTHER_CODE = 3;

    private final PrintWriter out;
    private final PrintWriter err;
    private final int closeCode;
    private final CompletableFuture<Integer> status = new CompletableFuture<>();
    private final Object room = new Object();

    Printer(PrintWriter out, PrintWriter err, int closeCode) {
        this.out = out;
        this.err = err;
        this.closeCode = closeCode;
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
        say("Connected to " + socket.url() + protocol + extensions);
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
        say(String.valueOf(error.getMessage()));
    }

    @Override
    public void onClose(WebSocket socket, CloseEvent event) {
        String reason = event.reason().isEmpty() ? "" : ", reason: " + event.reason();
        say("Closed with " + event.code() + (event.wasClean() ? "" : " (not clean)") + reason);
        status.complete(statusOf(event));
        wake();
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
