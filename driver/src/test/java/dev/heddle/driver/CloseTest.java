package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloseTest {

    @Tag("WS-118")
    @Tag("WS-119")
    @Tag("WS-120")
    @Test
    void codesArePermittedAsTheRegistrySays() {
        Set<Integer> permitted = new TreeSet<>();
        for (int code = -1; code <= 70_000; code++) {
            if (CloseCode.mayBeReceived(code)) {
                permitted.add(code);
            }
        }
        Set<Integer> expected =
                new TreeSet<>(Set.of(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014));
        for (int code = 3000; code < 5000; code++) {
            expected.add(code);
        }
        assertThat(permitted).isEqualTo(expected);
    }

    @Tag("WS-118")
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_536 + 1000})
    void codeThatMustNotBeSentIsRefusedInEveryState(int code) {
        for (Role role : Role.values()) {
            DriverTester tester = DriverTester.open(role);
            assertThatIllegalArgumentException().isThrownBy(() -> tester.driver.close(code, ""));
            assertThatIllegalArgumentException().isThrownBy(() -> tester.driver.fail(code, ""));
            tester.expect();
            assertThat(tester.driver.state()).isEqualTo(State.OPEN);
            DriverTester fresh = DriverTester.fresh(role);
            assertThatIllegalArgumentException().isThrownBy(() -> fresh.driver.close(code, ""));
            fresh.expect();
        }
    }

    @Tag("WS-121")
    @Test
    void onlyAClientSendsThatAnExtensionIsMissing() {
        DriverTester server = DriverTester.server();
        assertThatIllegalArgumentException().isThrownBy(() -> server.driver.close(1010, "x"));
        server.expect();
        DriverTester client = DriverTester.client();
        assertThat(client.driver.close(1010, "x")).isTrue();
        client.expect("> 880303f278");
    }

    @Tag("WS-081")
    @Tag("WS-102")
    @ParameterizedTest
    @EnumSource
    void reasonHasAtMost123Bytes(Role role) {
        DriverTester tester = DriverTester.open(role);
        assertThatIllegalArgumentException().isThrownBy(() -> tester.driver.close(1000, "€".repeat(42)));
        assertThatIllegalArgumentException().isThrownBy(() -> tester.driver.close(1000, "\ud800"));
        tester.expect();
        assertThat(tester.driver.close(1000, "€".repeat(41))).isTrue();
        tester.expect("> 887d03e8" + "e282ac".repeat(41));
    }

    @Tag("WS-081")
    @ParameterizedTest
    @EnumSource
    void longReasonOfAFailureIsCutBetweenCharacters(Role role) {
        DriverTester tester = DriverTester.open(role);
        String reason = "aa" + "€".repeat(60);
        assertThat(tester.driver.fail(1011, reason)).isTrue();
        assertThat(tester.driver.fail(1011, reason)).isFalse();
        tester.expect("> 887c03f3 6161" + "e282ac".repeat(40), "error 1011 " + reason, "close 1011 " + reason);
    }

    @ParameterizedTest
    @EnumSource
    void failureBehindTheOwnCloseFrameSendsNoSecondOne(Role role) {
        DriverTester tester = DriverTester.open(role);
        tester.driver.close();
        assertThat(tester.driver.fail(1011, "x")).isTrue();
        tester.expect("> 880203e8", "error 1011 x", "close 1011 x");
    }

    @Tag("WS-086")
    @Tag("WS-087")
    @Tag("WS-108")
    @Test
    void serverClosesTheConnectionAtOnceAndAClientWaitsForThat() {
        for (Role role : Role.values()) {
            DriverTester byPeer = DriverTester.open(role);
            assertThat(byPeer.driver.wantsClose()).isFalse();
            byPeer.frames("8802 03e8");
            assertThat(byPeer.driver.wantsClose()).isEqualTo(role == Role.SERVER);
            DriverTester bySelf = DriverTester.open(role);
            bySelf.driver.close();
            assertThat(bySelf.driver.wantsClose()).isFalse();
            bySelf.frames("8802 03e8");
            assertThat(bySelf.driver.wantsClose()).isEqualTo(role == Role.SERVER);
            DriverTester failed = DriverTester.open(role);
            failed.frames("8300");
            assertThat(failed.driver.wantsClose()).isTrue();
        }
    }

    @Tag("WS-115")
    @Tag("SEC-15")
    @ParameterizedTest
    @EnumSource
    void endIsTheEndAtEachByte(Role role) {
        byte[] stream = Wire.join(
                Wire.octets(role == Role.SERVER ? DriverTester.REQUEST : DriverTester.RESPONSE),
                Wire.frame(role, false, Opcode.TEXT, new byte[300]),
                Wire.frame(role, true, Opcode.PING, new byte[9]),
                Wire.frame(role, true, Opcode.CONTINUATION, new byte[3]));
        for (int cut = 0; cut <= stream.length; cut++) {
            DriverTester tester = DriverTester.fresh(role);
            tester.driver.start();
            tester.feed(Memory.HEAP.copy(stream, 0, cut));
            tester.driver.end();
            tester.feed(Memory.HEAP.copy(stream, cut, stream.length));
            tester.driver.end();
            assertThat(tester.driver.state()).isEqualTo(State.CLOSED);
            assertThat(tester.driver.wantsClose()).isTrue();
            assertThat(tester.driver.pendingBytes()).isZero();
            assertThat(tester.log())
                    .filteredOn(entry -> entry.startsWith("close 1006"))
                    .hasSize(1);
        }
    }
}
