package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever octet stands at whatever place of a good head, the handshake ends in one of the ways that are documented. */
@Tag("SEC-22")
@Tag("WS-128")
class Sec22EveryOctetTest {

    @ParameterizedTest
    @EnumSource
    void goodHeadOpens(Role role) {
        assertThat(took(role, Wire.octets(good(role))).opened()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void everyOctetAtEveryPlaceOfAHead(Role role) throws ViolationException {
        byte[] good = Wire.octets(good(role));
        for (int place = 0; place < good.length; place++) {
            for (int octet = 0; octet < 256; octet++) {
                byte[] bytes = good.clone();
                bytes[place] = (byte) octet;
                try {
                    check(role, bytes, octet != good[place] && isForbidden(octet));
                } catch (AssertionError e) {
                    throw new AssertionError("Octet " + octet + " at " + place, e);
                }
            }
        }
    }

    /** What separates the parts of a head, and what borders on what may stand in them, in every split. */
    @ParameterizedTest
    @EnumSource
    void tellingOctetsInEveryGapOfAHead(Role role) throws ViolationException {
        String good = good(role);
        for (int place = 0; place < good.length(); place++) {
            for (char octet : "\0\t\n\r !\"%,/0:;=A\\a~\u007f\u0080\u0085\u00a0\u00ff".toCharArray()) {
                byte[] more = Wire.octets(good.substring(0, place) + octet + good.substring(place));
                try {
                    AnyHead.check(role, more);
                } catch (AssertionError e) {
                    throw new AssertionError("Octet " + (int) octet + " in front of " + place, e);
                }
            }
        }
    }

    private static void check(Role role, byte[] head, boolean forbidden) throws ViolationException {
        AnyInput.Outcome outcome = took(role, head);
        AnyInput.checkEnd(outcome);
        if (role == Role.SERVER) {
            AnyHead.checkAnswer(outcome);
        }
        assertThat(forbidden && outcome.opened()).as("opened").isFalse();
    }

    /** Tells whether an octet stands nowhere in a head, unless it is part of a line's end. */
    private static boolean isForbidden(int octet) {
        return octet < ' ' && octet != '\t' || octet == 0x7F;
    }

    /** Returns a head that opens, with every field that a driver reads and can accept. */
    private static String good(Role role) {
        if (role == Role.SERVER) {
            return """
                    GET /chat?room=1 HTTP/1.1\r
                    Host: example.com:8080\r
                    Upgrade: websocket\r
                    Connection: keep-alive, Upgrade\r
                    Origin: http://example.com\r
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                    Sec-WebSocket-Version: 13\r
                    Sec-WebSocket-Protocol: superchat, chat\r
                    Sec-WebSocket-Extensions: x-a; b; c="10", x-d\r
                    X-Forwarded-Proto: https\r
                    Content-Length: 0\r
                    \r
                    """;
        }
        return """
                HTTP/1.1 100 Continue\r
                X: y\r
                \r
                """ + DriverTester.RESPONSE.replace("Upgrade:", "Sec-WebSocket-Protocol: chat\r\nUpgrade:");
    }

    private static AnyInput.Outcome took(Role role, byte[] head) {
        DriverTester tester = DriverTester.fresh(role, AnyInput.options().trustForwarded(true));
        tester.driver.start();
        tester.feed(head);
        tester.driver.end();
        return new AnyInput.Outcome(tester, tester.log());
    }
}
