package dev.heddle.conformance.compression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.driver.State;
import dev.heddle.permessagedeflate.PermessageDeflate;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The compressed bit means something on opening frames only, and only where compression was agreed on. */
@Tag("SEC-09")
@Tag("PMD-017")
@Tag("PMD-018")
class Sec09CompressedBitTest {

    private static final byte[] HELLO = HexFormat.of().parseHex("f248cdc9c90700");

    @ParameterizedTest
    @EnumSource
    void bitWithoutAgreementFails(Who who) {
        for (int first : new int[] {0xc1, 0xc2, 0x41, 0x42}) {
            // A server that was offered nothing or nothing legal, a client that was answered nothing.
            for (String agreed : new String[] {"", who == Who.SERVER ? "permessage-deflate; foo" : ""}) {
                Side side = Side.open(who, PermessageDeflate.defaults(), agreed);
                assertThat(side.driver.extensions()).isNull();
                side.frame(first, HELLO);
                assertThat(side.log()).containsExactly("Close 1002", "error 1002", "close 1002");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyOneKindOfFrameMayHaveTheBit(Who who) {
        for (int first = 0; first < 256; first++) {
            Side side = Side.open(who, PermessageDeflate.defaults(), "permessage-deflate");
            if ((first & 0x0f) == 0) {
                side.frame(0x01, new byte[] {'a'});
            }
            side.frame(first, HELLO);
            boolean reserved = (first & 0x30) != 0 || (first & 0x40) != 0 && (first & 0x0f) != 1 && (first & 0x0f) != 2;
            int opcode = first & 0x0f;
            boolean known = opcode <= 2 || opcode >= 8 && opcode <= 10;
            boolean whole = opcode < 8 || (first & 0x80) != 0;
            if (reserved || !known || !whole) {
                assertThat(side.log()).as("%02x", first).containsExactly("Close 1002", "error 1002", "close 1002");
            } else if (opcode != 8) {
                assertThat(side.driver.state()).as("%02x", first).isNotEqualTo(State.CLOSING);
            }
            side.driver.lost();
        }
    }
}
