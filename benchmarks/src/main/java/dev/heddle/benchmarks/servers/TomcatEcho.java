package dev.heddle.benchmarks.servers;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.ExpandWar;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;

/** Tomcat's NIO connector and its implementation of Jakarta WebSocket. */
final class TomcatEcho {

    private TomcatEcho() {}

    /** Takes {@code deflate} if compression is to be offered. */
    public static void main(String[] arguments) throws Exception {
        Program.quiet();
        boolean deflate = List.of(arguments).contains("deflate");
        Path directory = Files.createTempDirectory("tomcat-echo");
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(directory.toString());
        tomcat.setConnector(connector());
        StandardContext context = (StandardContext) tomcat.addContext("", null);
        // They look for what an application leaves behind, and warn if the JVM does not let them.
        context.setClearReferencesRmiTargets(false);
        context.setClearReferencesThreadLocals(false);
        Tomcat.addServlet(context, "default", new DefaultServlet()).addMapping("/");
        context.addServletContainerInitializer((classes, servlets) -> addEcho(servlets, deflate), null);
        tomcat.start();
        Program.serve(tomcat.getConnector().getLocalPort());
        tomcat.stop();
        tomcat.destroy();
        ExpandWar.delete(directory.toFile());
    }

    private static Connector connector() {
        Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
        connector.setPort(0);
        connector.setProperty("address", Program.HOST);
        connector.setProperty("acceptCount", Integer.toString(Program.BACKLOG));
        connector.setProperty("maxConnections", "20000");
        return connector;
    }

    private static void addEcho(ServletContext servlets, boolean deflate) throws ServletException {
        new WsSci().onStartup(Set.of(), servlets);
        ServerContainer container = (ServerContainer) servlets.getAttribute(ServerContainer.class.getName());
        try {
            container.addEndpoint(JakartaEcho.config(deflate ? offer -> offer : null));
        } catch (DeploymentException e) {
            throw new ServletException(e);
        }
    }
}
