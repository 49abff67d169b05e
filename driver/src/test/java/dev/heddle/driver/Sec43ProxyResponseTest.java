package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever a proxy answers ends in one event, and no byte of the tunnel is lost. */
@Tag("SEC-43")
class Sec43ProxyResponseTest {

    private static final String REFUSAL = """
            HTTP/1.1 407 Proxy Authentication Required\r
            Proxy-Authenticate: Basic realm="x"\r
            Content-Length: 4\r
            \r
            """;

    @Tag("H1-018")
    @Test
    void refusalIsOneErrorWithStatusAndFields() {
        ProxyTester tester = ProxyTester.asked();
        assertThat(tester.proxy.statusCode()).isZero();
        assertThat(tester.proxy.headers()).isEqualTo(Headers.empty());
        tester.feed(REFUSAL + "Body");
        tester.expect("error 1006 " + ProxyTester.FAILURE);
        assertThat(tester.proxy.statusCode()).isEqualTo(407);
        assertThat(tester.proxy.headers().first("proxy-authenticate")).isEqualTo("Basic realm=\"x\"");
        assertThat(tester.proxy.wantsClose()).isTrue();
    }

    @Test
    void nothingComesBehindTheError() {
        ProxyTester tester = ProxyTester.asked().feed(REFUSAL);
        tester.log().clear();
        tester.feed("Body").feed(ProxyTester.CONNECTED).feed("more");
        tester.proxy.end();
        assertThat(tester.proxy.start()).isFalse();
        assertThat(tester.proxy.setHeader("X", "y")).isFalse();
        tester.expect();
        assertThat(tester.tunnel()).isEmpty();
        assertThat(tester.sent()).isEmpty();
        assertThat(tester.proxy.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void endInsideTheAnswerIsOneError() {
        for (String head : new String[] {ProxyTester.CONNECTED, "HTTP/1.1 100 Continue\r\n\r\n" + REFUSAL}) {
            for (int cut = 0; cut < head.length(); cut++) {
                ProxyTester tester = ProxyTester.asked().feed(head.substring(0, cut));
                tester.proxy.end();
                tester.proxy.end();
                tester.feed(head.substring(cut));
                tester.expectFailure("The connection ended");
                assertThat(tester.proxy.statusCode()).isZero();
            }
        }
    }

    @Tag("SEC-22")
    @Test
    void everyOctetAtEveryPlaceOfAnAnswer() {
        byte[] good = Wire.octets("HTTP/1.1 103 E\r\nA: b\r\n\r\n" + ProxyTester.CONNECTED);
        for (int place = 0; place < good.length; place++) {
            for (int octet = 0; octet < 256; octet++) {
                byte[] bytes = good.clone();
                bytes[place] = (byte) octet;
                ProxyTester whole = ProxyTester.asked().feed(bytes);
                ProxyTester pieces = ProxyTester.asked().feedByteByByte(bytes);
                whole.proxy.end();
                pieces.proxy.end();
                assertThat(whole.log())
                        .as("octet %d at %d", octet, place)
                        .hasSize(1)
                        .isEqualTo(pieces.log());
                assertThat(whole.tunnel()).isEqualTo(pieces.tunnel());
            }
        }
    }

    @Test
    void tunnelBeginsWhereTheListenerThrew() {
        ProxyTester tester = ProxyTester.asked().then(Sec43ProxyResponseTest::crash);
        ByteBuffer bytes = ByteBuffer.wrap(Wire.octets(ProxyTester.CONNECTED + "tunnel"));
        assertThatThrownBy(() -> tester.proxy.parse(bytes)).hasMessage("crash");
        assertThat(tester.proxy.state()).isEqualTo(State.OPEN);
        tester.feed(bytes);
        assertThat(tester.tunnel()).isEqualTo("tunnel");
        tester.expect("connect");
    }

    @Test
    void errorIsToldOnceThoughTheListenerThrows() {
        ProxyTester tester = ProxyTester.asked().then(Sec43ProxyResponseTest::crash);
        ByteBuffer bytes = ByteBuffer.wrap(Wire.octets(REFUSAL + "Body"));
        assertThatThrownBy(() -> tester.proxy.parse(bytes)).hasMessage("crash");
        assertThat(bytes.hasRemaining()).isFalse();
        tester.feed("more");
        tester.proxy.end();
        tester.expect("error 1006 " + ProxyTester.FAILURE);
    }

    @Test
    void listenerMayCallTheDriverInsideItsEvent() {
        ProxyTester tester = ProxyTester.asked();
        tester.then(() -> {
            tester.proxy.end();
            tester.proxy.parse(Wire.buffer("x"));
            assertThat(tester.proxy.start()).isFalse();
        });
        tester.feed(REFUSAL).expect("error 1006 " + ProxyTester.FAILURE);
    }

    @Test
    void limitIsNamed() {
        ProxyTester tester = ProxyTester.asked(
                DriverTester.options().limits(Limits.defaults().withHead(100, 200, 300, 1)));
        tester.feed("HTTP/1.1 200 OK\r\nA: b\r\nC: d\r\n\r\n");
        tester.expectFailure("HTTP head has too many field lines (maxFieldLines is 1)");
    }

    @Test
    void queryOfTheServerIsInNoError() {
        ProxyTester tester = ProxyTester.fresh("ws://example.com/chat?token=secret", ProxyTester.URL);
        tester.proxy.start();
        tester.feed(REFUSAL).expect("error 1006 " + ProxyTester.FAILURE);
    }

    private static void crash() {
        throw new IllegalStateException("crash");
    }
}
