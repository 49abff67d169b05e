package dev.heddle.benchmarks.servers;

import jakarta.websocket.DeploymentException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.strategies.WorkerThreadIOStrategy;
import org.glassfish.tyrus.container.grizzly.server.GrizzlyServerContainer;
import org.glassfish.tyrus.container.grizzly.server.WebSocketAddOn;
import org.glassfish.tyrus.core.TyrusWebSocketEngine;
import org.glassfish.tyrus.ext.extension.deflate.PerMessageDeflateExtension;
import org.glassfish.tyrus.spi.ServerContainer;

/**
 * Tyrus on Grizzly, put together as its standalone server does, with one selector; but that one listens at every address of the
 * machine and does not let it be changed.
 */
final class TyrusEcho {

    /** Bytes in front of the longest message. */
    private static final int FRAME_HEADER = 14;

    private TyrusEcho() {}

    /** Takes {@code deflate} if compression is to be offered. */
    public static void main(String[] arguments) throws IOException, DeploymentException {
        Program.quiet();
        boolean deflate = List.of(arguments).contains("deflate");
        ServerContainer container = new GrizzlyServerContainer()
                .createContainer(Map.of(TyrusWebSocketEngine.INCOMING_BUFFER_SIZE, Program.MAX_MESSAGE + FRAME_HEADER));
        container
                .getWebSocketEngine()
                .register(JakartaEcho.config(deflate ? offer -> new PerMessageDeflateExtension() : null), "/");
        NetworkListener listener = new NetworkListener("grizzly", Program.HOST, 0);
        listener.getTransport().setServerConnectionBackLog(Program.BACKLOG);
        listener.getTransport().setSelectorRunnersCount(1);
        listener.getTransport().setIOStrategy(WorkerThreadIOStrategy.getInstance());
        listener.getKeepAlive().setIdleTimeoutInSeconds(-1);
        listener.registerAddOn(new WebSocketAddOn(container, "/"));
        HttpServer server = new HttpServer();
        server.addListener(listener);
        server.start();
        Program.serve(listener.getPort());
        server.shutdownNow();
    }
}
