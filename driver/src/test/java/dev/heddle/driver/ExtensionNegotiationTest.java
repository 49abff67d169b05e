package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.heddle.extensions.ClientSession;
import dev.heddle.extensions.Extension;
import dev.heddle.extensions.Parameters;
import dev.heddle.extensions.ServerSession;
import dev.heddle.extensions.SessionLimits;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which extensions a driver offers, agrees to and refuses. Source: RFC 6455 §9.1. */
class ExtensionNegotiationTest {

    /** An extension that can not even begin. */
    private static final class Broken implements Extension {

        @Override
        public String name() {
            return "broken";
        }

        @Override
        public ClientSession createClientSession(SessionLimits limits) {
            throw new IllegalStateException("no memory");
        }

        @Override
        public ServerSession createServerSession(List<Parameters> offers, SessionLimits limits) {
            throw new IllegalStateException("no memory");
        }
    }

    private static DriverTester fresh(Role role, Extension... extensions) {
        return DriverTester.fresh(role, DriverTester.options().extensions(List.of(extensions)));
    }

    private static DriverTester shaken(Role role, String peers, Extension... extensions) {
        DriverTester tester = fresh(role, extensions);
        tester.shakeHands(peers);
        return tester;
    }

    @Tag("WS-045")
    @Test
    void clientOffersInTheOrderOfRegistration() {
        Toy b = Toy.atOnce("b").offer(List.of(Parameters.empty().with("x", 1).with("y"), Parameters.empty()));
        DriverTester tester = fresh(Role.CLIENT, b);
        assertThat(tester.driver.addExtension(Toy.atOnce("a"))).isTrue();
        assertThat(tester.driver.start()).isTrue();
        assertThat(tester.sent()).contains("\r\nSec-WebSocket-Extensions: b; x=1; y, b, a\r\n");
    }

    @Test
    void clientWithNothingToOfferSendsNoHeader() {
        for (DriverTester tester :
                List.of(fresh(Role.CLIENT), fresh(Role.CLIENT, Toy.atOnce("a").offer(List.of())))) {
            assertThat(tester.driver.start()).isTrue();
            assertThat(tester.sent()).doesNotContain("Extensions");
        }
    }

