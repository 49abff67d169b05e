package dev.heddle.watershed;

import dev.heddle.driver.Headers;

/**
 * The head of a server's response to a request for a WebSocket, as an HTTP client has parsed it.
 *
 * @param status the status code; any, as {@link Watershed#connect} checks it
 * @param headers the header fields
 */
public record UpgradeResponse(int status, Headers headers) {}
