package dev.heddle.benchmarks.servers;

import io.undertow.Undertow;
import io.undertow.websockets.WebSocketConnectionCallback;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import io.undertow.websockets.extensions.PerMessageDeflateHandshake;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.xnio.Options;
import org.xnio.Pooled;

/** Undertow's own API on one I/O thread: whole messages, binary in the pool's buffers, sent without waiting. */
final class UndertowEcho extends AbstractReceiveListener {

    private UndertowEcho() {}

    /** Takes {@code deflate} if compression is to be offered. */
    public static void main(String[] arguments) throws IOException {
        Program.quiet();
        UndertowEcho echo = new UndertowEcho();
        WebSocketConnectionCallback connected = (exchange, channel) -> {
            channel.getReceiveSetter().set(echo);
            channel.resumeReceives();
        };
        WebSocketProtocolHandshakeHandler handler = new WebSocketProtocolHandshakeHandler(connected);
        if (List.of(arguments).contains("deflate")) {
            // The defaults, but for the last: it fails messages that take more than 1 MiB.
            handler.addExtension(new PerMessageDeflateHandshake(
                    false, PerMessageDeflateHandshake.DEFAULT_DEFLATER, true, true, Program.MAX_MESSAGE));
        }
        Undertow server = Undertow.builder()
                .setIoThreads(1)
                .setSocketOption(Options.BACKLOG, Program.BACKLOG)
                .addHttpListener(0, Program.HOST, handler)
                .build();
        server.start();
        Program.serve(((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort());
        server.stop();
    }

    @Override
    protected long getMaxTextBufferSize() {
        return Program.MAX_MESSAGE;
    }

    @Override
    protected long getMaxBinaryBufferSize() {
        return Program.MAX_MESSAGE;
    }

    @Override
    protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
        WebSockets.sendText(message.getData(), channel, new Sent(null));
    }

    @SuppressWarnings("deprecation") // Pooled, of which Undertow's API is made
    @Override
    protected void onFullBinaryMessage(WebSocketChannel channel, BufferedBinaryMessage message) {
        Pooled<ByteBuffer[]> data = message.getData();
        WebSockets.sendBinary(data.getResource(), channel, new Sent(data));
    }

    @Override
    protected void onError(WebSocketChannel channel, Throwable error) {
        Program.failed(error);
        super.onError(channel, error);
    }
}
