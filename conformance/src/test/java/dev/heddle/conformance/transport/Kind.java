package dev.heddle.conformance.transport;

import dev.heddle.netty.NettyServer;
import dev.heddle.socket.SocketServer;
import dev.heddle.websocket.Endpoint;

/** What carries a server. */
public enum Kind {
    NETTY {
        @Override
        int start(Endpoint endpoint, int port) throws Exception {
            return NettyServer.builder()
                    .endpoint(endpoint)
                    .port(port)
                    .http(EmptyPage::answer)
                    .start()
                    .port();
        }
    },
    NETTY_HANDLER {
        @Override
        int start(Endpoint endpoint, int port) throws Exception {
            return Application.start(endpoint, port);
        }
    },
    SOCKET {
        @Override
        int start(Endpoint endpoint, int port) throws Exception {
            return SocketServer.builder()
                    .endpoint(endpoint)
                    .port(port)
                    .http(EmptyPage::answer)
                    .start()
                    .port();
        }
    },
    TOMCAT {
        @Override
        int start(Endpoint endpoint, int port) throws Exception {
            return Containers.tomcat(new PageServlet(endpoint), port);
        }
    },
    JETTY {
        @Override
        int start(Endpoint endpoint, int port) throws Exception {
            return Containers.jetty(new PageServlet(endpoint), port);
        }
    },
    UNDERTOW {
        @Override
        int start(Endpoint endpoint, int port) throws Exception {
            return Containers.undertow(new PageServlet(endpoint), port);
        }
    };

    /**
     * Starts a server on the loopback address, up to the end of the process.
     *
     * @param port 0 for any
     * @return the port that it listens on
     */
    abstract int start(Endpoint endpoint, int port) throws Exception;
}
