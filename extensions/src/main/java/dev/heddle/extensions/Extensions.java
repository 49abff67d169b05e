package dev.heddle.extensions;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The extensions of one connection: which are offered, which are agreed on, and the way of every message through those.
 * For protocol libraries.
 *
 * <pre>{@code
 * Extensions extensions = new Extensions(limits, executor);
 * extensions.add(extension);
 * // A client offers, and activates what the server answers; a server answers with generateResponse.
 * String offer = extensions.generateOffer();
 * extensions.activate(response);
 * // Every message passes; what comes out, in order, comes out to the callback.
 * extensions.processIncomingMessage(message, callback);
 * extensions.close(() -> {});
 * }</pre>
 *
 * <p>Belongs to one thread at a time. Only a session's callbacks may be called from any thread: what they bring goes on in
 * a task of the executor. What a session's {@code close} or a callback of the library's throws reaches the caller when
 * everything else is done.
 */
public final class Extensions {

    private enum Phase {
        REGISTERING,
        OFFERED,
        NEGOTIATED,
        /** Closed or aborted, or the negotiation failed. */
        ENDED
    }

    private final Executor executor;
    private final Faults faults = new Faults();
    private final ReservedBits reserved = new ReservedBits();
    private final List<ActiveSession> active = new ArrayList<>(1);
    private final Negotiation negotiation;
    private Pipeline incoming;
    private Pipeline outgoing;
    private Phase phase = Phase.REGISTERING;

    /** What to do once all sessions are closed. */
    private final List<Runnable> whenClosed = new ArrayList<>(1);

    /**
     * Makes a container without extensions.
     *
     * @param limits what sessions are told when they are made
     * @param executor runs what a session causes by answering behind its call: one task behind the other, on the
     *     connection's thread, each seeing what the one before did
     */
    public Extensions(SessionLimits limits, Executor executor) {
        this.executor = executor;
        this.negotiation = new Negotiation(limits, reserved, active, faults::collect);
        this.incoming = pipeline(Direction.INCOMING, active);
        this.outgoing = pipeline(Direction.OUTGOING, active);
    }

    /**
     * Makes a container without extensions for somebody who wants to be told what sessions throw when they are closed, rather
     * than have it thrown by whatever call closes them.
     *
     * @param limits what sessions are told when they are made
     * @param executor as for the other constructor
     * @param closeFaults takes what a session's {@code close} throws, on the connection's thread
     */
    public Extensions(SessionLimits limits, Executor executor, Consumer<? super Throwable> closeFaults) {
        this.executor = executor;
        this.negotiation = new Negotiation(limits, reserved, active, close -> {
            try {
                close.run();
            } catch (Throwable e) {
                closeFaults.accept(e);
            }
        });
        this.incoming = pipeline(Direction.INCOMING, active);
        this.outgoing = pipeline(Direction.OUTGOING, active);
    }

    /**
     * Registers an extension; offers and responses come in the order of registration.
     *
     * @throws IllegalArgumentException if its name is not a token or is registered already
     * @throws IllegalStateException if the negotiation has begun
     */
    public void add(Extension extension) {
        String name = extension.name();
        if (phase != Phase.REGISTERING) {
            throw new IllegalStateException("Extension \"" + name + "\" was added behind the negotiation");
        }
        negotiation.register(name, extension);
    }

    // Negotiation

    private void enter(Phase next, boolean allowed) {
        if (!allowed) {
            throw new IllegalStateException(
                    phase == Phase.ENDED ? "The extensions are closed" : "The extensions are negotiated already");
        }
        phase = next;
    }

    /**
     * Makes the client's offer.
     *
     * @return the value of {@code Sec-WebSocket-Extensions} for the request, or null if there is nothing to offer
     * @throws ExtensionException if an extension fails; all sessions are closed then
     * @throws IllegalStateException if the negotiation has begun, or everything is closed
     */
    public @Nullable String generateOffer() throws ExtensionException {
        enter(Phase.OFFERED, phase == Phase.REGISTERING);
        try {
            return negotiation.offer();
        } catch (ExtensionException e) {
            throw refused(e);
        }
    }

    /**
     * Activates what the server agreed to, in its order, and closes the sessions of other offers.
     *
     * @param response the value of {@code Sec-WebSocket-Extensions}, several joined with commas; null if there is none
     * @throws ExtensionException if the response is malformed, names an extension that was not offered, has two that use one
     *     reserved bit, or parameters that the session does not accept; all sessions are closed then
     * @throws IllegalStateException if the negotiation is over, or everything is closed
     */
    public void activate(@Nullable String response) throws ExtensionException {
        enter(Phase.NEGOTIATED, phase == Phase.REGISTERING || phase == Phase.OFFERED);
        try {
            negotiation.activate(Negotiation.parse(response));
        } catch (ExtensionException e) {
            throw refused(e);
        }
        activated();
        faults.run(negotiation::closeOffered);
    }

