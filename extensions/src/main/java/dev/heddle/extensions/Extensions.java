package dev.heddle.extensions;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    private final SessionLimits limits;
    private final Executor executor;
    private final Faults faults = new Faults();
    /** Closes sessions, whatever they throw. */
    private final Consumer<Runnable> closer;

    private final ReservedBits reserved = new ReservedBits();
    private final Map<String, Extension> registered = new LinkedHashMap<>();
    /** The client's sessions that wait for the server's response. */
    private final Map<String, ClientSession> offered = new LinkedHashMap<>();
    /** The client's sessions that had nothing to offer, so that no response can mean them. */
    private final List<ClientSession> silent = new ArrayList<>(0);

    private final List<ActiveSession> active = new ArrayList<>(1);
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
        this.limits = limits;
        this.executor = executor;
        this.closer = faults::collect;
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
        this.limits = limits;
        this.executor = executor;
        this.closer = close -> {
            try {
                close.run();
            } catch (Throwable e) {
                closeFaults.accept(e);
            }
        };
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
        if (!ExtensionHeader.isToken(name)) {
            throw new IllegalArgumentException("The name of an extension must be a token: \"" + name + "\"");
        }
        if (registered.putIfAbsent(name, extension) != null) {
            throw new IllegalArgumentException("An extension named \"" + name + "\" is registered already");
        }
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
        List<ExtensionHeader.Element> elements = new ArrayList<>();
        for (Map.Entry<String, Extension> entry : registered.entrySet()) {
            String name = entry.getKey();
            try {
                ClientSession session = entry.getValue().createClientSession(limits);
                if (session != null) {
                    offered.put(name, session);
                    List<Parameters> offers = session.generateOffer();
                    if (offers.isEmpty()) {
                        silent.add(session);
                        offered.remove(name);
                    }
                    offers.forEach(offer -> elements.add(element(name, offer)));
                }
            } catch (Throwable e) {
                throw refused(ExtensionException.of(name, e));
            }
        }
        return elements.isEmpty() ? null : ExtensionHeader.serialize(elements);
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
            for (ExtensionHeader.Element element : parse(response)) {
                activate(element);
            }
        } catch (ExtensionException e) {
            throw refused(e);
        }
        activated();
        faults.run(this::closeOffered);
    }

    private void activate(ExtensionHeader.Element element) throws ExtensionException {
        String name = element.name();
        Extension extension = registered.get(name);
        try {
            if (extension != null) {
                checkReserved(name, extension);
            }
            // One that is named again without a reserved bit to tell is not on offer any more.
            ClientSession session = offered.remove(name);
            if (extension == null || session == null) {
                throw new ExtensionException(
                        "Server sent an extension response for unknown extension \"" + name + "\"");
            }
            add(name, extension, session);
            if (!session.activate(element.parameters())) {
                throw new ExtensionException("Server sent unacceptable extension parameters: " + element);
            }
        } catch (ExtensionException e) {
            throw e;
        } catch (Throwable e) {
            throw ExtensionException.of(name, e);
        }
    }

    /** Refuses a response whose reserved bit is taken, if it is one that was asked for. */
    private void checkReserved(String name, Extension extension) throws ExtensionException {
        int bit = reserved.taken(extension);
        if (bit != 0 && (offered.containsKey(name) || name.equals(reserved.owner(bit)))) {
            throw new ExtensionException("Server sent two extension responses that use the RSV" + bit + " bit: \""
                    + reserved.owner(bit) + "\" and \"" + name + "\"");
        }
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
        Map<String, List<Parameters>> byName = new LinkedHashMap<>();
        for (ExtensionHeader.Element offer : parse(offers)) {
            byName.computeIfAbsent(offer.name(), first -> new ArrayList<>()).add(offer.parameters());
        }
        List<ExtensionHeader.Element> elements = new ArrayList<>();
        for (Map.Entry<String, Extension> entry : registered.entrySet()) {
            String name = entry.getKey();
            Extension extension = entry.getValue();
            List<Parameters> offer = byName.get(name);
            if (offer == null) {
                continue;
            }
            try {
                if (reserved.taken(extension) != 0) {
                    continue;
                }
                ServerSession session = extension.createServerSession(Collections.unmodifiableList(offer), limits);
                if (session != null) {
                    add(name, extension, session);
                    elements.add(element(name, session.generateResponse()));
                }
            } catch (Throwable e) {
                throw refused(ExtensionException.of(name, e));
            }
        }
        activated();
        return elements.isEmpty() ? null : ExtensionHeader.serialize(elements);
    }

    private static List<ExtensionHeader.Element> parse(@Nullable String header) throws ExtensionException {
        try {
            return header == null ? List.of() : ExtensionHeader.parse(header);
        } catch (IllegalArgumentException e) {
            throw new ExtensionException(ExtensionException.EXTENSION_ERROR, String.valueOf(e.getMessage()), e);
        }
    }

    private static ExtensionHeader.Element element(String name, Parameters parameters) {
        return new ExtensionHeader.Element(
                name, Objects.requireNonNull(parameters, "A session gave null as parameters"));
    }

    /** Makes a session one of the active ones; they are closed whatever else throws. */
    private void add(String name, Extension extension, Session session) {
        ActiveSession added = new ActiveSession(name, session, closer);
        active.add(added);
        reserved.claim(name, extension);
        added.askKind();
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
        closeOffered();
        active.forEach(ActiveSession::close);
        reportClosed();
    }

    private void closeOffered() {
        List<ClientSession> sessions = new ArrayList<>(offered.values());
        sessions.addAll(silent);
        offered.clear();
        silent.clear();
        sessions.forEach(session -> closer.accept(session::close));
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
