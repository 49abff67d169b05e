/**
 * The driver inside other people's I/O: {@link dev.heddle.examples.HttpServer} behind an HTTP server,
 * {@link dev.heddle.examples.TcpServer} on bare sockets, {@link dev.heddle.examples.Client}, and
 * {@link dev.heddle.examples.ProxyClient} through a proxy's tunnel.
 *
 * <p>They are to be read and copied from; each has a {@code main} to try it.
 */
@NullMarked
package dev.heddle.examples;

import org.jspecify.annotations.NullMarked;
