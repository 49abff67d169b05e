package dev.heddle.extensions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which frames may have which reserved bits. */
@Tag("WS-054")
@Tag("WS-055")
@Tag("WS-056")
@Tag("PMD-017")
@Tag("PMD-018")
@Tag("SEC-09")
class ReservedBitsTest {

    /** A frame whose reserved bits are a number, RSV1 being 4. */
    private record Header(boolean fin, int bits, int opcode) implements Frame {

        @Override
        public boolean rsv1() {
            return (bits & 4) != 0;
        }

        @Override
        public boolean rsv2() {
            return (bits & 2) != 0;
        }

        @Override
        public boolean rsv3() {
            return (bits & 1) != 0;
        }
    }

    /** The active extensions, each as the digits of its bits, and the sum of those, RSV1 being 4. */
    @ParameterizedTest
    @CsvSource({
        "'', 0",
        "0, 0",
        "1, 4",
        "2, 2",
        "3, 1",
        "12, 6",
        "13, 5",
        "23, 3",
        "123, 7",
        "1 2, 6",
        "3 1, 5",
        "2 0 3, 3",
        "3 2 1, 7"
    })
    void reservedBitIsLegalOnTheOpeningFrameOfAMessageIfAnActiveExtensionOwnsIt(String active, int owned)
            throws ExtensionException {
        Toy inactive = new Toy("inactive").bits(1, 2, 3);
        Extensions extensions = extensions(active, inactive);
        for (int opcode = 0; opcode < 16; opcode++) {
            for (int bits = 0; bits < 8; bits++) {
                for (boolean fin : new boolean[] {true, false}) {
                    boolean opening = opcode == 1 || opcode == 2;
                    Header frame = new Header(fin, bits, opcode);
                    assertThat(extensions.validFrameRsv(frame))
                            .as("%s", frame)
                            .isEqualTo(bits == 0 || opening && (bits & ~owned) == 0);
                }
            }
        }
    }

    private static Extensions extensions(String active, Toy inactive) throws ExtensionException {
        Extensions extensions = new Extensions(new SessionLimits(1000), Runnable::run);
        StringBuilder offer = new StringBuilder("unknown");
        for (String bits : active.split(" ", -1)) {
            Toy toy = new Toy("toy" + bits);
            for (char bit : bits.replace("0", "").toCharArray()) {
                toy.bits(bit - '0');
            }
            extensions.add(toy);
            offer.append(", toy").append(bits);
        }
        extensions.add(inactive);
        extensions.generateResponse(offer.toString());
        return extensions;
    }
}
