package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The opening handshakes of the drafts; {@code heads.txt} has what else a request may and may not hold. */
class DraftHandshakeTest {

    private static final String HEAD_76 = """
            HTTP/1.1 101 WebSocket Protocol Handshake\r
            Upgrade: WebSocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Origin: http://example.com\r
            Sec-WebSocket-Location: ws://example.com/demo\r
            \r
            """;

    @Tag("HX-003")
    @Test
    void draft75AnswersWithTheseBytes() {
        DriverTester tester = accept(DriverTester.REQUEST_75);
        assertThat(tester.sent()).isEqualTo("""
                HTTP/1.1 101 Web Socket Protocol Handshake\r
                Upgrade: WebSocket\r
                Connection: Upgrade\r
                WebSocket-Origin: http://example.com\r
                WebSocket-Location: ws://example.com/demo\r
                \r
                """);
        assertThat(tester.driver.version()).isEqualTo("hixie-75");
    }

    @Tag("HX-004")
    @Tag("HX-008")
    @Test
    void draft76AnswersWithTheseBytes() {
        DriverTester tester = accept(DriverTester.REQUEST_76 + DriverTester.BODY_76);
        assertThat(tester.sent()).isEqualTo(HEAD_76 + DriverTester.ANSWER_76);
        assertThat(tester.driver.version()).isEqualTo("hixie-76");
        assertThat(tester.driver.state()).isEqualTo(State.OPEN);
    }

    @Tag("HX-007")
    @Tag("HX-008")
    @ParameterizedTest
    @CsvSource(quoteCharacter = '~', delimiter = '|', textBlock = """
                    ~18x 6]8vM;54 *(5:  {   U1]8  z [  8~ | 155712099 | ~1_ tx7X d  <  nw  334J702) 7]o}` 0~ | 173347027 | ~Tm[K T2u~ | ~fQJ,fN/4F4!~~K~~MH~
                    ~4 @1  46546xW%0l 1 5~ | 829309203 | ~12998 5 Y3 1  .P00~ | 259970620 | ~^n:ds[4U~ | ~8jKS'y:G*Co,Wxa-~
                    """)
    void keysAndBodyMakeTheAnswer(String key1, int number1, String key2, int number2, String body, String answer)
            throws ViolationException {
        assertThat(DraftKeys.number(key1)).isEqualTo(number1);
        assertThat(DraftKeys.number(key2)).isEqualTo(number2);
        assertThat(DraftKeys.answer(number1, number2, body.getBytes(StandardCharsets.ISO_8859_1)))
                .asString(StandardCharsets.ISO_8859_1)
                .isEqualTo(answer);
    }

    @Tag("HX-007")
    @Test
    void octetsOfTheBodyAreAnySixtyFourBits() {
        DriverTester tester = accept("""
                GET / HTTP/1.1\r
                Host: localhost\r
                Connection: Upgrade\r
                Upgrade: WebSocket\r
                Sec-WebSocket-Key1: 1   38 wZ3f9 23O0 3l 0r\r
                Sec-WebSocket-Key2: 27   0E 6 2  1665:< ;U 1H\r
                \r
                """ + Wire.text(Wire.bytes("91253ed3a9e76a88")));
        assertThat(Wire.hex(Wire.octets(tester.sent())))
                .endsWith("0d0a0d0a b49c6e4053040426e51bbf6cb79f1df9".replace(" ", ""));
    }

    @Tag("HX-012")
    @Test
    void bodyMayComeLateAndInParts() {
        DriverTester tester = accept(DriverTester.REQUEST_76);
        assertThat(tester.sent()).isEqualTo(HEAD_76);
        assertThat(tester.driver.state()).isEqualTo(State.CONNECTING);
        assertThat(tester.driver.setHeader("X", "y")).isFalse();
        assertThat(tester.driver.start()).isFalse();
        assertThat(tester.driver.text("queued")).isTrue();
        tester.log();
        tester.feed(DriverTester.BODY_76.substring(0, 3));
        assertThat(tester.log()).isEmpty();
        tester.feed(Wire.octets(DriverTester.BODY_76.substring(3) + "\0Hi\u00ff"));
        tester.expect("> " + Wire.hex(DriverTester.ANSWER_76), "open", "> 00717565756564ff", "text 4869");
    }

    @Tag("HX-012")
    @Test
    void endInsideTheBodyIsNoOpening() {
        DriverTester tester = accept(DriverTester.REQUEST_76 + DriverTester.BODY_76.substring(0, 5));
        tester.log();
        tester.driver.end();
        tester.expect("close 1006");
    }

    @Tag("HX-012")
    @Test
    void bodyMayBeThereBeforeTheRequestIsAccepted() {
        DriverTester tester = DriverTester.fresh(Role.SERVER, options());
        tester.feed(DriverTester.REQUEST_76 + DriverTester.BODY_76 + "\0Hi\u00ff");
        assertThat(tester.asServer().body())
                .isEqualTo(ByteBuffer.wrap(Wire.octets(DriverTester.BODY_76 + "\0Hi\u00ff")));
        assertThat(tester.driver.start()).isTrue();
        assertThat(tester.asServer().body().hasRemaining()).isFalse();
        assertThat(tester.sent()).isEqualTo(HEAD_76 + DriverTester.ANSWER_76);
        assertThat(tester.log()).endsWith("open", "text 4869");
    }

