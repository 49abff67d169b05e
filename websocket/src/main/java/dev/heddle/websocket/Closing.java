package dev.heddle.websocket;

import dev.heddle.driver.CloseCode;
import dev.heddle.driver.Driver;
import dev.heddle.driver.State;
import dev.heddle.driver.WebSocketMessage;
import dev.heddle.websocket.CloseEvent.By;

/**
 * How a connection ends in order, whichever side begins: the closing handshake, then the end of this side's bytes, then
 * the peer's; each with its time.
 *
 * <pre>
 *   close, the peer's Close frame ──closeTimeout──▶ leave ──what was sent is written──linger──▶ broken off
 * </pre>
 */
final class Closing {

    private final WebSocketConnection connection;
    private final Transport transport;
    private final WebSocketOptions options;
    private final Driver driver;
    private final Life life;
    private final CloseDeadline deadline;

    /** Whether the peer has ended its side. */
    private boolean peerEnded;
    /** Whether the transport was told to close. */
    private boolean leaving;

    Closing(WebSocketConnection connection) {
        this.connection = connection;
        this.transport = connection.transport;
        this.options = connection.options;
        this.driver = connection.driver;
        this.life = connection.life;
        this.deadline = new CloseDeadline(transport, connection.failing());
    }

    /** Checks what an application closes with; any thread. */
    static void check(int code, String reason) {
        if (!CloseCode.isForApplications(code)) {
            throw new IllegalArgumentException(
                    "Failed to execute 'close' on WebSocket: The code must be either 1000, or"
                            + " between 3000 and 4999. " + code + " is neither.");
        }
        int length = new WebSocketMessage.Text(reason).encodedLength();
        if (length > CloseCode.MAX_REASON_BYTES) {
            throw new IllegalArgumentException("Failed to execute 'close' on WebSocket: The reason must have at most "
                    + CloseCode.MAX_REASON_BYTES + " bytes in UTF-8, not " + length + ".");
        }
    }

    /** Closes with any code, once the ready state says so. */
    void close(int code, String reason) {
        switch (driver.state()) {
            case BEGINNING, CONNECTING -> connection.failing().closedTooEarly();
            case OPEN, CLOSING -> {
                connection.failing().closing(By.THIS_SIDE);
                driver.close(code, reason);
                begin();
            }
            case CLOSED -> {
                // The end came in between, and has its own deadline.
            }
        }
    }

    /** The peer may have begun: its Close frame is answered behind what still waits to be sent. */
    void follow() {
        if (driver.state() == State.CLOSING) {
            connection.failing().closing(By.PEER);
            if (life.advance(ReadyState.CLOSING)) {
                begin();
            }
        }
        if (peerEnded && driver.state() == State.CLOSED) {
            leave();
        }
    }

    /** Extensions have answered, or the application wants more: what is left when the peer sends no more has its time anew. */
    void wentOn() {
        if (peerEnded) {
            peerEnded();
        }
    }

    /**
     * The peer sends no more; what it sent before may still be inside extensions, which have a time for it, or wait for the
     * application, which has all of it.
     */
    void peerEnded() {
        peerEnded = true;
        if (driver.state() == State.CLOSED) {
            leave();
        } else if (connection.settling.pausing().isPausing()) {
            deadline.clear();
        } else {
            deadline.waitFor(options.closeTimeout());
        }
    }

    /** The protocol has ended. */
    void ended(int code, String reason) {
        connection.failing().ended();
        life.advance(ReadyState.CLOSING);
        connection.keepalive.stop();
        if (!driver.wantsClose()) {
            // A client lets the server close first, but not for ever: RFC 6455 §7.1.1.
            deadline.waitForProgress(options.closeTimeout());
        }
        connection.announcer.ending(connection.failing().closeEvent(code, reason));
    }

    /** Ends this side of the connection and gives the peer a moment to end its own. */
    void leave() {
        if (!leaving && !life.isOver()) {
            leaving = true;
            if (driver.wasClean()) {
                // Who closes in order gets what was sent before, and then the time to leave.
                deadline.waitForProgress(options.closeTimeout());
                transport.whenWritten(this::linger);
            } else {
                linger();
            }
            transport.resumeReading();
            transport.close();
        }
    }

    /** The connection is gone. */
    void gone() {
        deadline.clear();
    }

    private void begin() {
        connection.keepalive.stop();
        // A peer that answers late gets no more time by it.
        deadline.waitForProgress(options.closeTimeout());
        // The peer's Close frame has to be read.
        connection.settling.pausing().close();
    }

    private void linger() {
        if (!life.isOver()) {
            deadline.waitFor(options.linger());
        }
    }
}
