package dev.heddle.permessagedeflate;

import dev.heddle.extensions.Parameters;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one offer or response, read strictly: each one known, once, and with a value in its range or, if it is a
 * flag, without. Source: RFC 7692 §7.1.
 *
 * @param serverMaxWindowBits 8 to 15, or 0 if the parameter is not there
 * @param clientMaxWindowBits 8 to 15, or 0 if the parameter is not there, or {@link #BARE}
 */
record Configuration(
        boolean serverNoContextTakeover,
        boolean clientNoContextTakeover,
        int serverMaxWindowBits,
        int clientMaxWindowBits) {

    static final int ABSENT = 0;

    /** A {@code client_max_window_bits} without value, in an offer: the client can be bounded. Source: §7.1.2.2. */
    static final int BARE = -1;

    private static final int INVALID = -2;

    private static final String SERVER_NO_CONTEXT_TAKEOVER = "server_no_context_takeover";
    private static final String CLIENT_NO_CONTEXT_TAKEOVER = "client_no_context_takeover";
    private static final String SERVER_MAX_WINDOW_BITS = "server_max_window_bits";
    private static final String CLIENT_MAX_WINDOW_BITS = "client_max_window_bits";
    private static final Set<String> NAMES = Set.of(
            SERVER_NO_CONTEXT_TAKEOVER, CLIENT_NO_CONTEXT_TAKEOVER, SERVER_MAX_WINDOW_BITS, CLIENT_MAX_WINDOW_BITS);

    /** Reads a client's offer; null if it has to be declined. Source: RFC 7692 §7. */
    static @Nullable Configuration offer(Parameters parameters) {
        boolean bare = parameters.flag(CLIENT_MAX_WINDOW_BITS);
        return read(parameters, bare ? BARE : bits(parameters, CLIENT_MAX_WINDOW_BITS));
    }

    /** Reads a server's response; null if the connection has to fail. Source: RFC 7692 §7. */
    static @Nullable Configuration response(Parameters parameters) {
        return read(parameters, bits(parameters, CLIENT_MAX_WINDOW_BITS));
    }

    private static @Nullable Configuration read(Parameters parameters, int clientBits) {
        int serverBits = bits(parameters, SERVER_MAX_WINDOW_BITS);
        if (!NAMES.containsAll(parameters.names())
                || !isFlagOrAbsent(parameters, SERVER_NO_CONTEXT_TAKEOVER)
                || !isFlagOrAbsent(parameters, CLIENT_NO_CONTEXT_TAKEOVER)
                || serverBits == INVALID
                || clientBits == INVALID) {
            return null;
        }
        return new Configuration(
                parameters.contains(SERVER_NO_CONTEXT_TAKEOVER),
                parameters.contains(CLIENT_NO_CONTEXT_TAKEOVER),
                serverBits,
                clientBits);
    }

    private static boolean isFlagOrAbsent(Parameters parameters, String name) {
        return !parameters.contains(name) || parameters.flag(name);
    }

    /** Reads a decimal number from 8 to 15 without leading zeros. Source: RFC 7692 §7.1.2. */
    private static int bits(Parameters parameters, String name) {
        if (!parameters.contains(name)) {
            return ABSENT;
        }
        long bits = parameters.number(name).orElse(INVALID);
        return WindowBits.inRange(bits) ? (int) bits : INVALID;
    }

    /** Returns the parameters for a header. */
    Parameters toParameters() {
        Parameters parameters = Parameters.empty();
        if (serverNoContextTakeover) {
            parameters = parameters.with(SERVER_NO_CONTEXT_TAKEOVER);
        }
        if (clientNoContextTakeover) {
            parameters = parameters.with(CLIENT_NO_CONTEXT_TAKEOVER);
        }
        if (serverMaxWindowBits != ABSENT) {
            parameters = parameters.with(SERVER_MAX_WINDOW_BITS, serverMaxWindowBits);
        }
        if (clientMaxWindowBits == BARE) {
            parameters = parameters.with(CLIENT_MAX_WINDOW_BITS);
        } else if (clientMaxWindowBits != ABSENT) {
            parameters = parameters.with(CLIENT_MAX_WINDOW_BITS, clientMaxWindowBits);
        }
        return parameters;
    }
}
