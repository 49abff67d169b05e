package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** More messages than sessions answer in time, in both directions: bounded memory, nothing lost. */
class ExtensionPressureTest {

    private final TaskQueue tasks = new TaskQueue();
    private final Toy toy = Toy.later("a");

    private DriverTester open(Role role, Limits limits) {
        return DriverTester.open(
                role,
                DriverTester.options().limits(limits).extensions(List.of(toy)).executor(tasks));
    }

    private void finishOne() {
        toy.incoming.remove(0).finish();
        tasks.run();
    }

    @ParameterizedTest
    @EnumSource
    void withTooManyMessagesInsideNoMoreIsParsed(Role role) {
        DriverTester tester = open(role, Limits.defaults().withMaxPendingMessages(2));
        tester.frames("8101 31");
        assertThat(tester.driver.wantsRead()).isTrue();
        tester.frames("8101 32");
        assertThat(tester.driver.wantsRead()).isFalse();
        byte[] rest = Wire.join(
                Wire.toPeer(role, Wire.bytes("8101 33")),
                Wire.toPeer(role, Wire.bytes("8901 70")),
                Wire.toPeer(role, Wire.bytes("8101 34")));
        tester.feed(rest);
        assertThat(tester.driver.pendingBytes()).isEqualTo(rest.length);
        assertThat(toy.incoming).hasSize(2);
        tester.expect();
        finishOne();
        // One message more has room, then none again.
        assertThat(tester.driver.wantsRead()).isFalse();
        assertThat(tester.driver.pendingBytes()).isPositive();
        tester.expect("text 31");
        finishOne();
        assertThat(tester.driver.pendingBytes()).isZero();
        tester.expect("text 32", "> 8a0170", "ping 70");
        finishOne();
        assertThat(tester.driver.wantsRead()).isTrue();
        finishOne();
        tester.expect("text 33", "text 34");
    }

    @ParameterizedTest
    @EnumSource
    void withTooManyBytesInsideNoMoreIsParsed(Role role) {
        DriverTester tester = open(role, Limits.defaults().withMaxLength(10));
        tester.frames("8206 61x6", "8204 62x4");
        assertThat(tester.driver.wantsRead()).isTrue();
        tester.frames("8201 63");
        assertThat(tester.driver.wantsRead()).isFalse();
        tester.frames("8201 64");
        assertThat(tester.driver.pendingBytes()).isPositive();
        finishOne();
        assertThat(tester.driver.wantsRead()).isTrue();
        assertThat(tester.driver.pendingBytes()).isZero();
        toy.finishAll();
        tasks.run();
        tester.expect("binary 616161616161", "binary 62626262", "binary 63", "binary 64");
    }

    @ParameterizedTest
    @EnumSource
    void closeAndEndWaitBehindBytesThatAreHeld(Role role) {
        DriverTester tester = open(role, Limits.defaults().withMaxPendingMessages(1));
        tester.frames("8101 31", "8101 32", "8802 03e9");
        tester.driver.end();
        tester.expect();
        finishOne();
        tester.expect("text 31");
        assertThat(tester.driver.state()).isEqualTo(State.OPEN);
        finishOne();
        tester.expect("text 32", "> 880203e9", "close 1001");
    }

    @ParameterizedTest
    @EnumSource
    void violationInBytesThatAreHeldIsFoundWhenTheirTurnComes(Role role) {
        DriverTester tester = open(role, Limits.defaults().withMaxPendingMessages(1));
        tester.frames("8101 31", "8300");
        tester.expect();
        finishOne();
        tester.expect(
                "text 31",
                "> " + DriverTester.closeFrame(1002, "Unrecognized frame opcode: 3"),
                "error 1002 Unrecognized frame opcode: 3",
                "close 1002 Unrecognized frame opcode: 3");
    }

