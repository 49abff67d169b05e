package dev.heddle.servlet;

import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.util.EnumSet;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

final class JettyRunning implements Running {

    private final Server server = new Server(new QueuedThreadPool(8));
    private final ServerConnector connector = new ServerConnector(server, 1, 1);
    private final ServletContextHandler context = new ServletContextHandler();

    JettyRunning(Application application) throws Exception {
        connector.setHost(Container.HOST);
        server.addConnector(connector);
        context.setContextPath(application.context().isEmpty() ? "/" : application.context());
        ServletHolder servlet = new ServletHolder(application.servlet());
        servlet.setAsyncSupported(true);
        context.addServlet(servlet, application.mapping());
        if (application.filter() != null) {
            FilterHolder filter = new FilterHolder(application.filter());
            filter.setAsyncSupported(true);
            context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
        }
        server.setHandler(context);
        server.start();
    }

    @Override
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void undeploy() throws IOException {
        stop(context);
    }

    @Override
    public void close() throws IOException {
        stop(server);
    }

    private static void stop(LifeCycle part) throws IOException {
        try {
            part.stop();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
