package dev.heddle.driver;

import java.nio.ByteBuffer;

/** Reads the head of a response, and skips the interim ones in front of it. Source: RFC 9110 §15.2. */
final class ResponseHead {

    /** How many interim responses may come in front of the final one. */
    private static final int MAX_INTERIM_RESPONSES = 10;

    private static final int SWITCHING_PROTOCOLS = 101;

    private final Limits limits;
    private final boolean upgrade;

    private HttpHead head;
    private int interim;

    private String version = "";
    /** 0 until the final response is there. */
    private int status;

    private Headers headers = Headers.empty();

    /**
     * Starts in front of a response.
     *
     * @param upgrade whether the request asked for another protocol: only then is a response of status 101 a final one
     */
    ResponseHead(Limits limits, boolean upgrade) {
        this.limits = limits;
        this.upgrade = upgrade;
        this.head = new HttpHead(limits);
    }

    /**
     * Takes octets up to the end of the final response's head, and leaves what is behind it.
     *
     * @return whether that head is complete
     */
    boolean parse(ByteBuffer in) throws ViolationException {
        while (head.parse(in)) {
            String receivedVersion = head.responseVersion();
            int received = head.responseStatus();
            if (received >= 200 || received == SWITCHING_PROTOCOLS && upgrade) {
                version = receivedVersion;
                status = received;
                headers = head.headers();
                return true;
            }
            if (++interim > MAX_INTERIM_RESPONSES) {
                throw ViolationException.of(Violation.TOO_MANY_INTERIM_RESPONSES);
            }
            head = new HttpHead(limits);
        }
        return false;
    }

    /** Takes a final response that was read elsewhere. */
    void given(String givenVersion, int givenStatus, Headers givenHeaders) {
        version = givenVersion;
        status = givenStatus;
        headers = givenHeaders;
    }

    /** Returns the version of the final response, empty until it is there. */
    String version() {
        return version;
    }

    /** Returns the status of the final response, 0 until it is there. */
    int status() {
        return status;
    }

    /** Tells whether the final response switches to the other protocol, so that no body follows it. */
    boolean isUpgrade() {
        return status == SWITCHING_PROTOCOLS;
    }

    /** Returns the fields of the final response, none until it is there. */
    Headers headers() {
        return headers;
    }
}
