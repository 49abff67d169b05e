/**
 * The driver inside other people's I/O: {@link dev.heddle.examples.HttpServer} behind an HTTP server,
 * {@link dev.heddle.examples.TcpServer} on bare sockets, {@link dev.heddle.examples.Client}, and
 * {@link dev.heddle.examples.ProxyClient} through a proxy's tunnel.
 *
 * <p>They are to be read and copied from; each has a {@code main} to try it. What they leave out is what a server in the open
 * needs: a deadline for a whole handshake (on bare sockets each read has one, behind HTTP there is none), for a write that the
 * peer does not take and for a peer that fell silent, and a limit of connections. Where requests from foreign pages are
 * refused, {@link dev.heddle.examples.HttpServer} shows.
 *
 * <p>{@link dev.heddle.examples.DetachedProxy} stands between two others and reads no frames.
 *
 * <p>And two extensions: {@link dev.heddle.examples.RotExtension}, which answers at once, and
 * {@link dev.heddle.examples.ChecksumExtension}, which has other threads work.
 */
@NullMarked
package dev.heddle.examples;

import org.jspecify.annotations.NullMarked;
