package dev.heddle.watershed;

import dev.heddle.driver.HandshakeKey;
import dev.heddle.driver.Request;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections of channels that an HTTP server or client has upgraded, or is about to. Its methods may be called on any thread
 * and keep nothing.
 *
 * <p>All of them take what the HTTP parser has read behind the head of the message: {@code head}, null or empty if that was nothing.
 * It is copied, and comes first of what is read. A fault of the peer's is a {@link WatershedException}, one of the channel any other
 * {@link IOException}.
 */
public final class Watershed {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Watershed() {}

    /** Returns 16 random bytes in Base64, for the {@code Sec-WebSocket-Key} of a request. Source: RFC 6455 §4.1. */
    public static String generateKey() {
        return HandshakeKey.generate(RANDOM::nextBytes);
    }

    /** Accepts a request without subprotocols, as {@link #accept(Request, UpgradedChannel, ByteBuffer, WatershedOptions)} does. */
    public static WatershedConnection accept(Request request, UpgradedChannel channel, @Nullable ByteBuffer head)
            throws IOException {
        return accept(request, channel, head, WatershedOptions.defaults());
    }

    /** Accepts a request, as {@link #accept(Request, UpgradedChannel, ByteBuffer, WatershedOptions)} does. */
    public static WatershedConnection accept(
            Request request, UpgradedChannel channel, @Nullable ByteBuffer head, List<String> protocols)
            throws IOException {
        return accept(request, channel, head, WatershedOptions.defaults().withProtocols(protocols));
    }

    /**
     * Accepts a request: writes {@code 101 The Watershed Moment} and makes the server's side of a connection. If the client names
     * subprotocols, the first of them that the options have is agreed on.
     *
     * @param request the request, as the HTTP server has parsed it
     * @param channel its connection, which is the new connection's from now on
     * @throws WatershedException if the request is not one for a WebSocket; nothing was written
     */
    public static WatershedConnection accept(
            Request request, UpgradedChannel channel, @Nullable ByteBuffer head, WatershedOptions options)
            throws IOException {
        Handshake accepted = Handshake.accept(request, options);
        answer(accepted, channel, head);
        return new WatershedConnection("accept", accepted, channel);
    }

    /** Accepts a request for a proxy, without subprotocols, as {@link #acceptDetached(Request, UpgradedChannel, ByteBuffer, List)} does. */
    public static UpgradedChannel acceptDetached(Request request, UpgradedChannel channel, @Nullable ByteBuffer head)
            throws IOException {
        return acceptDetached(request, channel, head, List.of());
    }

    /**
     * Accepts a request as {@link #accept(Request, UpgradedChannel, ByteBuffer, WatershedOptions)} does, but for who moves the frames
     * elsewhere unread, such as a proxy.
     *
     * @return the channel behind the 101, with the head in front of what is read
     * @throws WatershedException if the request is not one for a WebSocket; nothing was written
     */
    public static UpgradedChannel acceptDetached(
            Request request, UpgradedChannel channel, @Nullable ByteBuffer head, List<String> protocols)
            throws IOException {
        Handshake accepted =
                Handshake.accept(request, WatershedOptions.defaults().withProtocols(protocols));
        answer(accepted, channel, head);
        return channel;
    }

    /** Makes the client's side of a connection, as {@link #connect(UpgradeResponse, UpgradedChannel, ByteBuffer, String, WatershedOptions)} does. */
    public static WatershedConnection connect(
            UpgradeResponse response, UpgradedChannel channel, @Nullable ByteBuffer head, String key)
            throws WatershedException {
        return connect(response, channel, head, key, WatershedOptions.defaults());
    }

    /**
     * Makes the client's side of a connection from the response to its request; writes nothing.
     *
     * @param response the response, as the HTTP client has parsed it
     * @param channel its connection, which is the new connection's from now on
     * @param key the {@code Sec-WebSocket-Key} that was sent
     * @param options with the subprotocols that were asked for; if they name none, what the server has chosen is taken as it is
     * @throws WatershedException if the response does not open a WebSocket
     */
    public static WatershedConnection connect(
            UpgradeResponse response,
            UpgradedChannel channel,
            @Nullable ByteBuffer head,
            String key,
            WatershedOptions options)
            throws WatershedException {
        Handshake connected = Handshake.connect(response, key, options);
        channel.putBack(head);
        return new WatershedConnection("connect", connected, channel);
    }

    /**
     * Checks the response as {@link #connect(UpgradeResponse, UpgradedChannel, ByteBuffer, String)} does, but for who moves the frames
     * elsewhere unread.
     *
     * @return the channel, with the head in front of what is read
     * @throws WatershedException if the response does not open a WebSocket
     */
    public static UpgradedChannel connectDetached(
            UpgradeResponse response, UpgradedChannel channel, @Nullable ByteBuffer head, String key)
            throws WatershedException {
        Handshake.connect(response, key, WatershedOptions.defaults());
        channel.putBack(head);
        return channel;
    }

    private static void answer(Handshake accepted, UpgradedChannel channel, @Nullable ByteBuffer head)
            throws IOException {
        channel.putBack(head);
        channel.write(ByteBuffer.wrap(accepted.response()));
    }
}
