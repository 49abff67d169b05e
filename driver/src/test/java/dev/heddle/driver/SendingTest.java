package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The frames that a driver makes of messages. */
class SendingTest {

    @Tag("WS-050")
    @Test
    void clientMasksWithItsKey() {
        DriverTester tester =
                DriverTester.open(Role.CLIENT, DriverOptions.builder().random(bytes -> {
                    if (bytes.length > 16) {
                        ByteBuffer.wrap(bytes).putInt(Wire.KEY).putInt(0x01020304);
                    }
                }));
        tester.driver.text("Hello");
        tester.driver.ping(Wire.buffer(""));
        assertThat(tester.log()).containsExactly("> 818537fa213d7f9f4d5158" + "898001020304");
    }

    @Tag("WS-064")
    @Tag("SEC-41")
    @Test
    void eachFrameHasAFreshKey() {
        DriverTester tester = DriverTester.open(Role.CLIENT, DriverOptions.builder());
        int frames = 100_000;
        for (int i = 0; i < frames; i++) {
            tester.driver.ping(ByteBuffer.allocate(0));
        }
        ByteBuffer sent = ByteBuffer.wrap(tester.output.take());
        Set<Integer> keys = new HashSet<>();
        int[] ones = new int[Integer.SIZE];
        while (sent.hasRemaining()) {
            assertThat(sent.getShort()).isEqualTo((short) 0x8980);
            int key = sent.getInt();
            keys.add(key);
            for (int bit = 0; bit < Integer.SIZE; bit++) {
                ones[bit] += key >> bit & 1;
            }
        }
        // The birthday bound expects one or two repetitions of 32 bits.
        assertThat(keys).hasSizeGreaterThan(frames - 20);
        assertThat(Arrays.stream(ones))
                .allSatisfy(count -> assertThat(count).isBetween(frames / 2 - 2000, frames / 2 + 2000));
    }

    @Tag("WS-065")
    @Tag("SEC-45")
    @ParameterizedTest
    @EnumSource
    void sendingDoesNotChangeTheCallersBuffer(Memory memory) {
        byte[] bytes = new byte[1000];
        new Random(65).nextBytes(bytes);
        DriverTester tester = DriverTester.open(Role.CLIENT);
        ByteBuffer payload = memory.copy(bytes);
        int start = payload.position();
        assertThat(tester.driver.binary(payload.asReadOnlyBuffer())).isTrue();
        assertThat(tester.driver.binary(payload)).isTrue();
        assertThat(payload.position()).isEqualTo(start);
        assertThat(payload.remaining()).isEqualTo(1000);
        assertThat(Wire.hex(payload)).isEqualTo(Wire.hex(bytes));
        String frame = Wire.hex(Wire.from(Role.CLIENT, Wire.join(Wire.bytes("827e03e8"), bytes)));
        assertThat(tester.log()).containsExactly("> " + frame + frame);
    }

    @Tag("WS-060")
    @ParameterizedTest
    @CsvSource({
        "0, 8200",
        "125, 827d",
        "126, 827e007e",
        "65535, 827effff",
        "65536, 827f0000000000010000",
        "65537, 827f0000000000010001",
        "131072, 827f0000000000020000"
    })
    void lengthTakesTheFewestBytesAndComesBack(int length, String header) {
        byte[] payload = new byte[length];
        new Random(length).nextBytes(payload);
        DriverTester server = DriverTester.server();
        server.driver.binary(ByteBuffer.wrap(payload));
        byte[] sent = server.output.take();
        assertThat(Wire.hex(sent)).isEqualTo(header + Wire.hex(payload));
        DriverTester client = DriverTester.client().feed(sent);
        assertThat(client.log()).containsExactly(("binary " + Wire.hex(payload)).trim());
    }

    @Tag("WS-073")
    @ParameterizedTest
    @EnumSource
    void messagesAreNotInterleaved(Role role) {
        DriverTester tester = DriverTester.open(role);
        assertThat(tester.driver.text(Wire.buffer("a"), false)).isTrue();
        assertThatIllegalStateException().isThrownBy(() -> tester.driver.text("b"));
        assertThatIllegalStateException().isThrownBy(() -> tester.driver.binary(Wire.buffer("b")));
        assertThatIllegalStateException().isThrownBy(() -> tester.driver.binary(Wire.buffer("b"), false));
        assertThatIllegalStateException().isThrownBy(() -> tester.driver.binary(Wire.buffer("b"), true));
        assertThat(tester.driver.text(Wire.buffer("c"), true)).isTrue();
        assertThat(tester.driver.binary(Wire.buffer("d"), false)).isTrue();
        assertThatIllegalStateException().isThrownBy(() -> tester.driver.text(Wire.buffer("e"), true));
        assertThat(tester.driver.binary(Wire.buffer("f"), true)).isTrue();
        tester.expect("> 010161", "> 800163", "> 020164", "> 800166");
    }

    @Tag("WS-102")
    @ParameterizedTest
    @EnumSource
    void loneSurrogateIsRefused(Role role) {
        DriverTester tester = DriverTester.open(role);
        for (String text : new String[] {"\ud800", "a\udc00", "\ud800a", "\udc00\ud800", "\ud83d\ud83d\ude00"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> tester.driver.text(text));
        }
        tester.expect();
        assertThat(tester.driver.text("\ud83d\ude00")).isTrue();
        tester.expect("> 8104f09f9880");
    }

    @Tag("WS-102")
    @ParameterizedTest
    @EnumSource
    void bytesThatAreNotUtf8AreNeverSentAsText(Role role) {
        DriverTester tester = DriverTester.open(role);
        for (String hex : new String[] {"c0af", "eda080", "ff", "e282", "80"}) {
            ByteBuffer bytes = ByteBuffer.wrap(Wire.bytes(hex));
            assertThatIllegalArgumentException().isThrownBy(() -> tester.driver.text(bytes, true));
        }
        tester.expect();
        assertThat(tester.driver.text(ByteBuffer.wrap(Wire.bytes("e282")), false))
                .isTrue();
        // What was refused is as if it had not been said: the character that began still has to end.
        assertThatIllegalArgumentException().isThrownBy(() -> tester.driver.text(Wire.buffer("a"), false));
        assertThatIllegalArgumentException().isThrownBy(() -> tester.driver.text(Wire.buffer("a"), true));
        assertThatIllegalArgumentException().isThrownBy(() -> tester.driver.text(Wire.buffer(""), true));
        assertThat(tester.driver.text(ByteBuffer.wrap(Wire.bytes("ac")), true)).isTrue();
        assertThat(tester.driver.text(Wire.buffer("b"), true)).isTrue();
        tester.expect("> 0102e282", "> 8001ac", "> 810162");
    }

    @Tag("WS-052")
    @Test
    void serverNeverMasks() {
        DriverTester tester = DriverTester.server();
        tester.driver.text("a");
        tester.driver.binary(ByteBuffer.allocate(300));
        tester.driver.binary(ByteBuffer.allocate(70_000));
        tester.driver.ping(Wire.buffer("p"));
        tester.driver.pong(Wire.buffer("p"));
        tester.driver.close();
        assertThat(ReferenceDecoder.decode(tester.output.take()))
                .hasSize(6)
                .allSatisfy(frame -> assertThat(frame.masked()).isFalse());
    }
}
