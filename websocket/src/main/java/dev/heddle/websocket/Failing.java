package dev.heddle.websocket;

import dev.heddle.driver.ClientDriver;
import dev.heddle.driver.CloseCode;
import dev.heddle.driver.Driver;
import dev.heddle.driver.ProtocolError;
import dev.heddle.driver.ServerDriver;
import dev.heddle.driver.State;
import dev.heddle.extensions.ExtensionException;
import dev.heddle.websocket.CloseEvent.By;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a connection fails: what each kind of failure does to it, what the listener is told and what is logged. Whose fault
 * it was is the difference: the peer's, the listener's, or the world's.
 */
final class Failing {

    private static final System.Logger LOG = System.getLogger(WebSocketConnection.class.getName());

    private final WebSocketConnection connection;
    private final Transport transport;
    private final Driver driver;
    private final Announcer announcer;
    private final Life life;

    /** Who ended the connection, if anybody has. */
    private final EndCause endCause = new EndCause();
    /** What the connection failed with, or null. */
    private @Nullable Throwable cause;
    /** Whether this side ended the connection without waiting for the peer. */
    private boolean brokenOff;

    Failing(WebSocketConnection connection) {
        this.connection = connection;
        this.transport = connection.transport;
        this.driver = connection.driver;
        this.announcer = connection.announcer;
        this.life = connection.life;
    }

    /** The closing handshake begins, if it has not. */
    void closing(By who) {
        endCause.closing(who, ReadyState.OPEN);
    }

    /** The protocol has ended: over the peer's Close frame or end, if over nothing else. */
    void ended() {
        endCause.closing(By.PEER, phase());
    }

    /** Returns what the connection failed with, or null. */
    @Nullable
    Throwable cause() {
        return cause;
    }

    /** Returns what the close event says. */
    CloseEvent closeEvent(int code, String reason) {
        boolean clean = driver.wasClean() && !announcer.hasFailed();
        return new CloseEvent(
                code,
                reason,
                clean,
                endCause.by(),
                endCause.phase(),
                driver.sentCloseCode(),
                driver.receivedCloseCode(),
                cause);
    }

    /** The peer broke the protocol; the driver has told it so. */
    void violated(ProtocolError error) {
        if (!announcer.hasFailed()) {
            // RFC 6455 §7.1.7: a server keeps a record; a client's application is told.
            System.Logger.Level level =
                    driver instanceof ServerDriver ? System.Logger.Level.INFO : System.Logger.Level.DEBUG;
            LOG.log(
                    level,
                    () -> "WebSocket of " + transport.peer() + " failed with " + error.code() + ": "
                            + Printable.escape(error.toString()),
                    bug(error));
        }
        error(By.THIS_SIDE, exception(error));
    }

    /** Returns what the application is told: where a server answered the handshake, with the answer. */
    private WebSocketException exception(ProtocolError error) {
        return connection.isOpening() && driver instanceof ClientDriver client && client.statusCode() != 0
                ? new HandshakeException(error, error + " from " + place(), client)
                : new WebSocketException(error);
    }

    /** Returns what an extension tripped over, if it was a fault of its own; what a peer does is worth no stack trace. */
    private static @Nullable Throwable bug(ProtocolError error) {
        Throwable told = error.cause();
        Throwable cause = told instanceof ExtensionException ? told.getCause() : told;
        boolean own = error.code() == CloseCode.EXTENSION_ERROR && !(cause instanceof ExtensionException);
        return own ? cause : null;
    }

    /** A session of an extension could not be closed, which concerns nobody else. */
    void extensionThrew(Throwable thrown) {
        LOG.log(System.Logger.Level.WARNING, () -> "An extension threw when it was closed, on " + place(), thrown);
    }

    /** The listener threw: the peer is told that it is not its fault. */
    void listenerThrew(Throwable thrown) {
        LOG.log(System.Logger.Level.WARNING, () -> "A listener threw; closing " + place() + " with 1011", thrown);
        error(By.THIS_SIDE, thrown);
        driver.fail(CloseCode.UNEXPECTED_CONDITION, "");
    }

    /** The connection broke. */
    void broke(Throwable cause) {
        lost(By.NETWORK, "Network error: " + place() + ": " + cause, cause);
    }

    /** This side can not go on, or the peer seems to be gone. */
    void lost(String message) {
        lost(By.THIS_SIDE, message, null);
    }

    /** WHATWG: to close a socket that is not open is to fail it. */
    void closedTooEarly() {
        lost("The WebSocket was closed before the connection was established");
    }

    /** The connection is gone, maybe without a word about why: a write can fail behind the end that it causes. */
    void gone() {
        if (!brokenOff && driver.state() != State.CLOSED) {
            error(By.NETWORK, new WebSocketException("Network error: " + place() + ": the connection was lost", null));
        }
        driver.lost();
    }

    /** The peer did not do its part of the closing in time, which is no error, but a reason. */
    void closingTookTooLong(Duration timeout) {
        if (announcer.takesError()) {
            cause = new WebSocketException(
                    "The closing handshake was not done within " + timeout + " (closeTimeout)", null);
            endCause.failing(By.THIS_SIDE, ReadyState.CLOSING);
        }
        breakOff();
    }

    /** Ends the connection now. */
    private void breakOff() {
        brokenOff = true;
        transport.abort();
    }

    private void lost(By who, String message, @Nullable Throwable thrown) {
        error(who, new WebSocketException(message, thrown));
        driver.lost();
        breakOff();
    }

    private void error(By who, Throwable failure) {
        if (announcer.takesError()) {
            cause = failure;
            endCause.failing(who, phase());
            announcer.error(failure);
        }
    }

    /** Returns how far the connection has come: as the driver says, which is behind what an application asks for. */
    private ReadyState phase() {
        return switch (driver.state()) {
            case BEGINNING, CONNECTING -> ReadyState.CONNECTING;
            case OPEN -> ReadyState.OPEN;
            case CLOSING -> ReadyState.CLOSING;
            // It has ended just now, over this.
            case CLOSED -> life.state();
        };
    }

    /** The URL for errors and logs: without the query, in which there may be secrets. */
    private String place() {
        String url = driver.url();
        int query = url.indexOf('?');
        return Printable.escape(query < 0 ? url : url.substring(0, query));
    }
}
