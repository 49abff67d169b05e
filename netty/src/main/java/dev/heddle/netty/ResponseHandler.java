package dev.heddle.netty;

import dev.heddle.driver.Headers;
import dev.heddle.driver.Limits;
import dev.heddle.websocket.Fetch;
import dev.heddle.websocket.HttpUrl;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends one request and hands out its response: the head as soon as it is there, the content as it is asked for. */
final class ResponseHandler extends ChannelInboundHandlerAdapter {

    private final HttpUrl url;
    private final Headers headers;
    private final Fetch.Receiver receiver;
    private final Limits limits;

    private @Nullable ChannelHandlerContext context;
    /** Whether an interim response (1xx) is being read, behind which another comes. */
    private boolean interim;
    /** Whether a read was asked for and has not come. */
    private boolean wanted;
    /** Whether the receiver hears nothing more. */
    private boolean over;

    ResponseHandler(HttpUrl url, Headers headers, Fetch.Receiver receiver, Limits limits) {
        this.url = url;
        this.headers = headers;
        this.receiver = receiver;
        this.limits = limits;
    }

    void read() {
        if (!wanted) {
            wanted = true;
            if (context != null) {
                context.read();
            }
        }
    }

    void cancel() {
        over = true;
        if (context != null) {
            context.close();
        }
    }

    void failed(Throwable cause) {
        if (!over) {
            cancel();
            receiver.failed(cause);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        if (over) {
            added.close();
        } else if (!url.secure()) {
            send(added);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext here, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                send(here);
            } else {
                failed(handshake.cause());
            }
        }
        here.fireUserEventTriggered(event);
    }

    @Override
    public void channelRead(ChannelHandlerContext here, Object message) {
        try {
            if (over) {
                return;
            }
            if (message instanceof HttpObject part && part.decoderResult().isFailure()) {
                failed(new IOException(
                        "The response of " + url + " is malformed",
                        part.decoderResult().cause()));
                return;
            }
            if (message instanceof HttpResponse response) {
                head(here, response);
            }
            if (message instanceof HttpContent content) {
                content(content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext here) {
        here.fireChannelReadComplete();
        if (wanted && !over && !here.channel().config().isAutoRead()) {
            here.read();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext here) {
        failed(new IOException("The connection to " + url + " ended within the response"));
        here.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext here, Throwable cause) {
        Throwable inner = cause instanceof DecoderException ? cause.getCause() : cause;
        failed(inner == null ? cause : inner);
    }

    private void send(ChannelHandlerContext here) {
        FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, url.resource());
        request.headers().set(HttpHeaderNames.HOST, url.authority());
        request.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        headers.fields().forEach(field -> request.headers().add(field.name(), field.value()));
        here.writeAndFlush(request).addListener(written -> {
            if (!written.isSuccess()) {
                failed(written.cause());
            }
        });
    }

    private void head(ChannelHandlerContext here, HttpResponse response) {
        HttpResponseStatus status = response.status();
        interim = status.codeClass() == HttpStatusClass.INFORMATIONAL
                && !status.equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
        if (interim) {
            return;
        }
        Headers fields;
        try {
            fields = fields(response);
        } catch (IllegalArgumentException e) {
            failed(new IOException("The response of " + url + " is malformed: " + e.getMessage(), e));
            return;
        }
        // From here on only what is asked for.
        here.channel().config().setAutoRead(false);
        receiver.head(status.code(), fields);
    }

    private void content(HttpContent content) {
        if (interim || over) {
            return;
        }
        if (content.content().isReadable()) {
            wanted = false;
            receiver.bytes(content.content().nioBuffer());
        }
        if (content instanceof LastHttpContent && !over) {
            cancel();
            receiver.end();
        }
    }

    /** Returns the fields, if they keep to the limits. */
    private Headers fields(HttpResponse response) {
        List<Map.Entry<String, String>> entries = response.headers().entries();
        if (entries.size() > limits.maxFieldLines()) {
            throw new IllegalArgumentException("more than " + limits.maxFieldLines() + " field lines (maxFieldLines)");
        }
        return Headers.of(entries.stream()
                .map(entry -> new Headers.Field(entry.getKey(), entry.getValue()))
                .toList());
    }
}
