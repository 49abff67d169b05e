package dev.heddle.benchmarks.servers;

import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Extension;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An echo on Jakarta WebSocket, text as Strings. It takes messages in parts, because for whole ones Tomcat allocates as much as
 * the longest may have, twice, for each connection; what is shorter than its buffer of 8 KiB is one part. It waits until each is
 * written, as the implementations' own examples do: Tomcat's asynchronous side refuses a message while another is on its way.
 */
public final class JakartaEcho extends Endpoint {

    /**
     * @param deflate gives the implementation what it wants to see for a client's offer to compress; null to have none taken up
     */
    static ServerEndpointConfig config(@Nullable UnaryOperator<Extension> deflate) {
        return ServerEndpointConfig.Builder.create(JakartaEcho.class, "/")
                .configurator(new Negotiation(deflate))
                .build();
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        session.addMessageHandler(new MessageHandler.Partial<String>() {
            @Override
            public void onMessage(String part, boolean last) {
                try {
                    session.getBasicRemote().sendText(part, last);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        session.addMessageHandler(new MessageHandler.Partial<ByteBuffer>() {
            @Override
            public void onMessage(ByteBuffer part, boolean last) {
                try {
                    session.getBasicRemote().sendBinary(part, last);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
    }

    @Override
    public void onError(Session session, Throwable error) {
        Program.failed(error);
    }

    /** Takes up the first offer to compress. By default, it would be whichever implementation is found first that decides. */
    private static final class Negotiation extends ServerEndpointConfig.Configurator {

        private final @Nullable UnaryOperator<Extension> deflate;

        Negotiation(@Nullable UnaryOperator<Extension> deflate) {
            this.deflate = deflate;
        }

        @Override
        public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
            if (deflate == null) {
                return List.of();
            }
            return requested.stream()
                    .filter(offer -> offer.getName().equals("permessage-deflate"))
                    .limit(1)
                    .map(deflate)
                    .toList();
        }
    }
}
