/**
 * Compression of WebSocket messages. Source: RFC 7692.
 */
@NullMarked
package dev.heddle.permessagedeflate;

import org.jspecify.annotations.NullMarked;
