package dev.heddle.netty;

import dev.heddle.driver.Headers;
import dev.heddle.driver.Limits;
import dev.heddle.driver.Request;
import dev.heddle.driver.Response;
import dev.heddle.websocket.WebSocketOptions;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Netty's requests as the driver knows them, and what is wrong with them for any use. */
final class HttpRequests {

    private HttpRequests() {}

    /**
     * Tells whether a request means to open a WebSocket, be it well or badly. The keys of draft 76 say so even where that
     * is not spoken: behind them the decoder takes eight bytes for a body that no other header announces, so that another
     * request must not be looked for there.
     */
    static boolean asksForWebSocket(HttpRequest http) {
        HttpHeaders headers = http.headers();
        return headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                || headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY)
                || headers.contains(HttpHeaderNames.SEC_WEBSOCKET_VERSION)
                || headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY1)
                || headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY2);
    }

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

    /** Returns the refusal of a request that names its resource badly; null if it is in order. */
    static @Nullable Response fault(Request request) {
        // HTTP/1.0 knows no Host.
        boolean host = request.hasValidHost()
                || request.version().equals(HttpVersion.HTTP_1_0.text())
                        && !request.headers().contains("Host");
        if (!host) {
            return Response.text(400, "Missing, repeated or malformed Host header");
        }
        return request.hasValidTarget() ? null : Response.text(400, "Malformed request target");
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
