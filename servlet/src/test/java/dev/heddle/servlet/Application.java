package dev.heddle.servlet;

import dev.heddle.websocket.Endpoint;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import org.jspecify.annotations.Nullable;

/**
 * What is deployed in a container: one servlet, and a filter in front if wanted.
 *
 * @param context the context path, empty for the root
 * @param mapping the servlet's URL pattern
 */
record Application(
        HttpServlet servlet,
        String context,
        String mapping,
        @Nullable Filter filter) {

    static Application of(HttpServlet servlet, String mapping) {
        return new Application(servlet, "", mapping, null);
    }

    static Application of(Endpoint endpoint, String mapping) {
        return of(new HeddleServlet(endpoint), mapping);
    }
}
