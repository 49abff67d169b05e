package dev.heddle.websocket;

/**
 * Which ends of a connection, or of an attempt to get one, a {@link ReconnectingWebSocket} gets over. An application that gives its own
 * codes a meaning asks the standard one for the rest:
 *
 * <pre>{@code
 * RetryPolicy standard = RetryPolicy.standard();
 * builder.retry(end -> end.code() != 4001 && standard.retries(end));
 * }</pre>
 */
@FunctionalInterface
public interface RetryPolicy {

    /**
     * Decides about one end; must not block. What it throws is logged and means no.
     *
     * @param end what ended: an attempt if its {@code phase} is {@code CONNECTING}, else a connection that was open. Where a hook failed
     *     it has the code 1006 for the request's and 1011 for the restoring one's, and the failure as its {@code cause}; unless the
     *     connection had ended before, over which a restoring hook may fail
     * @return whether to try again, after a while
     */
    boolean retries(CloseEvent end);

    /**
     * Returns the policy that holds by default. What will be the same next time stops, everything else is tried again:
     *
     * <table>
     * <caption>Ends of a connection, by {@link CloseEvent#code}</caption>
     * <tr><th>code</th><th>again</th><th>because</th></tr>
     * <tr><td>1000</td><td>no</td><td>one side is done, and said so</td></tr>
     * <tr><td>1001, 1012, 1013, 1014</td><td>yes</td><td>the server goes, restarts, has too much to do, or is a gateway without one</td></tr>
     * <tr><td>1005, 1006, 1015</td><td>yes</td><td>nothing was said, or the network broke</td></tr>
     * <tr><td>1011</td><td>yes</td><td>something unexpected happened</td></tr>
     * <tr><td>1002, 1003, 1007, 1008, 1009, 1010</td><td>no</td><td>the two do not fit together, or a rule forbids it</td></tr>
     * <tr><td>3000, 3003</td><td>no</td><td>unauthorized, forbidden (IANA's registry)</td></tr>
     * <tr><td>any other</td><td>yes</td><td>its meaning is the application's</td></tr>
     * </table>
     *
     * <table>
     * <caption>Ends of an attempt</caption>
     * <tr><th>why</th><th>again</th></tr>
     * <tr><td>refused with 408, 425, 429 or 500 to 599</td><td>yes</td></tr>
     * <tr><td>refused with any other status</td><td>no</td></tr>
     * <tr><td>the server's answer broke the protocol</td><td>no</td></tr>
     * <tr><td>a proxy's tunnel is refused</td><td>as by the server</td></tr>
     * <tr><td>a SOCKS5 proxy refuses the credentials, or a proxy breaks its protocol</td><td>no</td></tr>
     * <tr><td>the URL or a header is invalid, the client is closed, the scheduler takes no more tasks</td><td>no</td></tr>
     * <tr><td>no address, no connection, TLS failed, too slow, broken off, the request's hook failed</td><td>yes</td></tr>
     * </table>
     */
    static RetryPolicy standard() {
        return StandardRetryPolicy.INSTANCE;
    }
}