    @Tag("HX-005")
    @Test
    void locationIsSecureWhereTheConnectionIs() {
        Headers headers = Headers.empty()
                .with("Host", "h:8080")
                .with("Upgrade", "WebSocket")
                .with("Connection", "Upgrade");
        TestOutput output = new TestOutput();
        ServerDriver driver = Driver.http(
                new Request("GET", "/p", "HTTP/1.1", headers, true),
                options().build(),
                output,
                server -> new DriverListener() {});
        assertThat(driver.version()).isEqualTo("hixie-75");
        assertThat(driver.start()).isTrue();
        assertThat(Wire.text(output.take())).contains("\r\nWebSocket-Location: wss://h:8080/p\r\n");
    }

    @Test
    void customHeadersFollowThoseOfTheDraft() {
        DriverTester tester = DriverTester.fresh(Role.SERVER, options());
        assertThat(tester.driver.setHeader("X-Served-By", "test")).isTrue();
        tester.driver.start();
        tester.feed(DriverTester.REQUEST_75);
        assertThat(tester.sent())
                .endsWith("\r\nWebSocket-Location: ws://example.com/demo\r\nX-Served-By: test\r\n\r\n");
    }

    @Tag("HX-001")
    @ParameterizedTest
    @CsvSource({
        "Sec-WebSocket-Key1, Missing required header: Sec-WebSocket-Key1",
        "Sec-WebSocket-Key2, Missing required header: Sec-WebSocket-Key2"
    })
    void missingKeyIsNamed(String name, String text) {
        refused(DriverTester.REQUEST_76.replace(name, "X"), text);
    }

    @Tag("HX-009")
    @Test
    void keyWithoutItsMeaningIsRefused() {
        refused(
                DriverTester.REQUEST_76.replace("4 @1  46546xW%0l 1 5", "123"),
                "Client sent invalid Sec-WebSocket-Key headers");
    }

    @Tag("HX-022")
    @Test
    void whatADraftDoesNotHaveIsDroppedFromTheQueue() {
        DriverTester tester = DriverTester.fresh(Role.SERVER, options());
        List<String> dropped = new ArrayList<>();
        assertThat(tester.driver.text("one")).isTrue();
        assertThat(tester.driver.binary(Wire.buffer("b"), false)).isTrue();
        assertThat(tester.driver.ping(Wire.buffer("p"), new PongCallback() {
                    @Override
                    public void onPong() {
                        dropped.add("pong");
                    }

                    @Override
                    public void onDropped() {
                        dropped.add("dropped");
                    }
                }))
                .isTrue();
        assertThat(tester.driver.binary(Wire.buffer("c"), true)).isTrue();
        assertThat(tester.driver.text(Wire.buffer("t"), false)).isTrue();
        assertThat(tester.driver.text(Wire.buffer("u"), true)).isTrue();
        assertThat(tester.driver.binary(Wire.buffer("open"), false)).isTrue();
        tester.driver.start();
        tester.feed(DriverTester.REQUEST_75);
        assertThat(tester.log()).endsWith("open", "> 006f6e65ff007475ff");
        assertThat(dropped).containsExactly("dropped");
        assertThat(tester.driver.bufferedAmount()).isZero();
        assertThat(tester.driver.binary(Wire.buffer("open"), true)).isFalse();
        assertThat(tester.driver.text("two")).isTrue();
    }

    /** The pings are given up behind the open event, so that nothing of the application's runs before the connect event. */
    @Tag("HX-022")
    @Test
    void droppedPingIsToldBehindTheOpening() {
        DriverTester tester = DriverTester.fresh(Role.SERVER, options());
        List<String> order = new ArrayList<>();
        tester.driver.ping(Wire.buffer("p"), new PongCallback() {
            @Override
            public void onPong() {
                order.add("pong");
            }

            @Override
            public void onDropped() {
                order.add("dropped behind " + tester.log());
                tester.driver.close();
            }
        });
        tester.driver.start();
        tester.feed(DriverTester.REQUEST_75);
        assertThat(order)
                .singleElement()
                .asString()
                .startsWith("dropped behind [connect GET /demo, > ")
                .endsWith(", open]");
        tester.expect("close 1005");
    }

    @Tag("HX-005")
    @Test
    void bareServerCanSayThatItsConnectionIsSecure() {
        DriverTester tester = DriverTester.fresh(Role.SERVER, options().secure(true));
        tester.driver.start();
        tester.feed(DriverTester.REQUEST_75.replace("example.com", "h:8080").replace("/demo", "/p"));
        assertThat(tester.sent()).contains("\r\nWebSocket-Location: wss://h:8080/p\r\n");
        assertThat(tester.driver.url()).isEqualTo("wss://h:8080/p");
        assertThat(Driver.isSecureRequest(tester.asServer().request(), DriverOptions.defaults()))
                .isTrue();
    }

    @Tag("HX-003")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "WebSocket-Origin",
                "WebSocket-Location",
                "WebSocket-Protocol",
                "Sec-WebSocket-Origin",
                "Sec-WebSocket-Location"
            })
    void headersOfTheDraftsAreTheirOwn(String name) {
        DriverTester tester = DriverTester.fresh(Role.SERVER, options());
        assertThatIllegalArgumentException().isThrownBy(() -> tester.driver.setHeader(name, "ws://evil.example/"));
    }

    private static DriverOptions.Builder options() {
        return DriverTester.options().allowDrafts(true);
    }

    /** Returns a driver that was started and then fed. */
    private static DriverTester accept(String received) {
        DriverTester tester = DriverTester.fresh(Role.SERVER, options());
        assertThat(tester.driver.start()).isTrue();
        return tester.feed(received);
    }

    private static void refused(String request, String text) {
        DriverTester tester = accept(request);
        assertThat(tester.sent())
                .isEqualTo("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: " + text.length()
                        + "\r\n\r\n" + text);
        assertThat(tester.log()).endsWith("error 1002 " + text, "close 1002 " + text);
        assertThat(tester.driver.wantsClose()).isTrue();
    }
}
