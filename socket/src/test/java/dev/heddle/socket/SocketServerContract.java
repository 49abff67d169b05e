package dev.heddle.socket;

import dev.heddle.testkit.contract.ServerTransportContract;
import dev.heddle.websocket.Endpoint;
import java.io.IOException;

/** The contract for the server, as it is set up in one way or another. */
abstract class SocketServerContract extends ServerTransportContract {

    abstract SocketServer.Builder set(SocketServer.Builder builder) throws Exception;

    @Override
    protected Server serve(Endpoint endpoint) throws Exception {
        SocketServer server =
                set(SocketServer.builder().endpoint(endpoint).port(0)).start();
        return new Server() {
            @Override
            public String url() {
                return server.url();
            }

            @Override
            public void close() throws IOException {
                server.close();
            }
        };
    }
}
