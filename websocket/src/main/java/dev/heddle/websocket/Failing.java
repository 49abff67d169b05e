package dev.heddle.websocket;

import dev.heddle.driver.CloseCode;
import dev.heddle.driver.Driver;
import dev.heddle.driver.ProtocolError;
import dev.heddle.driver.ServerDriver;
import dev.heddle.driver.State;
import dev.heddle.extensions.ExtensionException;
import org.jspecify.annotations.Nullable;

/**
 * How a connection fails: what each kind of failure does to it, what the listener is told and what is logged. Whose fault
 * it was is the difference: the peer's, the listener's, or the world's.
 */
final class Failing {

    private static final System.Logger LOG = System.getLogger(WebSocketConnection.class.getName());

    private final Transport transport;
    private final Driver driver;
    private final Announcer announcer;

    /** Whether this side ended the connection without waiting for the peer. */
    private boolean brokenOff;

    Failing(Transport transport, Driver driver, Announcer announcer) {
        this.transport = transport;
        this.driver = driver;
        this.announcer = announcer;
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
        announcer.error(new WebSocketException(error));
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
        announcer.error(thrown);
        driver.fail(CloseCode.UNEXPECTED_CONDITION, "");
    }

    /** The connection broke. */
    void broke(Throwable cause) {
        lost("Network error: " + place() + ": " + cause, cause);
    }

    /** This side can not go on, or the peer seems to be gone. */
    void lost(String message) {
        lost(message, null);
    }

    /** WHATWG: to close a socket that is not open is to fail it. */
    void closedTooEarly() {
        lost("The WebSocket was closed before the connection was established");
    }

    /** The connection is gone, maybe without a word about why: a write can fail behind the end that it causes. */
    void gone() {
        if (!brokenOff && driver.state() != State.CLOSED) {
            announcer.error(new WebSocketException("Network error: " + place() + ": the connection was lost", null));
        }
        driver.lost();
    }

    /** Ends the connection now. */
    void breakOff() {
        brokenOff = true;
        transport.abort();
    }

    private void lost(String message, @Nullable Throwable cause) {
        announcer.error(new WebSocketException(message, cause));
        driver.lost();
        breakOff();
    }

    /** The URL for errors and logs: without the query, in which there may be secrets. */
    private String place() {
        String url = driver.url();
        int query = url.indexOf('?');
        return Printable.escape(query < 0 ? url : url.substring(0, query));
    }
}
