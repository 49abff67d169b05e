package dev.heddle.driver;

import org.jspecify.annotations.Nullable;

/** A server's driver. */
public sealed interface ServerDriver extends Driver permits ServerConnection, ServerStreamDriver {

    /** Returns the request, or null if it has not arrived. */
    @Nullable
    Request request();

    /**
     * Refuses the request with a response of the application's; the close event follows.
     *
     * @return false if the request has not arrived or was answered before
     */
    boolean refuse(Response response);
}
