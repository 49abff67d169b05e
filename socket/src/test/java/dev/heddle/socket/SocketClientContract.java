package dev.heddle.socket;

import dev.heddle.testkit.contract.ClientTransportContract;
import dev.heddle.websocket.WebSocket;
import dev.heddle.websocket.WebSocketListener;
import dev.heddle.websocket.WebSocketOptions;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The contract for the client, as it is set up in one way or another. */
abstract class SocketClientContract extends ClientTransportContract {

    private final Queue<SocketClient> clients = new ConcurrentLinkedQueue<>();
    /** Of which the listeners hear, too. */
    private final Queue<CompletionStage<WebSocket>> opening = new ConcurrentLinkedQueue<>();

    abstract SocketClient.Builder set(SocketClient.Builder builder) throws Exception;

    @Override
    protected void connect(String url, WebSocketListener listener, WebSocketOptions options) throws Exception {
        SocketClient client = set(SocketClient.builder().options(options)).build();
        clients.add(client);
        opening.add(client.connect(url, listener));
    }

    @Override
    protected void stop() {
        clients.forEach(SocketClient::close);
    }
}
