package dev.heddle.testkit.contract;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds the addresses of a host, in the place of the JDK. */
@FunctionalInterface
public interface Lookup {

    /**
     * Returns the addresses, the preferred one first; may block.
     *
     * @throws UnknownHostException if there is none
     */
    InetAddress[] of(String host) throws UnknownHostException;
}