    /**
     * Makes the server's response, and activates what it agrees to: of the extensions that were registered and offered,
     * each in order that takes an offer and whose reserved bits are free.
     *
     * @param offers the value of {@code Sec-WebSocket-Extensions}, several joined with commas; null if there is none
     * @return the value for the response, or null if nothing is agreed on
     * @throws ExtensionException if the offers are malformed or an extension fails; all sessions are closed then
     * @throws IllegalStateException if the negotiation has begun, or everything is closed
     */
    public @Nullable String generateResponse(@Nullable String offers) throws ExtensionException {
        enter(Phase.NEGOTIATED, phase == Phase.REGISTERING);
        List<ExtensionHeader.Element> offered = Negotiation.parse(offers);
        String response;
        try {
            response = negotiation.respond(offered);
        } catch (ExtensionException e) {
            throw refused(e);
        }
        activated();
        return response;
    }

    /** All active sessions are there: from now on messages pass them. */
    private void activated() {
        List<ActiveSession> reverse = new ArrayList<>(active);
        Collections.reverse(reverse);
        incoming = pipeline(Direction.INCOMING, reverse);
        outgoing = pipeline(Direction.OUTGOING, active);
    }

    private Pipeline pipeline(Direction direction, List<ActiveSession> stages) {
        return new Pipeline(direction, stages, executor, faults, this::reportClosed);
    }

    /** Closes everything because the negotiation fails. */
    private ExtensionException refused(ExtensionException why) {
        try {
            abort();
        } catch (RuntimeException | Error e) {
            why.addSuppressed(e);
        }
        return why;
    }

    // Messages

    /** Tells whether any extension is agreed on. */
    public boolean isActive() {
        return !active.isEmpty();
    }

    /**
     * Tells whether a frame's reserved bits are legal: none, or on the opening frame of a message those that active
     * extensions own. Source: RFC 6455 §5.2.
     */
    public boolean validFrameRsv(Frame frame) {
        return reserved.allow(frame);
    }

    /**
     * Passes a message that the peer sent through the extensions, the last agreed on first.
     *
     * <p>Messages come out in the order in which they were handed over. Behind one that failed none does, though those in
     * front still do. What is handed over behind a failure or a close is dropped.
     *
     * @param message lent for the call
     * @param callback takes the message that comes out, lent for its call, or an {@link ExtensionException} that has the
     *     extension's name in front; called once, in this call or later, unless {@link #abort} comes first or a message in
     *     front fails
     */
    public void processIncomingMessage(Message message, Session.Callback callback) {
        incoming.process(message, callback);
    }

    /** Passes a message that goes to the peer through the extensions, as {@link #processIncomingMessage} does. */
    public void processOutgoingMessage(Message message, Session.Callback callback) {
        outgoing.process(message, callback);
    }

    /** Returns how many messages of the peer's are inside; those that have come out, failed or been dropped are not. */
    public int pendingIncoming() {
        return incoming.messages();
    }

    /** Returns how many bytes the messages of {@link #pendingIncoming} have now, which may be more than they came with. */
    public long pendingIncomingBytes() {
        return incoming.bytes();
    }

    /** Returns how many messages to the peer are inside. */
    public int pendingOutgoing() {
        return outgoing.messages();
    }

    /** Returns how many bytes the messages of {@link #pendingOutgoing} have now, which may be more than they came with. */
    public long pendingOutgoingBytes() {
        return outgoing.bytes();
    }

    // The end

    /**
     * Takes no more messages, and closes each session as soon as the messages inside have passed it.
     *
     * @param callback runs once all sessions are closed, in this call or later
     */
    public void close(Runnable callback) {
        incoming.stop();
        outgoing.stop();
        whenClosed.add(callback);
        faults.run(this::closeSessions);
    }

    /**
     * Takes no more messages, lets none come out, and closes each session as soon as it has answered for those that it was
     * handed.
     */
    public void abort() {
        faults.run(() -> {
            incoming.abort();
            outgoing.abort();
            closeSessions();
        });
    }

    private void closeSessions() {
        phase = Phase.ENDED;
        negotiation.closeOffered();
        active.forEach(ActiveSession::close);
        reportClosed();
    }

    /** Calls back if everything is over: nothing can come out any more, and no session is open. */
    private void reportClosed() {
        if (whenClosed.isEmpty() || pendingIncoming() + pendingOutgoing() > 0) {
            return;
        }
        if (active.stream().allMatch(ActiveSession::isClosed)) {
            List<Runnable> callbacks = List.copyOf(whenClosed);
            whenClosed.clear();
            callbacks.forEach(faults::collect);
        }
    }
}