    @ParameterizedTest
    @EnumSource
    void agreementIsKnownFromTheOpenEventOn(Role role) {
        DriverTester tester = fresh(role, Toy.atOnce("a"), Toy.atOnce("b"));
        assertThat(tester.driver.extensions()).isNull();
        tester.shakeHands("b");
        assertThat(tester.driver.extensions()).isEqualTo("b");
        assertThat(DriverTester.open(role).driver.extensions()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void withoutAgreementMessagesGoAsTheyAre(Role role) {
        Toy toy = Toy.later("a").bit(1);
        DriverTester tester = shaken(role, role == Role.SERVER ? "unknown" : "", toy);
        assertThat(tester.driver.state()).isEqualTo(State.OPEN);
        assertThat(tester.driver.extensions()).isNull();
        tester.log();
        tester.frames("8101 61");
        tester.driver.text("b");
        tester.expect("text 61", "> 810162");
        tester.frames("c100");
        tester.expectFailure(1002, "One or more reserved bits are on: reserved1 = 1, reserved2 = 0, reserved3 = 0");
        assertThat(toy.closed).isEqualTo(toy.made);
    }

    @Tag("WS-122")
    @Test
    void quotedValueThatIsATokenIsLikeTheToken() {
        Toy quoted = Toy.atOnce("a");
        Toy plain = Toy.atOnce("a");
        shaken(Role.SERVER, "a; b=\"c\"", quoted);
        shaken(Role.SERVER, "a; b=c", plain);
        assertThat(quoted.seen)
                .isEqualTo(plain.seen)
                .containsExactly(Parameters.empty().with("b", "c"));
    }

    @Tag("WS-122")
    @ParameterizedTest
    @ValueSource(strings = {"a; b=\"c d\"", "a;;b", "a; b=", "a b", "a; b=\"c", ";", "a; =b"})
    void malformedOffersAreRefused(String offers) {
        Toy toy = Toy.atOnce("a");
        DriverTester tester = shaken(Role.SERVER, offers, toy);
        assertThat(tester.sent()).startsWith("HTTP/1.1 400 Bad Request\r\n");
        assertThat(tester.driver.state()).isEqualTo(State.CLOSED);
        assertThat(toy.made).isZero();
    }

    @Tag("WS-122")
    @Test
    void emptyMembersOfTheListAreSkipped() {
        DriverTester tester = shaken(Role.SERVER, ", a, ,b", Toy.atOnce("a"), Toy.atOnce("b"));
        assertThat(tester.driver.extensions()).isEqualTo("a, b");
    }

    @Tag("WS-123")
    @Test
    void serverAgreesToOneOwnerOfEachReservedBit() {
        Toy second = Toy.atOnce("b").bit(1);
        DriverTester tester = shaken(
                Role.SERVER,
                "b, a, c",
                Toy.atOnce("a").bit(1),
                second,
                Toy.atOnce("c").bit(2));
        assertThat(tester.driver.extensions()).isEqualTo("a, c");
        assertThat(second.made).isZero();
    }

    @Tag("WS-123")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a, b       | Server sent two extension responses that use the RSV1 bit: \"a\" and \"b\"",
                "a, a       | Server sent two extension responses that use the RSV1 bit: \"a\" and \"a\"",
                "c, c       | Server sent an extension response for unknown extension \"c\"",
                "x          | Server sent an extension response for unknown extension \"x\"",
                "c; bad     | Server sent unacceptable extension parameters: c; bad",
                "c;;bad     | Invalid Sec-WebSocket-Extensions header: c;;bad",
            })
    void clientRefusesAResponseThatItCanNotKeepTo(String response, String reason) {
        Toy a = Toy.atOnce("a").bit(1);
        Toy b = Toy.atOnce("b").bit(1);
        Toy c = Toy.atOnce("c");
        DriverTester tester = shaken(Role.CLIENT, response, a, b, c);
        String text = "Error during WebSocket handshake: " + reason;
        assertThat(tester.log()).endsWith("error 1010 " + text, "close 1010 " + text);
        assertThat(tester.driver.wantsClose()).isTrue();
        assertThat(tester.driver.extensions()).isNull();
        assertThat(List.of(a, b, c))
                .allSatisfy(toy -> assertThat(toy.closed).isEqualTo(toy.made).isEqualTo(1));
    }

    @Test
    void clientWithoutExtensionsRefusesEachResponse() {
        DriverTester tester = shaken(Role.CLIENT, "a");
        assertThat(tester.log())
                .last()
                .isEqualTo("close 1010 Error during WebSocket handshake: "
                        + "Server sent an extension response for unknown extension \"a\"");
    }

    @Tag("WS-123")
    @ParameterizedTest
    @EnumSource
    void messagesPassInTheOrderOfTheResponseAndBackInReverse(Role role) {
        DriverTester tester =
                fresh(role, Toy.atOnce("b").signs(), Toy.atOnce("a").signs());
        // A server answers in its own order, a client takes the server's.
        tester.shakeHands("a, b");
        assertThat(tester.driver.extensions()).isEqualTo(role == Role.SERVER ? "b, a" : "a, b");
        tester.log();
        tester.driver.text("-");
        tester.frames("8101 2d");
        if (role == Role.SERVER) {
            tester.expect("> 81032d6261", "text 2d6162");
        } else {
            tester.expect("> 81032d6162", "text 2d6261");
        }
    }

