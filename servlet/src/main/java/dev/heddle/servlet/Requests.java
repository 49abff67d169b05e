package dev.heddle.servlet;

import dev.heddle.driver.Headers;
import dev.heddle.driver.Request;
import dev.heddle.websocket.WebSocketOptions;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.MappingMatch;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A container's requests as the driver knows them. */
final class Requests {

    private static final String HOST = "Host";
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private Requests() {}

    /**
     * Makes the driver's kind of request.
     *
     * @throws IllegalArgumentException if a field is one that HTTP does not allow
     */
    static Request toRequest(HttpServletRequest http, WebSocketOptions options) {
        List<Headers.Field> fields = new ArrayList<>();
        for (String name : Collections.list(http.getHeaderNames())) {
            for (String value : Collections.list(http.getHeaders(name))) {
                fields.add(new Headers.Field(name, value));
            }
        }
        if (!isHttp1(http) && http.getHeader(HOST) == null) {
            // Not every container gives the :authority of HTTP/2 that name.
            fields.add(new Headers.Field(HOST, authority(http)));
        }
        String query = http.getQueryString();
        String target = query == null ? http.getRequestURI() : http.getRequestURI() + "?" + query;
        Request request =
                new Request(http.getMethod(), target, http.getProtocol(), Headers.of(fields), http.isSecure());
        boolean secure = request.isSecure(options.driver().trustForwarded());
        return new Request(request.method(), target, request.version(), request.headers(), secure);
    }

    /** Tells whether a request came by HTTP/1.x, where a connection has one request at a time. */
    static boolean isHttp1(ServletRequest http) {
        return http.getProtocol().startsWith("HTTP/1.");
    }

    private static String authority(HttpServletRequest http) {
        String name = http.getServerName();
        String host = name.contains(":") && !name.startsWith("[") ? "[" + name + "]" : name;
        int port = http.getServerPort();
        return port == (http.isSecure() ? HTTPS : HTTP) ? host : host + ":" + port;
    }

    /** Returns the path behind the servlet's own, as the container has decoded and normalised it. */
    static String path(HttpServletRequest http) {
        if (http.getHttpServletMapping().getMappingMatch() == MappingMatch.DEFAULT) {
            // A servlet for everything has no path of its own.
            return http.getServletPath();
        }
        String info = http.getPathInfo();
        return info == null ? "/" : info;
    }

    /** Tells whether the request came in at a loopback address. */
    static boolean isLoopback(HttpServletRequest http) {
        String address = http.getLocalAddr();
        // What is no literal is no address of a network, and not to be looked up.
        if (address == null
                || address.isEmpty()
                || Character.digit(address.charAt(0), 16) < 0 && !address.contains(":")) {
            return false;
        }
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Returns the container's own request, without what filters have put around it. */
    static ServletRequest unwrapped(ServletRequest request) {
        ServletRequest inner = request;
        while (inner instanceof ServletRequestWrapper wrapper) {
            inner = wrapper.getRequest();
        }
        return inner;
    }

    static String peer(HttpServletRequest http) {
        return http.getRemoteAddr() + ":" + http.getRemotePort();
    }
}
