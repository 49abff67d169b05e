package dev.heddle.driver;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The way through a SOCKS5 proxy: the ways to authenticate, user name and password if the proxy wants them, and the request for
 * a connection, each when the one before it was answered. A server's name is for the proxy to look up. Source: RFC 1928 §3–§6,
 * RFC 1929.
 */
final class Socks5Connect extends ProxyTunnel {

    private static final int VERSION = 5;
    private static final int CREDENTIALS_VERSION = 1;
    private static final int NO_CREDENTIALS = 0;
    private static final int USER_AND_PASSWORD = 2;
    private static final int CONNECT = 1;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;
    private static final int PORT_OCTETS = 2;
    private static final int MAX_NAME = 255;

    /** The length of an answer of which more has to be read to tell. */
    private static final int UNKNOWN = Integer.MAX_VALUE;

    /** What is being read. */
    private enum Answer {
        METHOD,
        CREDENTIALS,
        REPLY
    }

    private Answer answer = Answer.METHOD;
    /** How many octets of the answer were read. */
    private int read;
    /** How many it has. */
    private int length = 2;

    private boolean credentialsWanted;

    Socks5Connect(WebSocketUrl server, ProxyUrl proxy, Output output) {
        super(server, proxy, output);
    }

    @Override
    public int statusCode() {
        return 0;
    }

    @Override
    public Headers headers() {
        return Headers.empty();
    }

    @Override
    public boolean setHeader(String name, String value) {
        throw new IllegalStateException("SOCKS5 has no headers, so there can be no " + name);
    }

    @Override
    byte[] request() throws ViolationException {
        if (server.host().length() > MAX_NAME) {
            throw ViolationException.of(
                    Violation.SOCKS_NAME, MAX_NAME, server.host().length());
        }
        return hasCredentials()
                ? new byte[] {VERSION, 2, NO_CREDENTIALS, USER_AND_PASSWORD}
                : new byte[] {VERSION, 1, NO_CREDENTIALS};
    }

    @Override
    boolean read(ByteBuffer bytes) throws ViolationException {
        while (bytes.hasRemaining()) {
            take(bytes.get() & 0xFF);
            if (++read == length) {
                if (answer == Answer.REPLY) {
                    return true;
                }
                goOn();
            }
        }
        return false;
    }

    private void goOn() {
        read = 0;
        if (answer == Answer.METHOD && credentialsWanted) {
            answer = Answer.CREDENTIALS;
            write(credentials());
        } else {
            answer = Answer.REPLY;
            length = UNKNOWN;
            write(connect());
        }
    }

    /** Takes an octet, and fails at the first that is wrong: no more may come. */
    private void take(int octet) throws ViolationException {
        if (read == 0) {
            int version = answer == Answer.CREDENTIALS ? CREDENTIALS_VERSION : VERSION;
            if (octet != version) {
                throw ViolationException.of(Violation.SOCKS_VERSION, octet, version);
            }
            return;
        }
        switch (answer) {
            case METHOD -> takeMethod(octet);
            case CREDENTIALS -> {
                if (octet != 0) {
                    throw ViolationException.of(Violation.SOCKS_CREDENTIALS);
                }
            }
            case REPLY -> takeReply(octet);
        }
    }

    private void takeMethod(int method) throws ViolationException {
        credentialsWanted = method == USER_AND_PASSWORD && hasCredentials();
        if (!credentialsWanted && method != NO_CREDENTIALS) {
            throw ViolationException.of(
                    Violation.SOCKS_METHOD, hasCredentials() ? "none, and user name with password" : "none");
        }
    }

    private void takeReply(int octet) throws ViolationException {
        switch (read) {
            case 1 -> {
                if (octet != 0) {
                    throw ViolationException.of(Violation.SOCKS_REFUSED, octet, meaning(octet));
                }
            }
            case 3 ->
                length = switch (octet) {
                    case IPV4 -> 4 + 4 + PORT_OCTETS;
                    case IPV6 -> 4 + 16 + PORT_OCTETS;
                    // It begins with its length.
                    case NAME -> UNKNOWN;
                    default -> throw ViolationException.of(Violation.SOCKS_ADDRESS, octet);
                };
            case 4 -> {
                if (length == UNKNOWN) {
                    length = 4 + 1 + octet + PORT_OCTETS;
                }
            }
            default -> {
                // Reserved, or where the proxy's end of the other connection is, which is of no use.
            }
        }
    }

    private boolean hasCredentials() {
        return proxy.userInfo() != null;
    }

    private byte[] credentials() {
        byte[] user = proxy.user();
        byte[] password = proxy.password();
        return ByteBuffer.allocate(3 + user.length + password.length)
                .put((byte) CREDENTIALS_VERSION)
                .put((byte) user.length)
                .put(user)
                .put((byte) password.length)
                .put(password)
                .array();
    }

    private byte[] connect() {
        byte[] address = address();
        return ByteBuffer.allocate(3 + address.length + PORT_OCTETS)
                .put((byte) VERSION)
                .put((byte) CONNECT)
                .put((byte) 0)
                .put(address)
                .putShort((short) server.port())
                .array();
    }

    /** Returns the server's address, or its name with its length, behind its type. */
    private byte[] address() {
        byte[] octets = IpAddress.octets(server.host());
        if (octets != null) {
            byte type = (byte) (octets.length == 4 ? IPV4 : IPV6);
            return ByteBuffer.allocate(1 + octets.length).put(type).put(octets).array();
        }
        byte[] name = server.host().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(2 + name.length)
                .put((byte) NAME)
                .put((byte) name.length)
                .put(name)
                .array();
    }

    /** Returns what a reply means. Source: RFC 1928 §6. */
    private static String meaning(int reply) {
        return switch (reply) {
            case 1 -> "general failure";
            case 2 -> "not allowed by its rules";
            case 3 -> "network unreachable";
            case 4 -> "host unreachable";
            case 5 -> "connection refused";
            case 6 -> "TTL expired";
            case 7 -> "command not supported";
            case 8 -> "type of address not supported";
            default -> "unknown";
        };
    }
}
