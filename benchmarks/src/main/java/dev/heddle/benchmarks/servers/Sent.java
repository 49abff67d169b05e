package dev.heddle.benchmarks.servers;

import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.Pooled;

/** What follows a message that Undertow has sent: its buffers, if it has any, go back to the pool. */
@SuppressWarnings("deprecation") // Pooled, of which Undertow's API is made
record Sent(@Nullable Pooled<ByteBuffer[]> data) implements WebSocketCallback<Void> {

    @Override
    public void complete(WebSocketChannel channel, @Nullable Void context) {
        free();
    }

    @Override
    public void onError(WebSocketChannel channel, @Nullable Void context, Throwable error) {
        free();
        Program.failed(error);
    }

    private void free() {
        if (data != null) {
            data.free();
        }
    }
}
