package dev.heddle.websocket;

import dev.heddle.driver.ProxyUrl;
import dev.heddle.driver.WebSocketUrl;
import org.jspecify.annotations.Nullable;

/** By which proxy each server is reached. */
@FunctionalInterface
interface Proxies {

    /** Returns the proxy for a server, or null for none. */
    @Nullable
    ProxyUrl proxyOf(WebSocketUrl server);
}
