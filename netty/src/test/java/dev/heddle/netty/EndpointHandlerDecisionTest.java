package dev.heddle.netty;

import static dev.heddle.netty.EmbeddedPeer.answer;
import static dev.heddle.netty.EmbeddedPeer.latin1;
import static dev.heddle.netty.EmbeddedPeer.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.heddle.driver.Limits;
import dev.heddle.driver.Response;
import dev.heddle.websocket.Decision;
import dev.heddle.websocket.Endpoint;
import dev.heddle.websocket.WebSocketListener;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an {@link EndpointHandler} does while the application decides. */
class EndpointHandlerDecisionTest {

    private static final int MOST = Limits.defaults().maxEarlyBytes();
    private static final String FULL = "The server has as many connections as it may: 1 (maxConnections)";
    private static final String HELLO = "\u0081\u0085\0\0\0\0Hello";

    private final List<CompletableFuture<Decision>> asked = new ArrayList<>();

    @Test
    @Tag("SEC-24")
    void moreThanTheBoundOfEarlyBytesIsRefused() {
        EmbeddedChannel channel = deciding();
        ByteBuf most = Unpooled.buffer().writeZero(MOST);
        ByteBuf more = Unpooled.buffer().writeZero(1);
        channel.writeInbound(latin1(RawClient.UPGRADE), most);
        assertThat(answer(channel)).isEmpty();
        channel.writeInbound(more);
        assertThat(answer(channel))
                .startsWith("HTTP/1.1 400 Bad Request\r\n")
                .endsWith("Received too many bytes before the handshake was accepted (maxEarlyBytes is 65536)");
        assertThat(channel.isOpen()).isFalse();
        assertThat(most.refCnt()).isZero();
        assertThat(more.refCnt()).isZero();
        asked.get(0).complete(Decision.accept(new WebSocketListener() {}));
        channel.runPendingTasks();
        assertThat(answer(channel)).isEmpty();
    }

    @Test
    @Tag("SEC-24")
    void earlyBytesInOneReadWithTheRequestAreBoundedToo() {
        EmbeddedChannel channel = deciding();
        ByteBuf bytes = latin1(RawClient.UPGRADE).writeZero(MOST + 1);
        channel.writeInbound(bytes);
        assertThat(answer(channel)).startsWith("HTTP/1.1 400 ");
        assertThat(channel.isOpen()).isFalse();
        assertThat(bytes.refCnt()).isZero();
    }

    @Test
    @Tag("SEC-24")
    void lateDecisionIsDone() {
        EmbeddedChannel accepted = deciding();
        EmbeddedChannel refused = deciding();
        EmbeddedChannel left = deciding();
        for (EmbeddedChannel channel : List.of(accepted, refused, left)) {
            assertThat(say(channel, RawClient.UPGRADE + HELLO)).isEmpty();
        }
        left.close();
        asked.get(0).complete(Decision.accept(new WebSocketListener() {}));
        asked.get(1).complete(Decision.refuse(Response.text(401, "Who are you?")));
        asked.get(2).complete(Decision.accept(new WebSocketListener() {}));
        assertThat(answer(accepted)).startsWith("HTTP/1.1 101 ");
        assertThat(answer(refused)).startsWith("HTTP/1.1 401 ").endsWith("Who are you?");
        assertThat(answer(left)).isEmpty();
        accepted.close();
    }

    @Test
    @Tag("SEC-21")
    void decisionHasTheTimeOfAHandshake() {
        EmbeddedChannel channel = deciding();
        channel.freezeTime();
        say(channel, RawClient.UPGRADE);
        channel.advanceTimeBy(9, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isTrue();
        channel.advanceTimeBy(1, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isFalse();
        assertThat(answer(channel)).isEmpty();
    }

    @Test
    void placeIsTakenByWhoIsAcceptedFirst() {
        EndpointHandler handler = new EndpointHandler(endpoint(), 1);
        List<EmbeddedChannel> channels = Stream.generate(() -> new EmbeddedChannel(new HttpServerCodec(), handler))
                .limit(4)
                .toList();
        for (EmbeddedChannel channel : channels.subList(0, 3)) {
            assertThat(say(channel, RawClient.UPGRADE)).isEmpty();
        }
        asked.get(1).complete(Decision.accept(new WebSocketListener() {}));
        asked.get(0).complete(Decision.accept(new WebSocketListener() {}));
        asked.get(2).complete(Decision.refuse(Response.text(401, "Who are you?")));
        assertThat(answer(channels.get(1))).startsWith("HTTP/1.1 101 ");
        for (EmbeddedChannel channel : List.of(channels.get(0), channels.get(2))) {
            assertThat(answer(channel)).startsWith("HTTP/1.1 503 ").endsWith(FULL);
        }
        assertThat(say(channels.get(3), RawClient.UPGRADE))
                .startsWith("HTTP/1.1 503 ")
                .endsWith(FULL);
        assertThat(asked).as("who is one too many is not asked for").hasSize(3);
        assertThat(handler.connections()).isEqualTo(1);
        channels.get(1).close();
        channels.get(1).runPendingTasks();
        assertThat(handler.connections()).isZero();
        EmbeddedChannel next = new EmbeddedChannel(new HttpServerCodec(), handler);
        assertThat(say(next, RawClient.UPGRADE)).isEmpty();
        asked.get(3).complete(Decision.accept(new WebSocketListener() {}));
        assertThat(answer(next)).startsWith("HTTP/1.1 101 ");
        next.close();
    }

    @Test
    void numberOfConnectionsIsChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EndpointHandler(endpoint(), 0))
                .withMessage("maxConnections must be at least 1, not 0");
    }

    private EmbeddedChannel deciding() {
        return new EmbeddedChannel(new HttpServerCodec(), new EndpointHandler(endpoint()));
    }

    private Endpoint endpoint() {
        return Endpoint.builder()
                .decider(request -> {
                    CompletableFuture<Decision> decision = new CompletableFuture<>();
                    asked.add(decision);
                    return decision;
                })
                .build();
    }
}
