package dev.heddle.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.Headers;
import dev.heddle.driver.ProtocolError;
import dev.heddle.driver.Violation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables of {@link RetryPolicy#standard}. */
@Tag("SEC-46")
class RetryPolicyTest {

    private static CloseEvent end(int code, ReadyState phase, Throwable cause) {
        return new CloseEvent(code, "", false, CloseEvent.By.PEER, phase, 1006, code, cause);
    }

    private static boolean retriesStatus(int status) {
        return retriesFailure(new HandshakeException(null, "Refused", status, Headers.empty(), new byte[0]));
    }

    private static boolean retriesFailure(Throwable cause) {
        return RetryPolicy.standard().retries(end(1006, ReadyState.CONNECTING, cause));
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1002, 1003, 1007, 1008, 1009, 1010, 3000, 3003})
    void codesThatWillBeTheSameNextTimeStop(int code) {
        assertThat(RetryPolicy.standard().retries(end(code, ReadyState.OPEN, null)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1001, 1005, 1006, 1011, 1012, 1013, 1014, 1015, 3008, 4000})
    void otherCodesAreTriedAgain(int code) {
        assertThat(RetryPolicy.standard().retries(end(code, ReadyState.OPEN, null)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504, 599})
    void temporaryStatusesAreTriedAgain(int status) {
        assertThat(retriesStatus(status)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 301, 400, 401, 403, 404, 410, 426, 600})
    void otherStatusesStop(int status) {
        assertThat(retriesStatus(status)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0, true", "403, false", "407, false", "429, true", "502, true"})
    void proxysStatusCountsAsTheServers(int status, boolean again) {
        ProxyException refusal = new ProxyException("Proxy http://p: refused", status, null, null);
        assertThat(retriesFailure(new WebSocketException("Network error", refusal)))
                .isEqualTo(again);
    }

    @ParameterizedTest
    @CsvSource({
        "SOCKS_CREDENTIALS, false",
        "SOCKS_METHOD, false",
        "SOCKS_VERSION, false",
        "MALFORMED_START_LINE, false",
        "SOCKS_REFUSED, true",
        "PROXY_ENDED, true"
    })
    void proxysAnswerWithoutAStatusStopsUnlessItMayBeAnother(Violation violation, boolean again) {
        ProxyException refusal = new ProxyException("Proxy socks5://p: refused", 0, violation, null);
        assertThat(retriesFailure(new WebSocketException("Network error", refusal)))
                .isEqualTo(again);
    }

    @Test
    void networkFailuresAreTriedAgain() {
        assertThat(retriesFailure(new WebSocketException("Lost", null))).isTrue();
    }

    @Test
    void misuseStops() {
        assertThat(retriesFailure(new IllegalArgumentException("Bad URL"))).isFalse();
        assertThat(retriesFailure(new IllegalStateException("The client is closed")))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(Violation.class)
    void answerAgainstTheProtocolStopsUnlessItWasCutOff(Violation violation) {
        ProtocolError error = new ProtocolError(violation, 1002, "Wrong", null, null);
        assertThat(retriesFailure(new WebSocketException(error))).isEqualTo(violation == Violation.HANDSHAKE_ENDED);
    }
}
