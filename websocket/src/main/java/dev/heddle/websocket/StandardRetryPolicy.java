package dev.heddle.websocket;

import dev.heddle.driver.ProtocolError;
import dev.heddle.driver.Violation;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table of {@link RetryPolicy#standard}. */
final class StandardRetryPolicy implements RetryPolicy {

    static final StandardRetryPolicy INSTANCE = new StandardRetryPolicy();

    /** RFC 6455 §7.4.1, and IANA's registry of close codes. */
    private static final Set<Integer> FINAL_CODES = Set.of(1000, 1002, 1003, 1007, 1008, 1009, 1010, 3000, 3003);

    /** RFC 9110 §15.5.9, RFC 8470 §5.2, RFC 6585 §4: to be tried again, as the 5xx are. */
    private static final Set<Integer> TEMPORARY_STATUSES = Set.of(408, 425, 429);

    private StandardRetryPolicy() {}

    @Override
    public boolean retries(CloseEvent end) {
        return end.phase() == ReadyState.CONNECTING ? retriesAttempt(end.cause()) : !FINAL_CODES.contains(end.code());
    }

    private static boolean retriesAttempt(@Nullable Throwable cause) {
        if (cause instanceof HandshakeException answer) {
            return isTemporary(answer.statusCode());
        }
        if (cause instanceof WebSocketException failure) {
            if (failure.getCause() instanceof ProxyException refusal) {
                return isTemporary(refusal);
            }
            ProtocolError error = failure.protocolError();
            // It may have ended for reasons of its own, or of what stands in front of it.
            return error == null || error.violation() == Violation.HANDSHAKE_ENDED;
        }
        return !(cause instanceof IllegalArgumentException || cause instanceof IllegalStateException);
    }

    /** Wrong credentials, and what is no answer at all, are the same the next time. */
    private static boolean isTemporary(ProxyException refusal) {
        if (refusal.statusCode() != 0) {
            return isTemporary(refusal.statusCode());
        }
        Violation violation = refusal.violation();
        return violation == null || violation == Violation.PROXY_ENDED || violation == Violation.SOCKS_REFUSED;
    }

    private static boolean isTemporary(int status) {
        return status >= 500 && status <= 599 || TEMPORARY_STATUSES.contains(status);
    }
}
