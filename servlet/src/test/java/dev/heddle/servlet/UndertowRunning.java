package dev.heddle.servlet;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

final class UndertowRunning implements Running {

    /** Held, or they would be made anew with another level. */
    private static final List<Logger> LOGS =
            List.of(Logger.getLogger("io.undertow"), Logger.getLogger("org.xnio"), Logger.getLogger("org.jboss"));

    static {
        LOGS.forEach(log -> log.setLevel(Level.WARNING));
    }

    private final DeploymentManager deployment;
    private final Undertow undertow;

    UndertowRunning(Application application) throws Exception {
        String context = application.context().isEmpty() ? "/" : application.context();
        DeploymentInfo info = Servlets.deployment()
                .setClassLoader(UndertowRunning.class.getClassLoader())
                .setContextPath(context)
                .setDeploymentName("heddle")
                .addServlet(Servlets.servlet(
                                "heddle",
                                application.servlet().getClass(),
                                new ImmediateInstanceFactory<>(application.servlet()))
                        .addMapping(application.mapping())
                        .setAsyncSupported(true));
        if (application.filter() != null) {
            info.addFilter(Servlets.filter(
                                    "filter",
                                    application.filter().getClass(),
                                    new ImmediateInstanceFactory<>(application.filter()))
                            .setAsyncSupported(true))
                    .addFilterUrlMapping("filter", "/*", DispatcherType.REQUEST);
        }
        deployment = Servlets.newContainer().addDeployment(info);
        deployment.deploy();
        HttpHandler handler = deployment.start();
        undertow = Undertow.builder()
                .addHttpListener(0, Container.HOST)
                .setIoThreads(1)
                .setWorkerThreads(4)
                .setHandler(Handlers.path().addPrefixPath(context, handler))
                .build();
        undertow.start();
    }

    @Override
    public int port() {
        return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
    }

    @Override
    public void undeploy() throws IOException {
        stop();
    }

    @Override
    public void close() throws IOException {
        stop();
        deployment.undeploy();
        undertow.stop();
    }

    private void stop() throws IOException {
        try {
            deployment.stop();
        } catch (ServletException e) {
            throw new IOException(e);
        }
    }
}
