package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How many messages are not in the output yet, and which codes the Close frames had. */
class UnwrittenMessagesTest {

    @ParameterizedTest
    @EnumSource
    void messagesThatWaitForTheHandshakeCountUntilItIsDone(Role role) {
        DriverTester tester = DriverTester.fresh(role);
        tester.driver.text("");
        tester.driver.text("a");
        tester.driver.ping(ByteBuffer.allocate(0));
        assertThat(tester.driver.unwrittenMessages()).isEqualTo(2);
        tester.handshake();
        assertThat(tester.driver.unwrittenMessages()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void messagesThatWaitForRoomCountEachAtItsEnd(Role role) {
        DriverTester tester = DriverTester.open(role);
        tester.output.full(true);
        tester.driver.text("a");
        tester.driver.binary(ByteBuffer.allocate(1), false);
        assertThat(tester.driver.unwrittenMessages()).isEqualTo(1);
        tester.driver.binary(ByteBuffer.allocate(1), true);
        assertThat(tester.driver.unwrittenMessages()).isEqualTo(2);
        tester.output.full(false);
        tester.output.fullBehind(1);
        tester.driver.drained();
        assertThat(tester.driver.unwrittenMessages()).isEqualTo(1);
        tester.output.full(false);
        tester.driver.drained();
        assertThat(tester.driver.unwrittenMessages()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void messagesInsideExtensionsCountAndSoDoThoseBehindOneThatFails(Role role) {
        Toy toy = Toy.later("a");
        DriverTester tester = DriverTester.open(
                role, DriverTester.options().extensions(List.of(toy)).executor(Runnable::run));
        tester.driver.text("a");
        tester.driver.text("b");
        assertThat(tester.driver.unwrittenMessages()).isEqualTo(2);
        toy.outgoing.remove(0).finish();
        assertThat(tester.driver.unwrittenMessages()).isEqualTo(1);
        tester.output.full(true);
        tester.driver.text("c");
        toy.outgoing.remove(0).finish();
        toy.outgoing.remove(0).fail(new IllegalStateException("no"));
        tester.driver.text("d");
        // One waits for room, one has failed, one is behind that.
        assertThat(tester.driver.unwrittenMessages()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void bothSidesCodesAreKnown(Role role) {
        DriverTester tester = DriverTester.open(role);
        assertThat(tester.driver.sentCloseCode()).isEqualTo(1006);
        assertThat(tester.driver.receivedCloseCode()).isEqualTo(1006);
        tester.driver.close(3001, "mine");
        assertThat(tester.driver.sentCloseCode()).isEqualTo(3001);
        tester.frames("8802 0bba");
        assertThat(tester.driver.receivedCloseCode()).isEqualTo(3002);
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyCloseFrameIsAnsweredByOne(Role role) {
        DriverTester tester = DriverTester.open(role);
        tester.frames("8800");
        assertThat(tester.driver.sentCloseCode()).isEqualTo(1005);
        assertThat(tester.driver.receivedCloseCode()).isEqualTo(1005);
    }

    @ParameterizedTest
    @EnumSource
    void aViolationIsToldWithItsCode(Role role) {
        DriverTester tester = DriverTester.open(role);
        tester.frames("8300");
        assertThat(tester.driver.sentCloseCode()).isEqualTo(1002);
        assertThat(tester.driver.receivedCloseCode()).isEqualTo(1006);
    }

    @Test
    void aDraftsCloseFrameHasNoCode() {
        DriverTester tester = DriverTester.openDraft("hixie-76", DriverTester.options());
        tester.driver.close(3001, "");
        assertThat(tester.driver.sentCloseCode()).isEqualTo(1005);
    }
}
