package dev.heddle.permessagedeflate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.extensions.Parameters;
import dev.heddle.extensions.ServerSession;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is offered, answered and refused. Source: RFC 7692 §7.1. */
class NegotiationTest {

    private static final PermessageDeflate DEFAULTS = PermessageDeflate.defaults();

    /** Returns an extension with options such as {@code noContextTakeover maxWindowBits=10}. */
    private static PermessageDeflate with(@Nullable String options) {
        PermessageDeflate.Builder builder = PermessageDeflate.builder();
        for (String option : options == null ? new String[0] : options.split(" ")) {
            String[] parts = option.split("=", 2);
            builder.set(parts[0], parts.length == 1 ? null : parts[1]);
        }
        return builder.build();
    }

    /** Returns what a server answers to offers, or null if it declines. */
    private static @Nullable String answer(PermessageDeflate extension, String... offers) {
        List<Parameters> parameters =
                Arrays.stream(offers).map(Exchange::parameters).toList();
        ServerSession session = extension.createServerSession(parameters, Exchange.LIMITS);
        return session == null ? null : session.generateResponse().toString();
    }

    private static boolean accepts(PermessageDeflate extension, String response) {
        return extension.createClientSession(Exchange.LIMITS).activate(Exchange.parameters(response));
    }

    @Tag("PMD-001")
    @CsvSource({
        ", client_max_window_bits",
        "maxWindowBits=15, client_max_window_bits",
        "maxWindowBits=10, client_max_window_bits=10",
        "noContextTakeover, client_no_context_takeover; client_max_window_bits",
        "requestNoContextTakeover, server_no_context_takeover; client_max_window_bits",
        "requestMaxWindowBits=8, server_max_window_bits=8; client_max_window_bits",
        "noContextTakeover maxWindowBits=9 requestNoContextTakeover requestMaxWindowBits=12,"
                + " server_no_context_takeover; client_no_context_takeover; server_max_window_bits=12;"
                + " client_max_window_bits=9",
    })
    @ParameterizedTest
    void offerAsksOnlyForWhatIsWanted(@Nullable String options, String offer) {
        assertThat(with(options).createClientSession(Exchange.LIMITS).generateOffer())
                .extracting(Parameters::toString)
                .containsExactly(offer);
    }

    @Tag("PMD-002")
    @Tag("PMD-003")
    @Tag("PMD-004")
    @Tag("SEC-10")
    @ValueSource(
            strings = {
                "foo",
                "server_max_window_bits=10; foo=1",
                "client_no_context_takeover; client_no_context_takeover",
                "server_no_context_takeover; server_no_context_takeover",
                "server_max_window_bits=10; server_max_window_bits=10",
                "client_max_window_bits; client_max_window_bits=10",
                "client_max_window_bits; client_max_window_bits",
                "client_no_context_takeover=1",
                "server_no_context_takeover=true",
                "server_max_window_bits",
                "server_max_window_bits=7",
                "server_max_window_bits=16",
                "server_max_window_bits=08",
                "server_max_window_bits=+9",
                "server_max_window_bits=-9",
                "server_max_window_bits=8.0",
                "server_max_window_bits=0x9",
                "server_max_window_bits=99999999999999999999",
                "server_max_window_bits=4294967304",
                "client_max_window_bits=7",
                "client_max_window_bits=16",
                "client_max_window_bits=010",
                "client_max_window_bits=-1",
                "client_max_window_bits=a",
                "Server_no_context_takeover",
            })
    @ParameterizedTest
    void invalidOfferIsDeclined(String offer) {
        assertThat(answer(DEFAULTS, offer)).isNull();
    }

    @Tag("PMD-002")
    @Tag("PMD-005")
    @Tag("WS-124")
    @Test
    void firstValidOfferIsTaken() {
        assertThat(answer(DEFAULTS, "server_max_window_bits=7", "")).isEmpty();
        assertThat(answer(DEFAULTS, "foo", "server_max_window_bits=9", "")).isEqualTo("server_max_window_bits=9");
        assertThat(answer(DEFAULTS, "", "server_max_window_bits=9")).isEmpty();
        assertThat(answer(DEFAULTS, "foo", "foo")).isNull();
    }

