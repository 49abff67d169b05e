/**
 * Compression of WebSocket messages, RFC 7692, as an extension that any protocol library can use.
 *
 * <p>Start with {@link dev.heddle.permessagedeflate.PermessageDeflate}, its {@linkplain
 * dev.heddle.permessagedeflate.PermessageDeflate.Builder options} and {@link dev.heddle.permessagedeflate.Strategy}. The
 * extension serves many connections on any thread; what it makes for one of them belongs to that connection's thread.
 *
 * <pre>
 *   offer, response ─▶ Configuration ─▶ Agreement ─┬─ outgoing ─▶ Compressor ───┬─▶ Codecs ─┬─▶ Encoder ─▶ Window, Block
 *                                                  └─ incoming ─▶ Decompressor ─┘           └─▶ zlib of the JDK
 *                                                                   └─▶ History
 * </pre>
 */
@NullMarked
package dev.heddle.permessagedeflate;

import org.jspecify.annotations.NullMarked;
