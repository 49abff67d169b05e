package dev.heddle.netty;

import static dev.heddle.netty.EmbeddedPeer.answer;
import static dev.heddle.netty.EmbeddedPeer.latin1;
import static dev.heddle.netty.EmbeddedPeer.say;
import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an {@link EndpointHandler} does while the application decides. */
class EndpointHandlerDecisionTest {

    private static final String HELLO = "\u0081\u0085\0\0\0\0Hello";

    private final List<CompletableFuture<Decision>> asked = new ArrayList<>();

    @Test
    @Tag("SEC-24")
    void moreThanTheBoundOfEarlyBytesIsRefused() {
        EmbeddedChannel channel = deciding();
        ByteBuf most = Unpooled.buffer().writeZero(Deciding.MOST_BYTES);
        ByteBuf more = Unpooled.buffer().writeZero(1);
        channel.writeInbound(latin1(RawClient.UPGRADE), most);
        assertThat(answer(channel)).isEmpty();
        channel.writeInbound(more);
        assertThat(answer(channel))
                .startsWith("HTTP/1.1 400 Bad Request\r\n")
                .endsWith("More than 131072 bytes before the handshake's response");
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
        ByteBuf bytes = latin1(RawClient.UPGRADE).writeZero(Deciding.MOST_BYTES + 1);
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

    private EmbeddedChannel deciding() {
        Endpoint endpoint = Endpoint.builder()
                .decider(request -> {
                    CompletableFuture<Decision> decision = new CompletableFuture<>();
                    asked.add(decision);
                    return decision;
                })
                .build();
        return new EmbeddedChannel(new HttpServerCodec(), new EndpointHandler(endpoint));
    }
}