    @Tag("PMD-005")
    @Tag("PMD-008")
    @Tag("PMD-009")
    @Tag("PMD-013")
    @Tag("PMD-015")
    @CsvSource(
            nullValues = "-",
            value = {
                // What the client asked for is promised, as it was or smaller.
                "-, '', ''",
                "-, server_no_context_takeover, server_no_context_takeover",
                "-, client_no_context_takeover, client_no_context_takeover",
                "-, server_max_window_bits=8, server_max_window_bits=8",
                "-, server_max_window_bits=15, server_max_window_bits=15",
                "maxWindowBits=10, server_max_window_bits=12, server_max_window_bits=10",
                "maxWindowBits=10, server_max_window_bits=9, server_max_window_bits=9",
                // What it did not ask for is kept silent, as some browsers fail otherwise.
                "maxWindowBits=10, client_max_window_bits, ''",
                "noContextTakeover, '', server_no_context_takeover",
                "requestNoContextTakeover, '', client_no_context_takeover",
                // Its window is bounded only if it offers that.
                "requestMaxWindowBits=10, '', ''",
                "requestMaxWindowBits=10, client_max_window_bits, client_max_window_bits=10",
                "requestMaxWindowBits=10, client_max_window_bits=9, client_max_window_bits=9",
                "requestMaxWindowBits=10, client_max_window_bits=12, client_max_window_bits=10",
                "-, client_max_window_bits=10, client_max_window_bits=10",
                "-, client_max_window_bits=15, ''",
                "-, client_max_window_bits, ''",
            })
    @ParameterizedTest
    void serverAnswersWithTheSmallerOfBoth(@Nullable String options, String offer, String response) {
        assertThat(answer(with(options), offer)).isEqualTo(response);
    }

    @Tag("PMD-006")
    @Tag("PMD-014")
    @Tag("PMD-016")
    @Tag("SEC-10")
    @CsvSource(
            nullValues = "-",
            value = {
                "-, foo",
                "-, server_no_context_takeover=1",
                "-, client_no_context_takeover=1",
                "-, server_max_window_bits",
                "-, server_max_window_bits=7",
                "-, server_max_window_bits=16",
                "-, server_max_window_bits=08",
                "-, server_max_window_bits=99999999999999999999",
                "-, server_no_context_takeover; server_no_context_takeover",
                "-, server_max_window_bits=9; server_max_window_bits=9",
                "-, client_max_window_bits",
                "-, client_max_window_bits=16",
                "-, client_max_window_bits=7",
                "maxWindowBits=10, client_max_window_bits=11",
                "requestMaxWindowBits=10, server_max_window_bits=11",
                "requestMaxWindowBits=10, ''",
                "requestNoContextTakeover, ''",
                "requestNoContextTakeover, client_no_context_takeover",
            })
    @ParameterizedTest
    void responseThatWasNotAskedForIsRefused(@Nullable String options, String response) {
        assertThat(accepts(with(options), response)).isFalse();
    }

    @Tag("PMD-006")
    @Tag("PMD-014")
    @Tag("PMD-016")
    @CsvSource(
            nullValues = "-",
            value = {
                "-, ''",
                "-, server_no_context_takeover; client_no_context_takeover",
                "-, server_max_window_bits=8; client_max_window_bits=8",
                "maxWindowBits=10, ''",
                "maxWindowBits=10, client_max_window_bits=10",
                "maxWindowBits=10, client_max_window_bits=8",
                "requestMaxWindowBits=10, server_max_window_bits=10",
                "requestMaxWindowBits=10, server_max_window_bits=8",
                "requestNoContextTakeover, server_no_context_takeover",
            })
    @ParameterizedTest
    void responseWithinTheOfferIsAccepted(@Nullable String options, String response) {
        assertThat(accepts(with(options), response)).isTrue();
    }
}
