package dev.heddle.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConnectionsTest {

    /** Who was asked for just before the end, and comes just behind it. */
    @Test
    void nobodyEntersOnceAllAreClosed() {
        Connections connections = new Connections(new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true), 10);
        assertThat(connections.stop(Duration.ofHours(1)).toCompletableFuture()).isDone();
        assertThat(connections.enter(new EmbeddedChannel())).isFalse();
        assertThat(connections.size()).isZero();
    }
}
