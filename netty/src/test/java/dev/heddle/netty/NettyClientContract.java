package dev.heddle.netty;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heddle.testkit.contract.ClientTransportContract;
import dev.heddle.websocket.WebSocketListener;
import dev.heddle.websocket.WebSocketOptions;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The contract by one of Netty's ways to the sockets. */
abstract class NettyClientContract extends ClientTransportContract {

    private final NettyIo io;
    private final Queue<NettyClient> clients = new ConcurrentLinkedQueue<>();

    NettyClientContract(NettyIo io) {
        this.io = io;
    }

    @Override
    protected void connect(String url, WebSocketListener listener, WebSocketOptions options) {
        assumeTrue(io.isAvailable(), () -> io + " is not available here: " + io.missing());
        NettyClient client = builder().io(io).threads(1).options(options).build();
        clients.add(client);
        client.connect(url, listener);
    }

    @Override
    protected void stop() {
        clients.forEach(NettyClient::close);
    }

    NettyClient.Builder builder() {
        return NettyClient.builder();
    }
}
