package dev.heddle.netty;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.testkit.contract.ServerTransportContract;
import dev.heddle.websocket.Endpoint;

/** The contract by one of Netty's ways to the sockets. */
abstract class NettyServerContract extends ServerTransportContract {

    private final NettyIo io;

    NettyServerContract(NettyIo io) {
        this.io = io;
    }

    @Override
    protected Server serve(Endpoint endpoint) throws Exception {
        assumeTrue(io.isAvailable(), () -> io + " is not available here: " + io.missing());
        NettyServer server = builder(endpoint).io(io).start();
        return new Server() {
            @Override
            public String url() {
                return server.url();
            }

            @Override
            public void close() {
                server.close();
            }
        };
    }

    NettyServer.Builder builder(Endpoint endpoint) throws Exception {
        return NettyServer.builder().endpoint(endpoint).port(0).threads(2);
    }
}
