package dev.heddle.driver;

/** The grammar of an IPv6 address, as it stands between brackets in a URL. Source: RFC 3986 §3.2.2. */
final class Ipv6 {

    private static final int GROUPS = 8;
    private static final int MALFORMED = -1;

    private Ipv6() {}

    static boolean isAddress(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, true) == GROUPS;
        }
        String before = text.substring(0, gap);
        String after = text.substring(gap + 2);
        int left = before.isEmpty() ? 0 : groups(before, false);
        int right = after.isEmpty() ? 0 : groups(after, true);
        return left != MALFORMED && right != MALFORMED && left + right < GROUPS;
    }

    /** Counts the groups of 16 bits; at the end an IPv4 address may stand for two. */
    private static int groups(String text, boolean end) {
        int groups = 0;
        for (int start = 0; start <= text.length(); ) {
            int colon = text.indexOf(':', start);
            String group = text.substring(start, colon < 0 ? text.length() : colon);
            if (end && colon < 0 && isIpv4(group)) {
                return groups + 2;
            }
            if (group.isEmpty() || group.length() > 4 || !group.chars().allMatch(Grammar::isHexDigit)) {
                return MALFORMED;
            }
            groups++;
            start += group.length() + 1;
        }
        return groups;
    }

    /** Tells whether a text is an IPv4 address in four decimal numbers. */
    static boolean isIpv4(String text) {
        int octets = 0;
        for (int start = 0; start <= text.length(); octets++) {
            int dot = text.indexOf('.', start);
            String octet = text.substring(start, dot < 0 ? text.length() : dot);
            if (!isOctet(octet)) {
                return false;
            }
            start += octet.length() + 1;
        }
        return octets == 4;
    }

    private static boolean isOctet(String text) {
        return !text.isEmpty()
                && text.length() <= 3
                && text.chars().allMatch(Grammar::isDigit)
                && (text.length() == 1 || text.charAt(0) != '0')
                && Integer.parseInt(text) <= 255;
    }
}
