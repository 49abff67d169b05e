package dev.heddle.driver;

/** The close codes, and every rule about them. Source: RFC 6455 §7.4 and the IANA registry. */
public final class CloseCode {

    /** The purpose of the connection is fulfilled. */
    public static final int NORMAL = 1000;
    /** The endpoint goes away: a server shuts down, a browser leaves the page. */
    public static final int GOING_AWAY = 1001;
    /** The peer broke the protocol. */
    public static final int PROTOCOL_ERROR = 1002;
    /** The endpoint can not accept this kind of data. */
    public static final int UNACCEPTABLE = 1003;
    /** Reported when a Close frame had no code; never sent. */
    public static final int NO_CODE = 1005;
    /** Reported when the connection ended without a Close frame; never sent. */
    public static final int ABNORMAL = 1006;
    /** A message was not what its type promises, such as text that is not UTF-8. */
    public static final int INVALID_DATA = 1007;
    /** The message breaks a policy of the endpoint. */
    public static final int POLICY_VIOLATION = 1008;
    /** The message is too big. */
    public static final int TOO_BIG = 1009;
    /** The client wanted an extension that the server did not agree to, or an extension failed. */
    public static final int EXTENSION_ERROR = 1010;
    /** The endpoint met something unexpected. */
    public static final int UNEXPECTED_CONDITION = 1011;

    /** The most UTF-8 bytes of a reason: a control frame's 125 less the code's two. Source: RFC 6455 §5.5. */
    public static final int MAX_REASON_BYTES = 123;

    private static final int REGISTERED_LAST = 1014;

    private CloseCode() {}

    /** Tells whether a peer may send this code. Source: RFC 6455 §7.4.1, §7.4.2. */
    static boolean mayBeReceived(int code) {
        return code >= NORMAL && code <= UNACCEPTABLE
                || code >= INVALID_DATA && code <= REGISTERED_LAST
                || isForApplications(code);
    }

    /** Tells whether code is one that applications choose freely: 1000 and 3000 to 4999. */
    public static boolean isForApplications(int code) {
        return code == NORMAL || code >= 3000 && code <= 4999;
    }

    /**
     * Checks a code that this side is about to send.
     *
     * @throws IllegalArgumentException if the code must not stand in a Close frame of this role
     */
    static void checkSent(int code, Role role) {
        if (!mayBeReceived(code)) {
            throw new IllegalArgumentException("Close code " + code
                    + " must not be sent: expected 1000 to 1003, 1007 to 1014 or 3000 to 4999 (RFC 6455 §7.4)");
        }
        // Source: RFC 6455 §7.4.1: a server can fail the handshake instead.
        if (code == EXTENSION_ERROR && role == Role.SERVER) {
            throw new IllegalArgumentException("Close code 1010 is for clients (RFC 6455 §7.4.1)");
        }
    }
}
