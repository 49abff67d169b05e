package dev.heddle.websocket;

import dev.heddle.driver.ProxyUrl;
import dev.heddle.driver.WebSocketUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that the environment names, read as curl reads it: {@code https_proxy} or {@code HTTPS_PROXY} for {@code wss:},
 * {@code http_proxy} for {@code ws:}, {@code all_proxy} or {@code ALL_PROXY} where there is none of these, and
 * {@code no_proxy} or {@code NO_PROXY} for the servers that are reached without. An empty variable is none. Immutable.
 *
 * <p>{@code HTTP_PROXY} is left alone: where this runs as a CGI program, any client can set it by a header {@code Proxy}.
 */
final class ProxyEnvironment implements Proxies {

    private final @Nullable ProxyUrl plain;
    private final @Nullable ProxyUrl secure;
    private final List<String> without = new ArrayList<>();

    /**
     * Reads the environment.
     *
     * @throws IllegalArgumentException if a variable holds no proxy's URL; the message does not repeat its user info
     */
    ProxyEnvironment(Map<String, String> environment) {
        ProxyUrl other = first(environment, "all_proxy", "ALL_PROXY");
        ProxyUrl forPlain = first(environment, "http_proxy");
        ProxyUrl forSecure = first(environment, "https_proxy", "HTTPS_PROXY");
        plain = forPlain == null ? other : forPlain;
        secure = forSecure == null ? other : forSecure;
        String lower = environment.getOrDefault("no_proxy", "");
        String list = lower.isEmpty() ? environment.getOrDefault("NO_PROXY", "") : lower;
        StringTokenizer entries = new StringTokenizer(list, ", \t");
        while (entries.hasMoreTokens()) {
            without.add(normal(entries.nextToken()));
        }
    }

    @Override
    public @Nullable ProxyUrl proxyOf(WebSocketUrl server) {
        String host = normal(server.host());
        for (String entry : without) {
            if (entry.equals("*") || covers(entry, host, server.port())) {
                return null;
            }
        }
        return server.secure() ? secure : plain;
    }

    /** Tells whether an entry is a host, one of its domains, or either with the port in question. */
    private static boolean covers(String entry, String host, int port) {
        String suffix = ":" + port;
        // What else has a colon is an IPv6 address, whose last group would look like a port.
        boolean withPort = entry.endsWith(suffix)
                && (entry.indexOf(':') == entry.length() - suffix.length() || entry.endsWith("]" + suffix));
        String name = normal(withPort ? entry.substring(0, entry.length() - suffix.length()) : entry);
        return !name.isEmpty() && (host.equals(name) || host.endsWith("." + name));
    }

    /** Returns a host without case, brackets and the dots around it. */
    private static String normal(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.startsWith("[") && name.endsWith("]")) {
            name = name.substring(1, name.length() - 1);
        }
        int start = name.startsWith(".") ? 1 : 0;
        int end = name.length() > start && name.endsWith(".") ? name.length() - 1 : name.length();
        return name.substring(start, end);
    }

    private static @Nullable ProxyUrl first(Map<String, String> environment, String... variables) {
        for (String variable : variables) {
            String url = environment.getOrDefault(variable, "");
            if (!url.isEmpty()) {
                return parse(variable, url);
            }
        }
        return null;
    }

    private static ProxyUrl parse(String variable, String url) {
        try {
            return ProxyUrl.parse(url.contains("://") ? url : "http://" + url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(variable + " in the environment: " + e.getMessage(), e);
        }
    }
}
