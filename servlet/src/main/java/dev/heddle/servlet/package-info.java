/**
 * WebSockets and event streams in a container of Jakarta Servlet 6: Tomcat, Jetty, Undertow and others. A WebSocket is made by
 * {@code HttpServletRequest.upgrade}, an event stream is an asynchronous response; both read and write without blocking.
 *
 * <p>Start with {@link dev.heddle.servlet.HeddleServlet}, {@link dev.heddle.websocket.Endpoint} and
 * {@link dev.heddle.websocket.WebSocketListener}.
 *
 * <pre>
 *   request ─▶ filters ─▶ HeddleServlet ─▶ Endpoint ─▶ plain, refused
 *                              │
 *                              ├─ WebSocket ──▶ 101 ─▶ Upgrade ──┐
 *                              └─ event stream ─▶ AsyncContext ──┴─▶ ServletTransport ─▶ Connection
 * </pre>
 *
 * <p><b>Threads.</b> A connection's events come on the container's threads, and on the servlet's executor where another thread or
 * a timer is the cause; one at a time. A listener that blocks keeps a thread of the container's.
 *
 * <p><b>What containers can not do.</b> The socket's options, its limits for heads and its time limits for idle connections are the
 * container's. Besides:
 *
 * <table>
 *   <caption>As tested with Tomcat 11, Jetty 12.1 and Undertow 2.4</caption>
 *   <tr><th>what</th><th>where</th><th>what happens instead</th></tr>
 *   <tr><td>to end only this side's output</td><td>all</td><td>the connection is closed behind the last byte</td></tr>
 *   <tr><td>to see that an event stream's client has gone</td><td>all</td><td>the next event or ping finds it out</td></tr>
 *   <tr><td>to tell a reset by the peer from its end</td><td>Jetty, unless it writes</td><td>no error event; the close event has
 *   1006 in any case</td></tr>
 *   <tr><td>to close a connection at once</td><td>all</td><td>its socket is looked for by reflection; in a container that is not
 *   one of these three it is closed when that is done with what it has to write</td></tr>
 * </table>
 */
@NullMarked
package dev.heddle.servlet;

import org.jspecify.annotations.NullMarked;
