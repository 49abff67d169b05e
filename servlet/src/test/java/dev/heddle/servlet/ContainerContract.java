package dev.heddle.servlet;

import dev.heddle.testkit.contract.ServerTransportContract;
import dev.heddle.websocket.Endpoint;
import java.io.IOException;

/** The contract inside of one of the containers. */
abstract class ContainerContract extends ServerTransportContract {

    private final Container container;

    ContainerContract(Container container) {
        this.container = container;
    }

    @Override
    protected Server serve(Endpoint endpoint) throws Exception {
        Running running = container.start(Application.of(endpoint, "/live/*"));
        return new Server() {
            @Override
            public String url() {
                return "ws://" + Container.HOST + ":" + running.port() + "/live" + endpoint.path();
            }

            @Override
            public void close() throws IOException {
                running.close();
            }
        };
    }

    /** A request that does not end is the container's. */
    @Override
    protected boolean limitsRequests() {
        return false;
    }
}
