package dev.heddle.extensions;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kind of transformation of messages that two peers can agree to use, such as {@code permessage-deflate}.
 *
 * <p>An extension is a factory of sessions and holds no state of a connection, so that one instance serves many
 * connections; it may be asked from any thread.
 */
public interface Extension {

    /** Returns the registered name by which the peers negotiate, a token. Source: RFC 6455 §9.1. */
    String name();

    /** Tells whether the extension claims the first reserved bit of a message's opening frame. */
    default boolean rsv1() {
        return false;
    }

    /** Tells whether the extension claims the second reserved bit of a message's opening frame. */
    default boolean rsv2() {
        return false;
    }

    /** Tells whether the extension claims the third reserved bit of a message's opening frame. */
    default boolean rsv3() {
        return false;
    }

    /**
     * Creates the client's side for one connection.
     *
     * @return the session, or null to make no offer
     */
    @Nullable
    ClientSession createClientSession(SessionLimits limits);

    /**
     * Creates the server's side for one connection.
     *
     * @param offers the parameters of each offer that the client made of this extension, the most wanted first, at least
     *     one
     * @return the session, or null to decline every offer
     */
    @Nullable
    ServerSession createServerSession(List<Parameters> offers, SessionLimits limits);
}
