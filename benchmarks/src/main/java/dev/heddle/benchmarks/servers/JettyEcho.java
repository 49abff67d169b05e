package dev.heddle.benchmarks.servers;

import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty with one selector, by frames or by messages. */
final class JettyEcho {

    private JettyEcho() {}

    /** Takes {@code core} for {@link JettyFrames} or {@code api} for {@link JettyMessages}, and {@code deflate}. */
    public static void main(String[] arguments) throws Exception {
        boolean deflate = List.of(arguments).contains("deflate");
        Server server = new Server(new QueuedThreadPool(4));
        ServerConnector connector = new ServerConnector(server, 0, 1, new HttpConnectionFactory());
        connector.setHost(Program.HOST);
        connector.setAcceptQueueSize(Program.BACKLOG);
        server.addConnector(connector);
        Handler handler =
                switch (arguments[0]) {
                    case "core" -> JettyFrames.handler(deflate);
                    case "api" -> JettyMessages.handler(server, deflate);
                    default -> throw new IllegalArgumentException("Neither core nor api: " + arguments[0]);
                };
        server.setHandler(handler);
        server.start();
        Program.serve(connector.getLocalPort());
        server.stop();
    }
}
