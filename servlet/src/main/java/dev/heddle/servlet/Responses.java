package dev.heddle.servlet;

import dev.heddle.driver.Headers;
import dev.heddle.driver.Response;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The driver's responses as the container sends them. */
final class Responses {

    private static final System.Logger LOG = System.getLogger(Responses.class.getName());

    private Responses() {}

    /** Sets status and fields; the container sends them with what comes behind. */
    static void head(HttpServletResponse http, int status, Headers headers) {
        http.setStatus(status);
        headers.fields().forEach(field -> http.addHeader(field.name(), field.value()));
    }

    /** Gives an answer behind which a connection of HTTP/1.1 ends: the peer may have gone on as if the request were accepted. */
    static void refuse(HttpServletRequest request, HttpServletResponse http, Response response) {
        if (Requests.isHttp1(request)) {
            // In front of what a refusal may say about upgrades: Undertow looks at the first line only.
            http.addHeader("Connection", "close");
        }
        head(http, response.status(), response.headers());
        // RFC 9110 §8.6: a 204 has none.
        if (response.status() == HttpServletResponse.SC_NO_CONTENT) {
            return;
        }
        http.setContentLength(response.body().length);
        try {
            http.getOutputStream().write(response.body());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "A refusal could not be written", e);
        }
    }
}
