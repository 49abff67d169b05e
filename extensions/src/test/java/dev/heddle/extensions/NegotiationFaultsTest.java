package dev.heddle.extensions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Extensions that throw while they are negotiated: the negotiation fails by that, and no session stays open. */
class NegotiationFaultsTest {

    static final List<Arguments> CLIENT = Stream.of(
                    "createClientSession", "generateOffer", "rsv1", "rsv2", "rsv3", "isSynchronous", "activate")
            .map(Arguments::of)
            .toList();

    static final List<Arguments> SERVER = Stream.of(
                    "createServerSession", "rsv1", "rsv2", "rsv3", "isSynchronous", "generateResponse")
            .map(Arguments::of)
            .toList();

    private final Toy before = new Toy("a").bits(3);
    private final Toy bad = new Toy("b");
    private final Toy behind = new Toy("c");
    private final Extensions extensions = new Extensions(new SessionLimits(1000), Runnable::run);

    private void client() throws ExtensionException {
        extensions.generateOffer();
        extensions.activate("a, b, c");
    }

    private void server() throws ExtensionException {
        extensions.generateResponse("c, b, a");
    }

    private void assertFails(ThrowingCallable negotiation, String text) {
        extensions.add(before);
        extensions.add(bad);
        extensions.add(behind);
        ExtensionException thrown = catchThrowableOfType(ExtensionException.class, negotiation);
        assertThat(thrown).hasMessage(text);
        assertThat(thrown.code()).isEqualTo(1010);
        assertClosedOnce();
        extensions.close(() -> {});
        assertClosedOnce();
    }

    private void assertClosedOnce() {
        assertThat(before.sessions).hasSize(1);
        for (Toy toy : List.of(before, bad, behind)) {
            assertThat(toy.sessions).as(toy.name()).allSatisfy(session -> assertThat(session.closed)
                    .isEqualTo(1));
        }
    }

    @ParameterizedTest
    @FieldSource("CLIENT")
    void whatThrowsAtAClientFailsTheHandshake(String method) {
        bad.throwsIn(method);
        assertFails(this::client, "b: no " + method);
    }

    @ParameterizedTest
    @FieldSource("SERVER")
    void whatThrowsAtAServerFailsTheHandshake(String method) {
        bad.throwsIn(method);
        assertFails(this::server, "b: no " + method);
    }

    @ParameterizedTest
    @FieldSource("SERVER")
    void errorIsAFailureLikeAnException(String method) {
        bad.throwsIn(method, new StackOverflowError("deep"));
        assertFails(this::server, "b: deep");
    }

    @Test
    void nullInPlaceOfParametersFailsTheHandshake() {
        bad.answers(null);
        assertFails(this::server, "b: A session gave null as parameters");
    }

    @Test
    void nullAmongOffersFailsTheHandshake() {
        bad.offers(Parameters.empty(), null);
        assertFails(this::client, "b: A session gave null as parameters");
    }

    @Test
    void nullInPlaceOfOffersFailsTheHandshake() {
        bad.offers = null;
        extensions.add(before);
        extensions.add(bad);

        assertThatThrownBy(this::client).isInstanceOf(ExtensionException.class).hasMessageStartingWith("b: ");
        assertClosedOnce();
    }

    @Test
    void sessionThatThrowsWhenTheFailedNegotiationClosesItHidesNothing() {
        before.throwsIn("close");
        bad.throwsIn("generateResponse");
        extensions.add(before);
        extensions.add(bad);

        Throwable thrown = catchThrowable(this::server);

        assertThat(thrown).isInstanceOf(ExtensionException.class).hasMessage("b: no generateResponse");
        assertThat(thrown.getSuppressed()).singleElement().satisfies(other -> assertThat(other)
                .hasMessage("no close"));
        assertClosedOnce();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a, c"})
    void unansweredSessionThatThrowsWhenClosedDoesNotSpoilTheNegotiation(String response) throws ExtensionException {
        bad.throwsIn("close");
        extensions.add(before);
        extensions.add(bad);
        extensions.add(behind);
        extensions.generateOffer();

        assertThatThrownBy(() -> extensions.activate(response)).hasMessage("no close");

        assertThat(extensions.isActive()).isTrue();
        assertThat(before.session().closed).isZero();
        assertThat(bad.session().closed).isEqualTo(1);
        extensions.close(() -> {});
        assertClosedOnce();
    }
}
