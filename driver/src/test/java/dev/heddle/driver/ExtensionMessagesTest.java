package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.heddle.extensions.Message;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Fragments and buffers where messages pass extensions: whole in front of the sessions, lent behind them. */
class ExtensionMessagesTest {

    private final TaskQueue tasks = new TaskQueue();

    private static UnaryOperator<Message> inPieces(int bytes) {
        return message -> message.setRsv1(true).setMaxFrame(bytes);
    }

    @Tag("WS-070")
    @ParameterizedTest
    @EnumSource
    void sessionGetsWholeMessages(Role role) {
        byte[] bytes = {};
        for (String frame :
                new String[] {"0100", "0003 e282ac", "8900", "0000", "8001 21", "0201 31", "8000", "8100"}) {
            bytes = Wire.join(bytes, Wire.toPeer(role, Wire.bytes(frame)));
        }
        for (Memory memory : Memory.values()) {
            for (int cut = 0; cut < bytes.length; cut++) {
                List<String> messages = new ArrayList<>();
                Toy toy = Toy.atOnce("a").incoming(message -> {
                    messages.add(message.opcode() + " " + Wire.hex(message.data()));
                    return message;
                });
                DriverTester tester = DriverTester.open(role, toy);
                tester.feed(memory.copy(bytes, 0, cut)).feed(memory.copy(bytes, cut, bytes.length));
                assertThat(messages).as("%s cut at %d", memory, cut).containsExactly("1 e282ac21", "2 31", "1 ");
                tester.expect("> 8a00", "ping", "text e282ac21", "binary 31", "text");
            }
        }
    }

    @Tag("WS-073")
    @ParameterizedTest
    @EnumSource
    void fragmentsThatAreSentBecomeOneFrame(Role role) {
        DriverTester tester = DriverTester.open(role, Toy.atOnce("a").signs());
        ByteBuffer part = Wire.buffer("one");
        assertThat(tester.driver.text(part, false)).isTrue();
        assertThat(part.remaining()).isEqualTo(3);
        part.put(0, (byte) '-');
        assertThat(tester.driver.text(Wire.buffer(""), false)).isTrue();
        tester.driver.ping(Wire.buffer("p"));
        assertThatIllegalStateException().isThrownBy(() -> tester.driver.binary(Wire.buffer("b"), true));
        assertThatIllegalStateException().isThrownBy(() -> tester.driver.text("c"));
        assertThat(tester.driver.text(Wire.buffer("two"), true)).isTrue();
        tester.expect("> 890170", "> 8107" + Wire.hex("onetwoa"));
    }

