package dev.heddle.conformance.transport;

import dev.heddle.driver.Headers;
import dev.heddle.driver.Request;
import dev.heddle.driver.Response;
import java.nio.charset.StandardCharsets;

/** The page at {@code /}: nothing but an origin for a test's scripts. */
final class EmptyPage {

    static final String TYPE = "text/html; charset=utf-8";

    /** Has an icon, as the browser would ask for one. */
    static final byte[] HTML = """
        <!DOCTYPE html>
        <html lang="en"><head><title>Heddle</title><link rel="icon" href="data:,"></head><body></body></html>
        """.getBytes(StandardCharsets.UTF_8);

    private EmptyPage() {}

    static Response answer(Request request) {
        return request.path().equals("/")
                ? new Response(200, Headers.empty().with("Content-Type", TYPE), HTML)
                : Response.text(404, "Not Found");
    }
}
