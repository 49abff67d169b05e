package dev.heddle.extensions;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How one connection's extensions are agreed on: what a client offers, what a server answers, and which sessions come of
 * that. Knows nothing of messages, and leaves it to its owner to close everything where it fails. Source: RFC 6455 §9.1.
 */
final class Negotiation {

    private final SessionLimits limits;
    private final ReservedBits reserved;
    private final List<ActiveSession> active;
    /** Closes sessions, whatever they throw. */
    private final Consumer<Runnable> closer;

    private final Map<String, Extension> registered = new LinkedHashMap<>();
    /** The client's sessions that wait for the server's response. */
    private final Map<String, ClientSession> offered = new LinkedHashMap<>();
    /** The client's sessions that had nothing to offer, so that no response can mean them. */
    private final List<ClientSession> silent = new ArrayList<>(0);

    /**
     * Makes what begins with registering.
     *
     * @param active where the sessions go that are agreed on, in the order of the response
     */
    Negotiation(SessionLimits limits, ReservedBits reserved, List<ActiveSession> active, Consumer<Runnable> closer) {
        this.limits = limits;
        this.reserved = reserved;
        this.active = active;
        this.closer = closer;
    }

    /** Registers an extension under the name that it has now. */
    void register(String name, Extension extension) {
        if (!ExtensionHeader.isToken(name)) {
            throw new IllegalArgumentException("The name of an extension must be a token: \"" + name + "\"");
        }
        if (registered.putIfAbsent(name, extension) != null) {
            throw new IllegalArgumentException("An extension named \"" + name + "\" is registered already");
        }
    }

    /** Returns a client's offer, or null if there is nothing to offer. */
    @Nullable
    String offer() throws ExtensionException {
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
                throw ExtensionException.of(name, e);
            }
        }
        return header(elements);
    }

    /** Activates what the server agreed to. */
    void activate(List<ExtensionHeader.Element> response) throws ExtensionException {
        for (ExtensionHeader.Element element : response) {
            activate(element);
        }
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

    /** Returns a server's response to a client's offers, or null if nothing is agreed on. */
    @Nullable
    String respond(List<ExtensionHeader.Element> offers) throws ExtensionException {
        Map<String, List<Parameters>> byName = new LinkedHashMap<>();
        for (ExtensionHeader.Element offer : offers) {
            byName.computeIfAbsent(offer.name(), first -> new ArrayList<>()).add(offer.parameters());
        }
        List<ExtensionHeader.Element> elements = new ArrayList<>();
        for (Map.Entry<String, Extension> entry : registered.entrySet()) {
            String name = entry.getKey();
            Extension extension = entry.getValue();
            List<Parameters> offer = byName.get(name);
            try {
                if (offer == null || reserved.taken(extension) != 0) {
                    continue;
                }
                ServerSession session = extension.createServerSession(Collections.unmodifiableList(offer), limits);
                if (session != null) {
                    add(name, extension, session);
                    elements.add(element(name, session.generateResponse()));
                }
            } catch (Throwable e) {
                throw ExtensionException.of(name, e);
            }
        }
        return header(elements);
    }

    /** Closes the client's sessions that were not agreed on. */
    void closeOffered() {
        List<ClientSession> sessions = new ArrayList<>(offered.values());
        sessions.addAll(silent);
        offered.clear();
        silent.clear();
        sessions.forEach(session -> closer.accept(session::close));
    }

    /** Reads a header; one that is not there has no elements. */
    static List<ExtensionHeader.Element> parse(@Nullable String header) throws ExtensionException {
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

    private static @Nullable String header(List<ExtensionHeader.Element> elements) {
        return elements.isEmpty() ? null : ExtensionHeader.serialize(elements);
    }

    /** Makes a session one of the active ones; they are closed whatever else throws. */
    private void add(String name, Extension extension, Session session) {
        ActiveSession added = new ActiveSession(name, session, closer);
        active.add(added);
        reserved.claim(name, extension);
        added.askKind();
    }
}