    @ParameterizedTest
    @EnumSource
    void bytesCutAnywhereAreTheSameUnderPressure(Role role) {
        List<String> expected = new ArrayList<>();
        byte[] bytes = {};
        for (int i = 0; i < 12; i++) {
            bytes = Wire.join(
                    bytes,
                    Wire.toPeer(role, Wire.bytes("0101 " + Wire.hex(Integer.toHexString(i)))),
                    Wire.toPeer(role, Wire.bytes("8a00")),
                    Wire.toPeer(role, Wire.bytes("8001 2e")));
            expected.add("text " + Wire.hex(Integer.toHexString(i) + "."));
        }
        bytes = Wire.join(bytes, Wire.toPeer(role, Wire.bytes("8802 03e8")));
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            DriverTester tester = open(role, Limits.defaults().withMaxPendingMessages(3));
            for (int from = 0; from < bytes.length; ) {
                int to = Math.min(bytes.length, from + 1 + random.nextInt(30));
                tester.feed(Memory.HEAP.copy(bytes, from, to));
                from = to;
                assertThat(toy.incoming).hasSizeLessThanOrEqualTo(3);
                if (random.nextBoolean() && !toy.incoming.isEmpty()) {
                    toy.incoming.remove(random.nextInt(toy.incoming.size())).finish();
                    tasks.run();
                }
            }
            while (!toy.incoming.isEmpty()) {
                toy.finishAll();
                tasks.run();
            }
            List<String> log = tester.log();
            assertThat(log).as("seed %d", seed).endsWith("close 1000");
            assertThat(log.stream().filter(entry -> entry.startsWith("text")))
                    .as("seed %d", seed)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatWasSentBeforeOpenPassesTheSessionsInOrder(Role role) {
        Toy signer = Toy.atOnce("b").signs();
        DriverTester tester = DriverTester.fresh(
                role, DriverTester.options().extensions(List.of(signer, toy)).executor(tasks));
        assertThat(tester.driver.text("1")).isTrue();
        assertThat(tester.driver.binary(Wire.buffer("2"), false)).isTrue();
        assertThat(tester.driver.ping(Wire.buffer("p"))).isTrue();
        assertThat(tester.driver.binary(Wire.buffer("3"), true)).isTrue();
        assertThat(tester.driver.bufferedAmount()).isEqualTo(4);
        tester.then(new DriverListener() {
            @Override
            public void onOpen() {
                assertThat(tester.driver.text("4")).isTrue();
            }
        });
        tester.handshake();
        tester.log();
        assertThat(Toy.texts(toy.outgoing)).containsExactly("1b", "23b", "4b");
        toy.finishAll();
        tasks.run();
        tester.expect("> 81023162", "> 8203323362", "> 81023462");
    }

    @ParameterizedTest
    @EnumSource
    void sessionThatFailsWithWhatWasSentBeforeOpenFailsTheConnection(Role role) {
        Toy broken = Toy.atOnce("a").outgoing(message -> {
            throw new IllegalStateException("x");
        });
        DriverTester tester = DriverTester.fresh(role, DriverTester.options().extensions(List.of(broken)));
        tester.driver.text("1");
        tester.driver.text("2");
        tester.shakeHands("a");
        assertThat(tester.log()).endsWith("error 1010 a: x", "close 1010 a: x");
        assertThat(broken.closed).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void whileTheOutputIsFullWhatComesOutWaits(Role role) {
        DriverTester tester = open(role, Limits.defaults());
        tester.driver.text("1");
        tester.driver.text("2");
        tester.output.full(true);
        toy.outgoing.remove(0).finish();
        tasks.run();
        tester.driver.ping(Wire.buffer("p"));
        tester.expect("> 890170");
        assertThat(tester.driver.bufferedAmount()).isEqualTo(2);
        tester.output.full(false);
        toy.outgoing.remove(0).finish();
        tasks.run();
        tester.expect("> 810131", "> 810132");
        assertThat(tester.driver.bufferedAmount()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void ownCloseWaitsForSessionsAndForRoom(Role role) {
        DriverTester tester = open(role, Limits.defaults());
        tester.output.full(true);
        tester.driver.text("1");
        tester.driver.text("2");
        tester.driver.close();
        toy.outgoing.remove(0).finish();
        tasks.run();
        tester.output.full(false);
        tester.driver.drained();
        tester.expect("> 810131");
        tester.output.full(true);
        toy.outgoing.remove(0).finish();
        tasks.run();
        tester.expect();
        tester.output.full(false);
        tester.driver.drained();
        tester.expect("> 810132", "> 880203e8");
    }

    @Tag("SEC-14")
    @ParameterizedTest
    @EnumSource
    void bufferedAmountCountsWhatIsInsideAndWhatIsUnfinished(Role role) {
        DriverTester tester = open(role, Limits.defaults());
        tester.driver.binary(ByteBuffer.allocate(100));
        tester.driver.text(Wire.buffer("abc"), false);
        assertThat(tester.driver.bufferedAmount()).isEqualTo(103);
        tester.driver.text(Wire.buffer("de"), true);
        assertThat(tester.driver.bufferedAmount()).isEqualTo(105);
        tester.driver.fail(1011, "x");
        assertThat(tester.driver.bufferedAmount()).isZero();
    }
}
