package dev.heddle.websocket;

import dev.heddle.driver.Request;
import java.net.InetAddress;
import java.net.UnknownHostException;
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
        return request -> isLoopback(nameOf(request));
    }

    /**
     * Allows what {@link #loopback} does, and another name that this machine has for itself.
     *
     * @param name the name, without a port
     */
    static HostPolicy loopbackAnd(String name) {
        return request -> {
            String host = nameOf(request);
            return host.equalsIgnoreCase(name) || isLoopback(host);
        };
    }

    /** Allows every name. */
    static HostPolicy anyHost() {
        return request -> true;
    }

    /** Returns the host of a request in lower case and without its port; empty if there is none. */
    private static String nameOf(Request request) {
        String authority = request.host();
        if (authority == null) {
            return "";
        }
        int colon = authority.indexOf(':', authority.indexOf(']') + 1);
        return (colon < 0 ? authority : authority.substring(0, colon)).toLowerCase(Locale.ROOT);
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || isLoopbackV4(host) || isLoopbackV6(host);
    }

    private static boolean isLoopbackV6(String host) {
        if (!host.startsWith("[")) {
            return false;
        }
        try {
            // What stands in brackets is an address or an error, but never looked up.
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
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
