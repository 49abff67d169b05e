package dev.heddle.netty;

import dev.heddle.driver.Request;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpRequest;
import java.util.ArrayDeque;
import java.util.Queue;

/** A request for a WebSocket about which the application decides, and the bytes that came behind it meanwhile; on the loop. */
final class Deciding {

    private final HttpRequest http;
    private final Request request;
    private final int maxEarlyBytes;
    private final Queue<ByteBuf> early = new ArrayDeque<>();
    private int bytes;
    /** Whether the decision is there, or not wanted any more. */
    private boolean over;

    /**
     * Begins without bytes.
     *
     * @param maxEarlyBytes how many it takes. Reading stops when the decision is not there at once, so more than one read brings is
     *     never held
     */
    Deciding(HttpRequest http, Request request, int maxEarlyBytes) {
        this.http = http;
        this.request = request;
        this.maxEarlyBytes = maxEarlyBytes;
    }

    HttpRequest http() {
        return http;
    }

    Request request() {
        return request;
    }

    /** Tells whether bytes came. */
    boolean hadBytes() {
        return bytes > 0;
    }

    int maxEarlyBytes() {
        return maxEarlyBytes;
    }

    boolean isOver() {
        return over;
    }

    /** Takes bytes, which are its own from now on; answers false if they are too many. */
    boolean add(ByteBuf more) {
        early.add(more);
        bytes += more.readableBytes();
        return bytes <= maxEarlyBytes;
    }

    /** It is decided: passes the bytes on, from the place where they were held. */
    void passOn(ChannelHandlerContext place) {
        over = true;
        for (ByteBuf next = early.poll(); next != null; next = early.poll()) {
            place.fireChannelRead(next);
        }
    }

    /** It is decided otherwise, or nobody waits for it: drops the bytes. */
    void drop() {
        over = true;
        for (ByteBuf next = early.poll(); next != null; next = early.poll()) {
            next.release();
        }
    }
}
