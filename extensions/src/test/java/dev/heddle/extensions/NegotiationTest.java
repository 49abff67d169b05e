package dev.heddle.extensions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is offered, answered and agreed on. */
class NegotiationTest {

    private static final Parameters NONE = Parameters.empty();

    private static Extensions with(Toy... toys) {
        Extensions extensions = new Extensions(new SessionLimits(1000), Runnable::run);
        for (Toy toy : toys) {
            extensions.add(toy);
        }
        return extensions;
    }

    /** Has a client take a response, which must be refused; everything must be closed then. */
    private static void assertRefused(String response, String text, Toy... toys) throws ExtensionException {
        Extensions extensions = with(toys);
        extensions.generateOffer();
        ExtensionException thrown = catchThrowableOfType(ExtensionException.class, () -> extensions.activate(response));
        assertThat(thrown).hasMessage(text);
        assertThat(thrown.code()).isEqualTo(1010);
        assertClosedOnce(toys);
    }

    private static void assertClosedOnce(Toy... toys) {
        for (Toy toy : toys) {
            assertThat(toy.sessions).as(toy.name()).allSatisfy(session -> assertThat(session.closed)
                    .isEqualTo(1));
        }
    }

    // Registration

    @Test
    void extensionIsRegisteredOnce() {
        Extensions extensions = with(new Toy("a"));

        assertThatThrownBy(() -> extensions.add(new Toy("a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("An extension named \"a\" is registered already");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a;", "a,b", "\"a\"", "é", "a\r\n"})
    void nameOfAnExtensionIsAToken(String name) {
        assertThatThrownBy(() -> with(new Toy(name)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The name of an extension must be a token: \"" + name + "\"");
    }

    @Test
    void nothingIsRegisteredBehindTheNegotiation() throws ExtensionException {
        Extensions client = with();
        client.generateOffer();
        Extensions silent = with();
        silent.activate(null);
        Extensions server = with();
        server.generateResponse(null);
        Extensions closed = with();
        closed.close(() -> {});

        for (Extensions extensions : List.of(client, silent, server, closed)) {
            assertThatThrownBy(() -> extensions.add(new Toy("a")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Extension \"a\" was added behind the negotiation");
        }
    }

    // The client

    @Test
    void nothingIsOfferedWithoutExtensions() throws ExtensionException {
        assertThat(with().generateOffer()).isNull();
        assertThat(with(new Toy("a").withoutSessions(), new Toy("b").offers()).generateOffer())
                .isNull();
    }

    @Test
    @Tag("WS-122")
    void offersComeInTheOrderOfRegistrationSeveralOfOneExtensionInItsOrder() throws ExtensionException {
        Toy second = new Toy("b").offers(NONE.with("x", 1).with("flag"), NONE.with("x", "\"2\""));
        Extensions extensions = with(new Toy("z"), second, new Toy("c").withoutSessions(), new Toy("a").offers());

        assertThat(extensions.generateOffer()).isEqualTo("z, b; x=1; flag, b; x=\"\\\"2\\\"\"");
    }

    @Test
    @Tag("WS-123")
    void responseSaysTheOrder() throws ExtensionException {
        Line line = Line.client("b, a", new Toy("a"), new Toy("b"));

        line.out("1").in("2");

        assertThat(line.log).containsExactly("b > 1", "a > 1b", "out 1ba", "a < 2", "b < 2a", "in 2ab");
    }

    @Test
    void sessionsOfOffersWithoutAnswerAreClosed() throws ExtensionException {
        Toy taken = new Toy("a");
        Toy ignored = new Toy("b");
        Toy silent = new Toy("c").offers();
        Extensions extensions = with(taken, ignored, silent);
        extensions.generateOffer();
        assertThat(ignored.session().closed).isZero();

        extensions.activate("a");

        assertThat(taken.session().closed).isZero();
        assertClosedOnce(ignored, silent);
        assertThat(extensions.isActive()).isTrue();
        extensions.close(() -> {});
        assertClosedOnce(taken, ignored, silent);
    }

    @Test
    void responseWithoutExtensionsActivatesNone() throws ExtensionException {
        Toy toy = new Toy("a");
        Extensions extensions = with(toy);
        extensions.generateOffer();

        extensions.activate(null);

        assertThat(extensions.isActive()).isFalse();
        assertClosedOnce(toy);
    }

    @Test
    void activeSessionGetsTheParametersOfTheResponse() throws ExtensionException {
        Toy toy = new Toy("a");
        toy.accepts = parameters -> parameters.equals(NONE.with("x", 8).with("y"));
        Extensions extensions = with(toy);
        extensions.generateOffer();

        extensions.activate("a; x=\"8\" ; y");

        assertThat(extensions.isActive()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a; b=", "a;;b", "", ",", "a; b=\"c d\""})
    @Tag("WS-122")
    void malformedResponseFails(String response) throws ExtensionException {
        assertRefused(response, "Invalid Sec-WebSocket-Extensions header: " + response, new Toy("a"), new Toy("b"));
    }

    @Test
    void responseOfAnUnknownExtensionFails() throws ExtensionException {
        String text = "Server sent an extension response for unknown extension \"x\"";
        assertRefused("x", text, new Toy("a"));
        assertRefused("a, x; y=1", text, new Toy("a"));
        assertRefused("x", text);
    }

    /** RFC 6455 §9.1: the server must not answer what was not requested. */
    @Test
    @Tag("PMD-007")
    void responseOfAnExtensionThatWasNotOfferedFails() throws ExtensionException {
        String text = "Server sent an extension response for unknown extension \"x\"";
        assertRefused("x", text, new Toy("x").withoutSessions());
        assertRefused("x", text, new Toy("x").offers());
        assertRefused("a, x", text, new Toy("a").bits(1), new Toy("x").bits(1).offers());
        assertThatThrownBy(() -> with(new Toy("x")).activate("x"))
                .isInstanceOf(ExtensionException.class)
                .hasMessage(text);
    }

    @Test
    @Tag("PMD-007")
    void repeatedResponseFails() throws ExtensionException {
        assertRefused("a, a", "Server sent an extension response for unknown extension \"a\"", new Toy("a"));
        assertRefused(
                "a, a",
                "Server sent two extension responses that use the RSV1 bit: \"a\" and \"a\"",
                new Toy("a").bits(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    @Tag("WS-123")
    void twoResponsesThatUseOneReservedBitFail(int bit) throws ExtensionException {
        assertRefused(
                "b, c, a",
                "Server sent two extension responses that use the RSV" + bit + " bit: \"b\" and \"a\"",
                new Toy("a").bits(1, 2, 3),
                new Toy("b").bits(bit),
                new Toy("c"));
    }

    @Test
    void responseThatTheSessionDoesNotAcceptFails() throws ExtensionException {
        assertRefused(
                "a, b; x=1; y",
                "Server sent unacceptable extension parameters: b; x=1; y",
                new Toy("a"),
                new Toy("b").refuses(),
                new Toy("c"));
    }

    // The server

    @Test
    @Tag("WS-123")
    void answersComeInTheOrderOfRegistration() throws ExtensionException {
        Line line = Line.server("c, b; x=1, a, unknown", new Toy("a").answers(NONE.with("y")), new Toy("b"));

        assertThat(line.response).isEqualTo("a; y, b");
        line.out("1").in("2");
        assertThat(line.log).containsExactly("a > 1", "b > 1a", "out 1ab", "b < 2", "a < 2b", "in 2ba");
    }

    @Test
    void nothingIsAnsweredWithoutOffers() throws ExtensionException {
        Toy toy = new Toy("a");
        Extensions extensions = with(toy);

        assertThat(extensions.generateResponse(null)).isNull();
        assertThat(extensions.isActive()).isFalse();
        assertThat(toy.sessions).isEmpty();
        assertThat(with(toy).generateResponse("b, c")).isNull();
    }

    @Test
    @Tag("WS-124")
    void extensionGetsAllOffersOfItInTheirOrder() throws ExtensionException {
        Toy toy = new Toy("a");

        assertThat(with(toy).generateResponse("a; x=1, b; x=2, a, a; y")).isEqualTo("a");

        assertThat(toy.asked).containsExactly(NONE.with("x", 1), NONE, NONE.with("y"));
        assertThatThrownBy(() -> toy.asked.clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void extensionMayDecline() throws ExtensionException {
        Toy declines = new Toy("a").bits(1).withoutSessions();
        Toy agrees = new Toy("b").bits(1);

        assertThat(with(declines, agrees).generateResponse("a, b")).isEqualTo("b");
    }

    @Test
    @Tag("WS-123")
    void secondExtensionForOneReservedBitIsSkippedUnasked() throws ExtensionException {
        for (int bit = 1; bit <= 3; bit++) {
            Toy first = new Toy("a").bits(bit);
            Toy second = new Toy("b").bits(1, 2, 3);

            assertThat(with(first, second, new Toy("c")).generateResponse("c, b, a"))
                    .isEqualTo("a, c");
            assertThat(second.asked).isEmpty();
            assertThat(second.sessions).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a; b=", "a;;b", "", ",", "a; b=\"c d\""})
    @Tag("WS-122")
    void malformedOfferFails(String offer) {
        Toy toy = new Toy("a");
        ExtensionException thrown =
                catchThrowableOfType(ExtensionException.class, () -> with(toy).generateResponse(offer));

        assertThat(thrown).hasMessage("Invalid Sec-WebSocket-Extensions header: " + offer);
        assertThat(thrown.code()).isEqualTo(1010);
        assertThat(toy.sessions).isEmpty();
    }

    @Test
    void negotiationIsDoneOnce() throws ExtensionException {
        Toy toy = new Toy("a");
        Extensions client = with(toy);
        client.generateOffer();
        assertNegotiated(client::generateOffer);
        assertNegotiated(() -> client.generateResponse("a"));
        client.activate("a");
        assertNegotiated(client::generateOffer);
        assertNegotiated(() -> client.activate("a"));

        Extensions server = with(toy);
        server.generateResponse("a");
        assertNegotiated(() -> server.generateResponse("a"));
        assertNegotiated(() -> server.activate(null));

        assertThat(toy.sessions).hasSize(2);
    }

    @Test
    void nothingIsNegotiatedBehindTheEnd() throws ExtensionException {
        Toy toy = new Toy("a").refuses();
        Extensions closed = with(toy);
        closed.close(() -> {});
        Extensions aborted = with(toy);
        aborted.abort();
        Extensions refused = with(toy);
        refused.generateOffer();
        assertThatThrownBy(() -> refused.activate("a")).isInstanceOf(ExtensionException.class);

        for (Extensions extensions : List.of(closed, aborted, refused)) {
            assertThatThrownBy(extensions::generateOffer)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("The extensions are closed");
            assertThatThrownBy(() -> extensions.activate(null)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> extensions.generateResponse("a")).isInstanceOf(IllegalStateException.class);
        }
        assertThat(toy.sessions).hasSize(1);
    }

    private static void assertNegotiated(ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The extensions are negotiated already");
    }
}
