package dev.heddle.websocket;

import dev.heddle.driver.WebSocketUrl;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A reference to a URL, resolved against another and not yet checked. Source: RFC 3986 §5.2. {@link java.net.URI} follows the
 * specification before it, and knows fewer host names.
 *
 * @param scheme the scheme without its colon
 * @param authority what stands behind the slashes, up to the path
 * @param path the path without dot segments
 * @param query the query with its question mark, or an empty text
 */
record UrlReference(String scheme, String authority, String path, String query) {

    /** Tells whether a reference names its scheme. Source: RFC 3986 §3.1, §4.2. */
    static boolean hasScheme(String reference) {
        int colon = reference.indexOf(':');
        return colon >= 0 && colon < firstOf(reference, 0, "/?#");
    }

    /** Resolves a reference; one with a scheme has slashes behind it, or its authority is empty. */
    static UrlReference resolve(WebSocketUrl base, String reference) {
        String text = reference.substring(0, firstOf(reference, 0, "#"));
        String scheme = base.secure() ? "wss" : "ws";
        if (hasScheme(text)) {
            int colon = text.indexOf(':');
            scheme = text.substring(0, colon);
            text = text.substring(colon + 1);
            if (!text.startsWith("//")) {
                return new UrlReference(scheme, "", "/", "");
            }
        }
        String authority = base.authority();
        if (text.startsWith("//")) {
            int end = firstOf(text, 2, "/?");
            authority = text.substring(2, end);
            text = text.substring(end);
            if (text.isEmpty() || text.startsWith("?")) {
                text = "/" + text;
            }
        }
        int question = firstOf(text, 0, "?");
        String path = text.substring(0, question);
        String query = text.substring(question);
        String baseResource = base.resource();
        String basePath = baseResource.substring(0, firstOf(baseResource, 0, "?"));
        if (path.isEmpty()) {
            return new UrlReference(
                    scheme, authority, basePath, query.isEmpty() ? baseResource.substring(basePath.length()) : query);
        }
        if (!path.startsWith("/")) {
            path = basePath.substring(0, basePath.lastIndexOf('/') + 1) + path;
        }
        return new UrlReference(scheme, authority, withoutDots(path), query);
    }

    /** Removes the segments {@code .} and {@code ..} from an absolute path. Source: RFC 3986 §5.2.4. */
    private static String withoutDots(String path) {
        Deque<String> kept = new ArrayDeque<>();
        int start = 1;
        boolean open = true;
        while (open) {
            int end = firstOf(path, start, "/");
            String segment = path.substring(start, end);
            open = end < path.length();
            boolean up = segment.equals("..");
            if (up) {
                kept.pollLast();
            } else if (!segment.equals(".")) {
                kept.add(segment);
            }
            if (!open && (up || segment.equals("."))) {
                // What it stood for is a folder.
                kept.add("");
            }
            start = end + 1;
        }
        StringBuilder plain = new StringBuilder();
        kept.forEach(segment -> plain.append('/').append(segment));
        return plain.toString();
    }

    private static int firstOf(String text, int start, String ends) {
        int i = start;
        while (i < text.length() && ends.indexOf(text.charAt(i)) < 0) {
            i++;
        }
        return i;
    }

    @Override
    public String toString() {
        return scheme + "://" + authority + path + query;
    }
}
