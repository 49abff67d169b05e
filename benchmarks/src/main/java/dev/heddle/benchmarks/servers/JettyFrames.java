package dev.heddle.benchmarks.servers;

import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.eclipse.jetty.websocket.core.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;

/** An echo on Jetty's core: each frame is written as it came, text too, and the next asked for when it is. */
final class JettyFrames implements FrameHandler {

    private @Nullable CoreSession session;

    private JettyFrames() {}

    static Handler handler(boolean deflate) {
        WebSocketUpgradeHandler handler = new WebSocketUpgradeHandler();
        handler.getConfiguration().setMaxFrameSize(Program.MAX_MESSAGE);
        handler.addMapping(
                "/",
                WebSocketNegotiator.from(
                        (request, response, callback) -> {
                            if (!deflate) {
                                response.setExtensions(List.of());
                            }
                            return new JettyFrames();
                        },
                        (endpoint, request, response) -> (FrameHandler) endpoint));
        return handler;
    }

    @Override
    public void onOpen(CoreSession opened, Callback callback) {
        session = opened;
        callback.succeeded();
        opened.demand();
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        CoreSession open = session;
        if (open == null) {
            throw new IllegalStateException("A frame before the socket was open");
        }
        switch (frame.getOpCode()) {
            case OpCode.CLOSE -> callback.succeeded();
            case OpCode.PONG -> {
                callback.succeeded();
                open.demand();
            }
            case OpCode.PING -> echo(open, OpCode.PONG, frame, callback);
            default -> echo(open, frame.getOpCode(), frame, callback);
        }
    }

    @Override
    public void onError(Throwable error, Callback callback) {
        Program.failed(error);
        callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
        callback.succeeded();
    }

    private static void echo(CoreSession session, byte opCode, Frame frame, Callback callback) {
        Frame echo = new Frame(opCode, frame.isFin(), frame.getPayload());
        session.sendFrame(echo, Callback.from(callback, session::demand), false);
    }
}