    @Tag("WS-124")
    @Test
    void serverIsAskedWithAllOffersOfOneExtensionInOrder() {
        Toy toy = Toy.atOnce("a");
        DriverTester tester = shaken(Role.SERVER, "a; x=9, b, a; x=8, a", toy);
        assertThat(toy.made).isEqualTo(1);
        assertThat(toy.seen)
                .containsExactly(
                        Parameters.empty().with("x", 9), Parameters.empty().with("x", 8), Parameters.empty());
        assertThat(tester.driver.extensions()).isEqualTo("a");
    }

    @ParameterizedTest
    @EnumSource
    void extensionCanNotBeAddedTwice(Role role) {
        DriverTester tester = fresh(role, Toy.atOnce("a"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tester.driver.addExtension(Toy.later("a")))
                .withMessageContaining("\"a\"");
        assertThat(tester.driver.addExtension(Toy.atOnce("b"))).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DriverOptions.builder().extensions(List.of(Toy.atOnce("a"), Toy.later("a"))))
                .withMessageContaining("a, a");
    }

    @ParameterizedTest
    @EnumSource
    void extensionCanNotBeAddedBehindTheHandshake(Role role) {
        DriverTester open = DriverTester.open(role);
        assertThat(open.driver.addExtension(Toy.atOnce("a"))).isFalse();
        DriverTester closed = DriverTester.fresh(role);
        closed.driver.close();
        assertThat(closed.driver.addExtension(Toy.atOnce("a"))).isFalse();
        DriverTester started = DriverTester.fresh(role);
        started.driver.start();
        // A server that has no request yet can still be told.
        assertThat(started.driver.addExtension(Toy.atOnce("a"))).isEqualTo(role == Role.SERVER);
    }

    @Test
    void extensionCanBeAddedInTheConnectEvent() {
        DriverTester tester = DriverTester.fresh(Role.SERVER);
        tester.driver.start();
        tester.then(new DriverListener() {
            @Override
            public void onConnect(Request request) {
                assertThat(tester.driver.addExtension(Toy.atOnce("a"))).isTrue();
            }
        });
        tester.feed(DriverTester.withExtensions(DriverTester.REQUEST, "a"));
        assertThat(tester.driver.extensions()).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hixie-75", "hixie-76"})
    void draftsHaveNoExtensions(String version) {
        Toy toy = Toy.atOnce("a").signs();
        DriverTester tester =
                DriverTester.openDraft(version, DriverTester.options().extensions(List.of(toy)));
        assertThat(tester.driver.addExtension(Toy.atOnce("b"))).isFalse();
        assertThat(tester.driver.text("x")).isTrue();
        assertThat(tester.log()).containsExactly("> 0078ff");
        assertThat(toy.made).isZero();
    }

    @Test
    void serverRefusesWith500WhatItsExtensionThrows() {
        Toy toy = Toy.atOnce("a");
        DriverTester tester = shaken(Role.SERVER, "a, broken", toy, new Broken());
        assertThat(tester.sent())
                .startsWith("HTTP/1.1 500 Internal Server Error\r\n")
                .endsWith("\r\n\r\nInternal Server Error");
        assertThat(tester.log()).endsWith("error 1010 broken: no memory", "close 1010 broken: no memory");
        assertThat(toy.closed).isEqualTo(1);
    }

    @Test
    void clientWhoseExtensionThrowsSendsNothing() {
        Toy toy = Toy.atOnce("a");
        DriverTester tester = fresh(Role.CLIENT, toy, new Broken());
        assertThat(tester.driver.start()).isFalse();
        tester.expect("error 1010 broken: no memory", "close 1010 broken: no memory");
        assertThat(tester.driver.wantsClose()).isTrue();
        assertThat(toy.closed).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void sessionsOfAHandshakeThatNeverEndsAreClosed(Role role) {
        Toy toy = Toy.later("a");
        DriverTester tester = fresh(role, toy);
        tester.driver.start();
        tester.driver.lost();
        assertThat(toy.closed).isEqualTo(toy.made).isEqualTo(role == Role.CLIENT ? 1 : 0);
    }
}