    @Tag("WS-102")
    @ParameterizedTest
    @EnumSource
    void textThatIsNotUtf8NeverReachesASession(Role role) {
        Toy toy = Toy.later("a");
        DriverTester tester = DriverTester.open(role, tasks, toy);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tester.driver.text(ByteBuffer.wrap(Wire.bytes("c080")), true));
        assertThatIllegalArgumentException().isThrownBy(() -> tester.driver.text("\ud800"));
        assertThat(toy.outgoing).isEmpty();
        tester.expect();
    }

    @ParameterizedTest
    @EnumSource
    void whetherToCompressIsSaidWithTheFirstFragment(Role role) {
        List<Boolean> compress = new ArrayList<>();
        Toy toy = Toy.atOnce("a").outgoing(message -> {
            compress.add(message.compress());
            return message;
        });
        DriverTester tester = DriverTester.fresh(role, DriverTester.options().extensions(List.of(toy)));
        tester.driver.send(WebSocketMessage.text("1").uncompressed());
        tester.driver.text("2");
        tester.handshake();
        tester.driver.send(WebSocketMessage.binary(Wire.buffer("3")).uncompressed());
        tester.driver.send(WebSocketMessage.binary(Wire.buffer("4")));
        tester.driver.text(Wire.buffer("5"), true, false);
        tester.driver.binary(Wire.buffer("6"), false, false);
        tester.driver.binary(Wire.buffer("6"), true, true);
        tester.driver.text(Wire.buffer("7"), false, true);
        tester.driver.text(Wire.buffer("7"), true, false);
        tester.driver.text("8");
        assertThat(compress).containsExactly(false, true, false, true, false, false, true, true);
    }

    @ParameterizedTest
    @EnumSource
    void longMessageIsCutAndOnlyItsFirstFrameHasTheBits(Role role) {
        DriverTester tester = DriverTester.open(role, Toy.atOnce("a").bit(1).outgoing(inPieces(2)));
        tester.driver.text("12345");
        tester.driver.binary(Wire.buffer("12"));
        tester.driver.text("");
        tester.expect("> 41023132", "> 00023334", "> 800135", "> c2023132", "> c100");
    }

    @ParameterizedTest
    @EnumSource
    void piecesThatMustWaitLetPingsPass(Role role) {
        DriverTester tester = DriverTester.open(role, Toy.atOnce("a").bit(1).outgoing(inPieces(1)));
        tester.output.fullBehind(1);
        tester.driver.text("123");
        tester.driver.text("4");
        tester.driver.ping(Wire.buffer("p"));
        tester.expect("> 410131", "> 890170");
        assertThat(tester.driver.bufferedAmount()).isEqualTo(3);
        tester.output.full(false);
        tester.output.fullBehind(1);
        tester.driver.drained();
        tester.frames("8901 71");
        tester.expect("> 000132", "ping 71");
        tester.output.full(false);
        tester.driver.drained();
        tester.expect("> 8a0171", "> 800133", "> c10134");
    }

    @Tag("SEC-45")
    @Tag("WS-065")
    @ParameterizedTest
    @EnumSource
    void sendingDoesNotChangeTheCallersBuffer(Role role) {
        for (Memory memory : Memory.values()) {
            Toy late = Toy.later("a");
            Toy eater = Toy.atOnce("b").outgoing(message -> {
                message.data().position(message.data().limit() - 1);
                return message.setMaxFrame(1);
            });
            DriverTester tester = DriverTester.open(role, tasks, eater, late);
            ByteBuffer payload = memory.copy(Wire.bytes("616263"));
            int position = payload.position();
            int limit = payload.limit();
            tester.driver.binary(payload);
            tester.driver.binary(payload.asReadOnlyBuffer());
            assertThat(payload.position()).isEqualTo(position);
            assertThat(payload.limit()).isEqualTo(limit);
            assertThat(Wire.hex(payload)).isEqualTo("616263");
            // What is inside is not the caller's buffer any more.
            payload.put(limit - 1, (byte) '-');
            late.finishAll();
            tasks.run();
            tester.expect("> 820163", "> 820163");
        }
    }

    @Tag("SEC-45")
    @ParameterizedTest
    @EnumSource
    void readBufferMayBeUsedAgainBehindParse(Role role) {
        for (Memory memory : Memory.values()) {
            Toy toy = Toy.later("a");
            DriverTester tester = DriverTester.open(role, tasks, toy);
            ByteBuffer read = memory.copy(Wire.join(
                    Wire.toPeer(role, Wire.bytes("8103 616263")), Wire.toPeer(role, Wire.bytes("0102 6465"))));
            int start = read.position();
            tester.feed(read);
            for (int i = start; i < read.limit(); i++) {
                read.put(i, (byte) 0xff);
            }
            tester.frames("8001 66");
            toy.finishAll();
            tasks.run();
            tester.expect("text 616263", "text 646566");
        }
    }

    @Tag("SEC-45")
    @ParameterizedTest
    @EnumSource
    void sessionThatKeepsItsMessageUntilItAnswersSeesNoOther(Role role) {
        Toy toy = Toy.later("a");
        DriverTester tester = DriverTester.open(role, tasks, toy);
        tester.frames("8101 31", "8201 32");
        tester.driver.text("3");
        tester.driver.binary(Wire.buffer("4"));
        assertThat(Toy.texts(toy.incoming)).containsExactly("1", "2");
        assertThat(Toy.texts(toy.outgoing)).containsExactly("3", "4");
        assertThat(toy.incoming).extracting(work -> work.message().opcode()).containsExactly(1, 2);
        assertThat(toy.outgoing).extracting(work -> work.message().opcode()).containsExactly(1, 2);
    }
}
