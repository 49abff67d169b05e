package dev.heddle.driver;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A server's driver. */
public sealed interface ServerDriver extends Driver permits ServerConnection, ServerStreamDriver {

    /**
     * Returns the request, or null if it has not arrived. A driver that was made for a request gives that up when the
     * connection is open: from then on it returns null, and whoever made it keeps of the request what is still needed.
     */
    @Nullable
    Request request();

    /**
     * Returns what had arrived behind the head of a request that this driver parsed, for an application that answers a
     * plain HTTP request itself: as much of the body as came with the head. Empty before the request has arrived, and again
     * once it is answered; bytes that come in between are held until then, up to {@link Limits#maxEarlyBytes}.
     *
     * @return a read-only buffer
     */
    ByteBuffer body();

    /**
     * Answers the request as {@link #start} does, but gives the response away as values. The drafts hixie-75 and hixie-76
     * are refused.
     *
     * @param response takes the response, whether it accepts the request or refuses it
     * @return false if the request is refused, has not arrived or was answered before
     */
    boolean start(ResponseSink response);

    /**
     * Refuses the request with a response of the application's; the close event follows.
     *
     * @return false if the request has not arrived or was answered before
     */
    boolean refuse(Response response);
}
