package dev.heddle.netty;

import dev.heddle.driver.Headers;
import dev.heddle.driver.Response;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/** The driver's responses as Netty knows them. */
final class HttpResponses {

    private HttpResponses() {}

    /** Makes Netty's kind of response to a request. */
    static FullHttpResponse toNetty(HttpRequest http, Response response) {
        boolean bodyless = http.method().equals(HttpMethod.HEAD);
        FullHttpResponse full = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(response.status()),
                bodyless ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(response.body()));
        for (Headers.Field field : response.headers().fields()) {
            full.headers().add(field.name(), field.value());
        }
        // RFC 9110 §8.6: a 204 has none.
        if (response.status() != HttpResponseStatus.NO_CONTENT.code()) {
            full.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, response.body().length);
        }
        return full;
    }

    /** Makes one behind which the connection ends. */
    static FullHttpResponse last(HttpRequest http, Response response) {
        FullHttpResponse full = toNetty(http, response);
        full.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return full;
    }
}
