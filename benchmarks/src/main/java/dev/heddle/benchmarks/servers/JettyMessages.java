package dev.heddle.benchmarks.servers;

import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;

/** An echo on Jetty's API: whole messages, text as Strings, and the next asked for when one is written. */
public final class JettyMessages implements Session.Listener {

    private @Nullable Session session;

    private JettyMessages() {}

    static Handler handler(Server server, boolean deflate) {
        return WebSocketUpgradeHandler.from(server, container -> {
            container.setMaxTextMessageSize(Program.MAX_MESSAGE);
            container.setMaxBinaryMessageSize(Program.MAX_MESSAGE);
            container.setMaxFrameSize(Program.MAX_MESSAGE);
            container.addMapping("/", (request, response, callback) -> {
                if (!deflate) {
                    response.setExtensions(List.of());
                }
                return new JettyMessages();
            });
        });
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = opened;
        opened.demand();
    }

    @Override
    public void onWebSocketText(String message) {
        Session open = open();
        open.sendText(message, Callback.from(open::demand, Program::failed));
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        Session open = open();
        open.sendBinary(payload, Callback.from(callback, open::demand));
    }

    @Override
    public void onWebSocketError(Throwable error) {
        Program.failed(error);
    }

    private Session open() {
        if (session == null) {
            throw new IllegalStateException("A message before the socket was open");
        }
        return session;
    }
}
