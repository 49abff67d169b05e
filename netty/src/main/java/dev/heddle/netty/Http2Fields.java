package dev.heddle.netty;

import dev.heddle.driver.Headers;
import dev.heddle.driver.Limits;
import dev.heddle.driver.Request;
import dev.heddle.driver.Response;
import dev.heddle.websocket.WebSocketOptions;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of HTTP/2 as the driver's requests and responses know them. Source: RFC 9113 §8.2, §8.3; RFC 8441 §4. */
final class Http2Fields {

    /** What has no place in HTTP/2, in lower case. Source: RFC 9113 §8.2.2. */
    private static final Set<String> CONNECTION_FIELDS =
            Set.of("connection", "proxy-connection", "keep-alive", "transfer-encoding", "upgrade");

    private Http2Fields() {}

    /**
     * Makes the driver's kind of request.
     *
     * @param tls whether the connection itself is TLS
     * @throws IllegalArgumentException if it is malformed
     */
    static Request request(Http2Headers fields, boolean tls, WebSocketOptions options) {
        String method = pseudo("method", fields.method());
        // What is no token is an error there.
        HttpMethod.valueOf(method);
        String protocol = text(fields.get(Http2Headers.PseudoHeaderName.PROTOCOL.value()));
        String authority = text(fields.authority());
        boolean connect = method.equals("CONNECT");
        if (protocol != null && !connect) {
            throw new IllegalArgumentException(":protocol with method " + method);
        }
        Headers headers = headers(fields, authority);
        if (connect && protocol == null) {
            // RFC 9113 §8.5: it names the host to connect to, and nothing else.
            return new Request(method, authority == null ? "" : authority, "HTTP/2", headers, tls);
        }
        String scheme = pseudo("scheme", fields.scheme());
        if (protocol != null && !scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException(":scheme of an extended CONNECT must be http or https");
        }
        String path = path(method, pseudo("path", fields.path()));
        boolean secure = new Request(method, path, "HTTP/2", headers, tls)
                .isSecure(options.driver().trustForwarded());
        return new Request(method, path, "HTTP/2", headers, secure, protocol);
    }

    /** Returns the refusal of a request that passes a limit of its parts; null if it does not. */
    static @Nullable Response fault(Request request, Limits limits) {
        if (request.target().length() > limits.maxStartLine()) {
            return Response.text(414, "HTTP start line is too long");
        }
        List<Headers.Field> fields = request.headers().fields();
        if (fields.size() > limits.maxFieldLines()) {
            return Response.text(431, "HTTP head has too many field lines");
        }
        for (Headers.Field field : fields) {
            if (field.name().length() + ": ".length() + field.value().length() > limits.maxFieldLine()) {
                return Response.text(431, "HTTP field line is too long");
            }
        }
        return null;
    }

    /** Makes the head of a whole response. */
    static Http2Headers response(Response response) {
        Http2Headers head = response(response.status(), response.headers());
        // RFC 9110 §8.6: a 204 has none.
        if (response.status() != HttpResponseStatus.NO_CONTENT.code()) {
            head.setInt("content-length", response.body().length);
        }
        return head;
    }

    /** Makes the head of a response; what concerns a connection of HTTP/1.1 is left out. */
    static Http2Headers response(int status, Headers headers) {
        Http2Headers head = new DefaultHttp2Headers().status(Integer.toString(status));
        for (Headers.Field field : headers.fields()) {
            String name = field.name().toLowerCase(Locale.ROOT);
            if (!CONNECTION_FIELDS.contains(name)) {
                head.add(name, field.value());
            }
        }
        return head;
    }

    /** Makes the head of a client's request. */
    static Http2Headers request(Request request) {
        Http2Headers head = new DefaultHttp2Headers()
                .method(request.method())
                .scheme(request.secure() ? "https" : "http")
                .authority(request.headers().first("Host"))
                .path(request.target())
                .set(Http2Headers.PseudoHeaderName.PROTOCOL.value(), request.protocol());
        for (Headers.Field field : request.headers().fields()) {
            if (!field.name().equalsIgnoreCase("Host")) {
                head.add(field.name().toLowerCase(Locale.ROOT), field.value());
            }
        }
        return head;
    }

    /** Returns the status of a response, or -1 if it is malformed: RFC 9110 §15, three digits. */
    static int status(Http2Headers fields) {
        CharSequence status = fields.status();
        if (status == null || status.length() != 3) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < status.length(); i++) {
            int digit = status.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = 10 * value + digit;
        }
        return value < 100 ? -1 : value;
    }

    /** Returns the fields of a response as they came. */
    static Headers headers(Http2Headers fields) {
        List<Headers.Field> list = new ArrayList<>(fields.size());
        for (Map.Entry<CharSequence, CharSequence> field : fields) {
            String name = field.getKey().toString();
            if (!name.startsWith(":")) {
                list.add(new Headers.Field(name, field.getValue().toString()));
            }
        }
        return Headers.of(list);
    }

    private static Headers headers(Http2Headers fields, @Nullable String authority) {
        List<Headers.Field> list = new ArrayList<>(fields.size());
        if (authority != null) {
            list.add(new Headers.Field("host", authority));
        }
        StringBuilder cookies = new StringBuilder();
        for (Map.Entry<CharSequence, CharSequence> field : fields) {
            String name = field.getKey().toString();
            String value = field.getValue().toString();
            if (name.equals("cookie")) {
                // RFC 9113 §8.2.3: it may come in crumbs.
                cookies.append(cookies.isEmpty() ? "" : "; ").append(value);
            } else if (name.equals("host") && authority != null) {
                checkSame(authority, value);
            } else if (!name.startsWith(":")) {
                list.add(field(name, value));
            }
        }
        if (!cookies.isEmpty()) {
            list.add(field("cookie", cookies.toString()));
        }
        return Headers.of(list);
    }

    private static Headers.Field field(String name, String value) {
        boolean forbidden = CONNECTION_FIELDS.contains(name) || name.equals("te") && !value.equals("trailers");
        if (forbidden) {
            throw new IllegalArgumentException("A request of HTTP/2 must not have the header " + name);
        }
        return new Headers.Field(name, value);
    }

    /** RFC 9113 §8.3.1: who has both must mean the same by them. */
    private static void checkSame(String authority, String host) {
        if (!authority.equalsIgnoreCase(host)) {
            throw new IllegalArgumentException(":authority and host differ");
        }
    }

    private static String pseudo(String name, @Nullable CharSequence value) {
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("A request of HTTP/2 needs :" + name);
        }
        return value.toString();
    }

    /** RFC 9113 §8.3.1: it is a path, and no whole URL, which would say another host than {@code :authority}. */
    private static String path(String method, String path) {
        boolean valid = path.startsWith("/") || path.equals("*") && method.equals("OPTIONS");
        if (!valid || path.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            throw new IllegalArgumentException(":path must be a path without controls and spaces");
        }
        return path;
    }

    private static @Nullable String text(@Nullable CharSequence value) {
        return value == null ? null : value.toString();
    }
}
