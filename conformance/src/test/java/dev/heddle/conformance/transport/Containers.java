package dev.heddle.conformance.transport;

import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Containers with one servlet for all paths, as their users start them: what they do by default is what is tested. */
final class Containers {

    private static final String HOST = "127.0.0.1";
    private static final String NAME = "heddle";
    private static final String ALL = "/*";

    /** Held, or they would be made anew with another level. */
    private static final List<Logger> LOGS = List.of(
            Logger.getLogger("org.apache"),
            Logger.getLogger("io.undertow"),
            Logger.getLogger("org.xnio"),
            Logger.getLogger("org.jboss"));

    static {
        LOGS.forEach(log -> log.setLevel(Level.WARNING));
    }

    private Containers() {}

    static int tomcat(PageServlet servlet, int port) throws Exception {
        Path directory = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "tomcat-")
                .toAbsolutePath();
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(directory.toString());
        tomcat.setPort(port);
        tomcat.getConnector().setProperty("address", HOST);
        Context context = tomcat.addContext("", directory.toString());
        Wrapper wrapper = Tomcat.addServlet(context, NAME, servlet);
        wrapper.setAsyncSupported(true);
        wrapper.addMapping(ALL);
        tomcat.start();
        return tomcat.getConnector().getLocalPort();
    }

    static int jetty(PageServlet servlet, int port) throws Exception {
        Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        ServletContextHandler context = new ServletContextHandler("/");
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        context.addServlet(holder, ALL);
        server.setHandler(context);
        server.start();
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }

    static int undertow(PageServlet servlet, int port) throws Exception {
        DeploymentManager deployment = Servlets.newContainer()
                .addDeployment(Servlets.deployment()
                        .setClassLoader(Containers.class.getClassLoader())
                        .setContextPath("/")
                        .setDeploymentName(NAME)
                        .addServlet(Servlets.servlet(NAME, PageServlet.class, new ImmediateInstanceFactory<>(servlet))
                                .addMapping(ALL)
                                .setAsyncSupported(true)));
        deployment.deploy();
        Undertow undertow = Undertow.builder()
                .addHttpListener(port, HOST)
                .setHandler(deployment.start())
                .build();
        undertow.start();
        return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
    }
}
