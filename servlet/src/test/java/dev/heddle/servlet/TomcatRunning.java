package dev.heddle.servlet;

import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

final class TomcatRunning implements Running {

    /** Held, or it would be made anew with another level. */
    private static final Logger LOG = Logger.getLogger("org.apache");

    static {
        LOG.setLevel(Level.SEVERE);
    }

    private final Path directory = Files.createTempDirectory("heddle-tomcat");
    private final Tomcat tomcat = new Tomcat();
    private final Context context;

    TomcatRunning(Application application) throws Exception {
        tomcat.setBaseDir(directory.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", Container.HOST);
        context = tomcat.addContext(application.context(), directory.toString());
        Wrapper wrapper = Tomcat.addServlet(context, "heddle", application.servlet());
        wrapper.setAsyncSupported(true);
        wrapper.addMapping(application.mapping());
        if (application.filter() != null) {
            FilterDef filter = new FilterDef();
            filter.setFilterName("filter");
            filter.setFilter(application.filter());
            filter.setAsyncSupported("true");
            context.addFilterDef(filter);
            FilterMap map = new FilterMap();
            map.setFilterName("filter");
            map.addURLPattern("/*");
            map.setDispatcher(DispatcherType.REQUEST.name());
            context.addFilterMap(map);
        }
        tomcat.start();
    }

    @Override
    public int port() {
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public void undeploy() throws IOException {
        try {
            context.stop();
        } catch (LifecycleException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IOException(e);
        }
        delete();
    }

    private void delete() throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(directory)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
