package dev.heddle.netty;

import dev.heddle.driver.Headers;
import dev.heddle.driver.Limits;
import dev.heddle.driver.Request;
import dev.heddle.driver.Response;
import dev.heddle.websocket.WebSocketOptions;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Netty's requests as the driver knows them, and what is wrong with them for any use. */
final class HttpRequests {

    private HttpRequests() {}

    /** Returns the refusal of a head that could not be decoded or passes a limit; null if it is in order. */
    static @Nullable Response fault(HttpRequest http, Limits limits) {
        if (http.decoderResult().isFailure()) {
            Throwable cause = http.decoderResult().cause();
            if (cause instanceof TooLongHttpLineException) {
                return Response.text(414, "HTTP start line is too long");
            }
            if (cause instanceof TooLongHttpHeaderException) {
                return Response.text(431, "HTTP head is too large");
            }
            return Response.text(400, "Malformed HTTP request");
        }
        if (http.headers().size() > limits.maxFieldLines()) {
            return Response.text(431, "HTTP head has too many field lines");
        }
        // The decoder bounds the head as a whole only.
        for (Map.Entry<String, String> field : http.headers()) {
            if (field.getKey().length() + ": ".length() + field.getValue().length() > limits.maxFieldLine()) {
                return Response.text(431, "HTTP field line is too long");
            }
        }
        return null;
    }

    /**
     * Makes the driver's kind of request.
     *
     * @param tls whether the connection itself is TLS
     */
    static Request toRequest(HttpRequest http, boolean tls, WebSocketOptions options) {
        List<Headers.Field> fields = http.headers().entries().stream()
                .map(entry -> new Headers.Field(entry.getKey(), entry.getValue()))
                .toList();
        Request request = new Request(
                http.method().name(), http.uri(), http.protocolVersion().text(), Headers.of(fields), tls);
        boolean secure = request.isSecure(options.driver().trustForwarded());
        return new Request(request.method(), request.target(), request.version(), request.headers(), secure);
    }
}
