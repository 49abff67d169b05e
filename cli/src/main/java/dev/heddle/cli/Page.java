package dev.heddle.cli;

import dev.heddle.driver.Headers;
import dev.heddle.driver.Request;
import dev.heddle.driver.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The page that a browser gets from {@code heddle serve}: a WebSocket by hand. */
final class Page {

    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
            + "connect-src 'self' ws: wss:; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Response page;

    /**
     * Reads the page, and puts into it where there is what.
     *
     * @param path of the WebSockets
     * @param events of the event streams; empty if there are none
     */
    Page(String path, String events) throws IOException {
        try (InputStream in = Page.class.getResourceAsStream("page.html")) {
            if (in == null) {
                throw new IOException("page.html is missing");
            }
            String html = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("{{path}}", escape(path))
                    .replace("{{events}}", events);
            Headers headers = Headers.empty()
                    .with("Content-Type", "text/html; charset=utf-8")
                    .with("Content-Security-Policy", POLICY)
                    .with("X-Content-Type-Options", "nosniff")
                    .with("Referrer-Policy", "no-referrer")
                    .with("Cache-Control", "no-store");
            this.page = new Response(200, headers, html.getBytes(StandardCharsets.UTF_8));
        }
    }

    Response answer(Request request) {
        if (!request.path().equals("/")) {
            return Response.text(404, "Not Found");
        }
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return Response.text(405, "Method Not Allowed").with("Allow", "GET, HEAD");
        }
        return page;
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
