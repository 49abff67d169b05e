package dev.heddle.websocket;

import dev.heddle.driver.Request;
import java.util.Locale;

/**
 * Which names a server answers to. A page of a foreign site can make its own name resolve to this machine and is then of
 * the same origin as what it reaches; its name in {@code Host} gives it away.
 */
@FunctionalInterface
public interface HostPolicy {

    /** Tells whether the request's host is one of the server's; must not block. */
    boolean allows(Request request);

    /** Allows {@code localhost} and the loopback addresses, with any port. */
    static HostPolicy loopback() {
        return request -> {
            String host = request.headers().first("Host");
            return host != null && isLoopback(host.toLowerCase(Locale.ROOT));
        };
    }

    /** Allows every name. */
    static HostPolicy anyHost() {
        return request -> true;
    }

    private static boolean isLoopback(String authority) {
        int colon = authority.indexOf(':', authority.indexOf(']') + 1);
        String host = colon < 0 ? authority : authority.substring(0, colon);
        return host.equals("localhost") || host.equals("[::1]") || isLoopbackV4(host);
    }

    /** Tells whether a text is one of 127.0.0.0/8, as four numbers: {@code 127.evil.example} is not. */
    private static boolean isLoopbackV4(String host) {
        String[] parts = host.split("\\.", -1);
        if (parts.length != 4 || !parts[0].equals("127")) {
            return false;
        }
        for (String part : parts) {
            boolean number = !part.isEmpty()
                    && part.length() <= 3
                    && part.chars().allMatch(c -> c >= '0' && c <= '9')
                    && Integer.parseInt(part) <= 255;
            if (!number) {
                return false;
            }
        }
        return true;
    }
}
