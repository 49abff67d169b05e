package dev.heddle.benchmarks.servers;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.util.List;

/** Vert.x on epoll: one verticle, messages as Strings and Buffers. */
final class VertxEcho {

    private VertxEcho() {}

    /** Takes {@code deflate} if compression is to be offered. */
    public static void main(String[] arguments) throws IOException {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(Program.HOST)
                .setPort(0)
                .setAcceptBacklog(Program.BACKLOG)
                .setMaxWebSocketFrameSize(Program.MAX_MESSAGE)
                .setMaxWebSocketMessageSize(Program.MAX_MESSAGE)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(List.of(arguments).contains("deflate"))
                // Whether contexts are kept is left to the client.
                .setWebSocketAllowServerNoContext(true)
                .setWebSocketPreferredClientNoContext(true);
        Vertx vertx = Vertx.builder()
                .with(new VertxOptions().setEventLoopPoolSize(1))
                .withTransport(Transport.EPOLL)
                .build();
        var server = vertx.createHttpServer(options).webSocketHandler(VertxEcho::echo);
        vertx.deployVerticle(context -> server.listen()).await();
        Program.serve(server.actualPort());
        vertx.close().await();
    }

    private static void echo(ServerWebSocket socket) {
        socket.textMessageHandler(socket::writeTextMessage);
        socket.binaryMessageHandler(socket::writeBinaryMessage);
        socket.exceptionHandler(Program::failed);
    }
}
