package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The drafts are off by default, and where they are on, no length and no content of a part shifts what follows it. */
@Tag("SEC-54")
class Sec54DraftLengthTest {

    @Tag("HX-001")
    @ParameterizedTest
    @ValueSource(strings = {DriverTester.REQUEST_75, DriverTester.REQUEST_76 + DriverTester.BODY_76})
    void draftsAreRefusedUnlessAllowed(String request) {
        DriverTester tester = DriverTester.fresh(Role.SERVER);
        tester.driver.start();
        tester.feed(request);
        assertThat(tester.sent())
                .startsWith("HTTP/1.1 426 Upgrade Required\r\n")
                .contains("\r\nSec-WebSocket-Version: 13\r\n");
        assertThat(tester.driver.state()).isEqualTo(State.CLOSED);
        assertThat(tester.log()).doesNotContain("open");
    }

    /** Whatever a part with a length holds, 00 and FF above all, it ends where its length says. */
    @Tag("HX-016")
    @Test
    void partWithALengthEndsByItAlone() {
        for (String version : new String[] {"hixie-75", "hixie-76"}) {
            for (int octet = 0; octet <= 0xFF; octet++) {
                for (int length : new int[] {1, 2, 127, 128, 16_384}) {
                    DriverTester tester = DriverTester.openDraft(version, DriverTester.options());
                    byte[] part = new byte[length];
                    Arrays.fill(part, (byte) octet);
                    tester.feed(Wire.join(length(length), part)).feed(Wire.bytes("0042ff"));
                    tester.expect("text 42");
                }
            }
        }
    }

    /** Ten million digits of a length cost no memory, and the digit that passes the limit is the last one read. */
    @Tag("HX-017")
    @Test
    void lengthIsRefusedAtTheDigitThatPassesTheLimit() {
        for (int digits = 1; digits < 12; digits++) {
            DriverTester tester =
                    DriverTester.openDraft("hixie-75", DriverTester.options().maxLength(0x7F));
            tester.feed(Wire.bytes("80 " + "80x" + digits + " 81")).feed(Wire.bytes("7f"));
            tester.expect("error 1009 WebSocket frame length too large", "close 1009 WebSocket frame length too large");
        }
        DriverTester zeros = DriverTester.openDraft("hixie-75", DriverTester.options());
        ByteBuffer digits = ByteBuffer.wrap(Wire.bytes("80x10000000"));
        long before = Allocation.bytes();
        zeros.driver.parse(digits);
        assertThat(Allocation.bytes() - before).isLessThan(64 * 1024);
        zeros.feed(Wire.bytes("00 0042ff"));
        zeros.expect("text 42");
    }

    /** Text without an end holds no more than it has, and no more than the limit. */
    @Tag("HX-021")
    @Test
    void textWithoutAnEndIsRefusedAtTheLimit() {
        DriverTester tester =
                DriverTester.openDraft("hixie-76", DriverTester.options().maxLength(100_000));
        tester.feed(Wire.bytes("00"));
        byte[] chunk = new byte[1000];
        Arrays.fill(chunk, (byte) 'A');
        for (int i = 0; i < 100; i++) {
            tester.feed(chunk);
            assertThat(tester.driver.state()).isEqualTo(State.OPEN);
        }
        tester.feed(Wire.bytes("41"));
        tester.expect(
                "> ff00", "error 1009 WebSocket frame length too large", "close 1009 WebSocket frame length too large");
    }

    private static byte[] length(int length) {
        byte[] digits = {(byte) 0x80, (byte) (0x80 | length >> 14), (byte) (0x80 | length >> 7), (byte) (length & 0x7F)
        };
        return digits;
    }
}
