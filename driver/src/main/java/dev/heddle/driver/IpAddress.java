package dev.heddle.driver;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A URL's host as the octets of an address, where it is one. */
final class IpAddress {

    private static final int IPV6_OCTETS = 16;

    private IpAddress() {}

    /** Returns the 4 or 16 octets of a URL's host, whose grammar is right; null if it is a name. */
    static byte @Nullable [] octets(String host) {
        if (host.startsWith("[")) {
            return ipv6(Authority.nameOf(host));
        }
        return Ipv6.isIpv4(host) ? groups(host) : null;
    }

    private static byte[] ipv6(String text) {
        int gap = text.indexOf("::");
        byte[] left = groups(gap < 0 ? text : text.substring(0, gap));
        byte[] right = groups(gap < 0 ? "" : text.substring(gap + 2));
        byte[] octets = new byte[IPV6_OCTETS];
        System.arraycopy(left, 0, octets, 0, left.length);
        System.arraycopy(right, 0, octets, IPV6_OCTETS - right.length, right.length);
        return octets;
    }

    /** Reads groups of 16 bits, and decimal octets. */
    private static byte[] groups(String text) {
        byte[] octets = new byte[IPV6_OCTETS];
        int length = 0;
        for (int start = 0; start < text.length(); ) {
            int end = start;
            while (end < text.length() && ":.".indexOf(text.charAt(end)) < 0) {
                end++;
            }
            boolean decimal = text.indexOf('.', start) == end || start > 0 && text.charAt(start - 1) == '.';
            int group = Integer.parseInt(text, start, end, decimal ? 10 : 16);
            if (!decimal) {
                octets[length++] = (byte) (group >> 8);
            }
            octets[length++] = (byte) group;
            start = end + 1;
        }
        return Arrays.copyOf(octets, length);
    }
}
