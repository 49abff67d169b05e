package dev.heddle.driver;

import dev.heddle.extensions.Extension;
import dev.heddle.extensions.ExtensionException;
import dev.heddle.extensions.Extensions;
import dev.heddle.extensions.SessionLimits;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The extensions of one connection: how they are negotiated as a part of the handshake, and how much is inside them. What they
 * cause by answering late enters the connection here. Costs nothing where there are none.
 */
final class ConnectionExtensions {

    private final Connection connection;
    /** Those to negotiate, and then those that are agreed on; null if there are none. */
    private @Nullable Extensions extensions;
    /** What is agreed on, as it stands in the response. */
    private @Nullable String agreement;
    /** What a session threw when it was closed. */
    private @Nullable Throwable thrown;
    /** Runs what a session's answer causes, as a call of the driver. */
    private Consumer<Runnable> entry = Runnable::run;

    ConnectionExtensions(Connection connection, DriverOptions options) {
        this.connection = connection;
        options.extensions().forEach(this::add);
    }

    void add(Extension extension) {
        container().add(extension);
    }

    /** Has what sessions' answers cause run by somebody who does more around it. */
    void enterBy(Consumer<Runnable> newEntry) {
        entry = newEntry;
    }

    /** Returns what a client offers, or null. */
    @Nullable
    String offer() throws ViolationException {
        if (extensions == null) {
            return null;
        }
        try {
            return extensions.generateOffer();
        } catch (ExtensionException e) {
            throw new ViolationException(ExtensionFailure.of(e, connection.options.limits()));
        }
    }

    /** Takes what the server has agreed to, or null. */
    void agree(@Nullable String response) throws ViolationException {
        if (extensions == null && response == null) {
            return;
        }
        try {
            container().activate(response);
        } catch (ExtensionException e) {
            throw new ViolationException(ExtensionFailure.ofResponse(e));
        }
        agreed(response);
    }

    /** Returns what the server agrees to of the client's offers, or null. */
    @Nullable
    String respond(@Nullable String offers) throws ViolationException {
        if (extensions == null) {
            return null;
        }
        try {
            agreed(extensions.generateResponse(offers));
            return agreement;
        } catch (ExtensionException e) {
            throw new ViolationException(ExtensionFailure.of(e, connection.options.limits()));
        }
    }

    /** Returns what is agreed on, or null. */
    @Nullable
    String agreement() {
        return agreement;
    }

    /** Tells whether there is nothing that the owner of the connection could ever hear of. */
    boolean isNone() {
        return extensions == null && thrown == null;
    }

    /** Tells whether another message to the peer may be taken from somebody who waits for room. */
    boolean hasRoom() {
        return extensions == null
                || extensions.pendingOutgoing() < connection.options.limits().maxPendingMessages()
                        && extensions.pendingOutgoingBytes() < StreamPump.HIGH_WATERMARK;
    }

    /** Tells whether messages to the peer are inside. */
    boolean isSending() {
        return extensions != null && extensions.pendingOutgoing() > 0;
    }

    /** Tells whether messages of the peer's are inside. */
    boolean isPassing() {
        return extensions != null && extensions.pendingIncoming() > 0;
    }

    /** Tells whether so many are that no more may be parsed. */
    boolean isFull() {
        return extensions != null
                && (extensions.pendingIncoming() >= connection.options.limits().maxPendingMessages()
                        || extensions.pendingIncomingBytes()
                                > connection.options.limits().maxLength());
    }

    /** The connection is over: nothing comes out any more, and the sessions are closed. */
    void end() {
        if (extensions != null) {
            extensions.abort();
        }
    }

    /** Throws what a session threw when it was closed, once nothing else is left to do. */
    void raise() {
        Throwable fault = thrown;
        thrown = null;
        if (fault != null) {
            connection.options.faults().accept(fault);
        }
    }

    private Extensions container() {
        Extensions container = extensions;
        if (container == null) {
            SessionLimits limits = new SessionLimits(connection.options.limits().maxLength());
            container = new Extensions(limits, this::later, this::faulted);
            extensions = container;
        }
        return container;
    }

    private void faulted(Throwable fault) {
        if (thrown == null) {
            thrown = fault;
        } else {
            thrown.addSuppressed(fault);
        }
    }

    private void later(Runnable task) {
        connection.options.executor().execute(() -> entry.accept(() -> connection.reenter(task)));
    }

    private void agreed(@Nullable String response) {
        Extensions container = extensions;
        if (container != null && container.isActive()) {
            agreement = response;
            connection.extend(container);
        } else {
            extensions = null;
        }
    }
}
