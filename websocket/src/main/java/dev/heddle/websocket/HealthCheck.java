package dev.heddle.websocket;

import dev.heddle.driver.Request;
import dev.heddle.driver.Response;
import org.jspecify.annotations.Nullable;

/** For the adapter of a server: what it answers to who asks whether it is well. Any thread. */
public final class HealthCheck {

    private static final Response HEALTHY =
            Response.text(200, "The server is up").with("Cache-Control", "no-store");
    private static final Response STOPPING =
            Response.text(503, "The server is stopping").with("Cache-Control", "no-store");

    private HealthCheck() {}

    /**
     * Returns the answer, or null if the request is no health check. It does not matter whom the request calls: who checks calls by
     * an address, and what it is told anybody can see from the port.
     *
     * @param path where health is asked for, or null if nowhere; what the endpoint takes there is none of it
     */
    public static @Nullable Response answer(
            Request request, @Nullable String path, Endpoint endpoint, boolean stopping) {
        boolean check = request.path().equals(path)
                && (request.method().equals("GET") || request.method().equals("HEAD"))
                && !endpoint.concerns(request, request.path());
        if (!check) {
            return null;
        }
        return stopping ? STOPPING : HEALTHY;
    }

    /**
     * Returns the path.
     *
     * @throws IllegalArgumentException if it does not begin with a slash
     */
    public static String checkPath(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("Path must begin with a slash: " + path);
        }
        return path;
    }
}
