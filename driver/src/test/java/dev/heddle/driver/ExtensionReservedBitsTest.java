package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Reserved bits where extensions are agreed on. Source: RFC 6455 §5.2. */
class ExtensionReservedBitsTest {

    private static final String TEXT =
            "One or more reserved bits are on: reserved1 = %d, reserved2 = %d, reserved3 = %d";

    /** A driver whose extension owns a bit, and says of each message whether it was set. */
    private static DriverTester open(Role role, int bit) {
        return DriverTester.open(role, Toy.atOnce("a").bit(bit).incoming(message -> {
            boolean set =
                    switch (bit) {
                        case 1 -> message.rsv1();
                        case 2 -> message.rsv2();
                        default -> message.rsv3();
                    };
            return message.setData(Wire.buffer(Toy.text(message) + (set ? "+" : "-")));
        }));
    }

    @Tag("WS-054")
    @Tag("WS-055")
    @Tag("WS-056")
    @ParameterizedTest
    @EnumSource
    void ownedBitIsLegalOnOpeningFramesOnly(Role role) {
        for (int bit = 1; bit <= 3; bit++) {
            int set = 0x80 >> bit;
            String text = String.format(TEXT, set >> 6 & 1, set >> 5 & 1, set >> 4 & 1);
            // Text, binary, the first of several frames.
            DriverTester tester = open(role, bit)
                    .frames(first(0x81 | set) + "01 61", "8101 62", first(0x82 | set) + "00")
                    .frames(first(0x01 | set) + "01 63", "8900", "8000", "0101 64", "8000");
            tester.expect("text 612b", "text 622d", "binary 2b", "> 8a00", "ping", "text 632b", "text 642d");
            // A continuation, the control frames.
            for (String frames : List.of("0100 " + first(0x80 | set) + "00", first(0x89 | set) + "00")) {
                DriverTester wrong = open(role, bit);
                wrong.feed(both(role, frames));
                wrong.expectFailure(1002, text);
            }
            for (int opcode : new int[] {0x88, 0x8a}) {
                DriverTester wrong = open(role, bit).frames(first(opcode | set) + "00");
                wrong.expectFailure(1002, text);
            }
        }
    }

    @Tag("WS-054")
    @Tag("WS-055")
    @Tag("WS-056")
    @ParameterizedTest
    @CsvSource({"1, a1", "1, 91", "1, b1", "1, f1", "2, c1", "2, 91", "2, e1", "3, c1", "3, a1", "3, d2"})
    void otherBitsStayForbidden(int owned, String first) {
        int bits = Integer.parseInt(first, 16);
        for (Role role : Role.values()) {
            byte[] frames =
                    Wire.join(Wire.toPeer(role, Wire.bytes("8101 61")), Wire.toPeer(role, Wire.bytes(first + "01 62")));
            for (int cut = 0; cut < frames.length; cut++) {
                DriverTester tester = open(role, owned)
                        .feed(Arrays.copyOf(frames, cut))
                        .feed(Arrays.copyOfRange(frames, cut, frames.length));
                String text = String.format(TEXT, bits >> 6 & 1, bits >> 5 & 1, bits >> 4 & 1);
                String close = "> " + Wire.hex(Wire.from(role, Wire.bytes(DriverTester.closeFrame(1002, text))));
                assertThat(tester.log())
                        .as("%s cut at %d", role, cut)
                        .containsExactly("text 612d", close, "error 1002 " + text, "close 1002 " + text);
            }
        }
    }

    @Tag("WS-054")
    @Tag("WS-056")
    @ParameterizedTest
    @EnumSource
    void twoExtensionsOwnABitEach(Role role) {
        DriverTester tester =
                DriverTester.open(role, Toy.atOnce("a").bit(1), Toy.atOnce("b").bit(3));
        tester.frames("d101 61");
        tester.expect("text 61");
        tester.frames("a101 61");
        tester.expectFailure(1002, String.format(TEXT, 0, 1, 0));
    }

    @Tag("WS-054")
    @ParameterizedTest
    @EnumSource
    void bitsThatSessionsSetStandOnTheFrame(Role role) {
        DriverTester tester = DriverTester.open(
                role,
                Toy.atOnce("a").bit(1).outgoing(m -> m.setRsv1(true)),
                Toy.atOnce("b").bit(2).outgoing(m -> m.setRsv2(m.opcode() == Opcode.BINARY)));
        tester.driver.text("x");
        tester.driver.binary(Wire.buffer("y"));
        tester.driver.ping(Wire.buffer("z"));
        tester.expect("> c10178", "> e20179", "> 89017a");
    }

    private static String first(int octet) {
        return String.format("%02x", octet);
    }

    private static byte[] both(Role role, String frames) {
        byte[] bytes = {};
        String[] words = frames.split(" ", -1);
        for (String word : words) {
            bytes = Wire.join(bytes, Wire.toPeer(role, Wire.bytes(word)));
        }
        return bytes;
    }
}
