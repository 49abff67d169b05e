package dev.heddle.socket;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds the addresses of a host, and may block for it. */
@FunctionalInterface
interface Resolver {

    /**
     * Returns at least one address, the preferred one first.
     *
     * @throws UnknownHostException if there is none
     */
    InetAddress[] resolve(String host) throws UnknownHostException;
}
