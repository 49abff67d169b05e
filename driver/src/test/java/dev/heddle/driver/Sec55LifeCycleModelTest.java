package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random commands and inputs against a model of the life cycle: a state, and what each step makes of it. */
@Tag("SEC-55")
@Tag("WS-107")
class Sec55LifeCycleModelTest {

    private static final int ROUNDS = 8_000;
    private static final int STEPS = 30;

    private final List<String> history = new ArrayList<>();
    private Random random;
    private DriverTester tester;
    private State state;
    /** Whether the peer's good handshake has been fed. */
    private boolean handshaken;

    private boolean startAsked;
    private boolean full;
    /** Whether messages wait, and with them a Close frame if there is one. */
    private boolean queued;
    /** Whether the peer's Close frame has come. */
    private boolean received;

    @Tag("WS-082")
    @Tag("WS-083")
    @Tag("WS-084")
    @Tag("WS-103")
    @Tag("WS-118")
    @ParameterizedTest
    @EnumSource
    void driverFollowsTheModel(Role role) {
        for (int seed = 0; seed < ROUNDS; seed++) {
            random = new Random(seed);
            tester = DriverTester.fresh(role);
            state = role == Role.CLIENT ? State.BEGINNING : State.CONNECTING;
            handshaken = false;
            startAsked = false;
            full = false;
            queued = false;
            received = false;
            history.clear();
            for (int i = 0; i < STEPS; i++) {
                step();
                assertThat(tester.driver.state())
                        .as("seed %d %s", seed, history)
                        .isEqualTo(state);
            }
            tester.driver.end();
            checkLog("seed " + seed + " " + history);
        }
    }

    private void step() {
        switch (random.nextInt(14)) {
            case 0, 1 -> start();
            case 2, 3 -> handshake();
            case 4 -> message("text", tester.driver.text("t"), true);
            case 5 -> message("binary", tester.driver.binary(ByteBuffer.allocate(3)), true);
            case 6 -> message("ping", tester.driver.ping(ByteBuffer.allocate(1)), false);
            case 7 -> {
                boolean expected = takesMessages();
                state = state == State.OPEN ? State.CLOSING : expected ? State.CLOSED : state;
                command("close", tester.driver.close(), expected);
            }
            case 8 -> peer("message", "8101 61", state);
            case 9 -> peer("ping", "8901 61", state);
            case 10 -> {
                peer("close", "8802 03e9", queued ? State.CLOSING : State.CLOSED);
                received |= state == State.CLOSING || state == State.CLOSED;
            }
            case 11 -> {
                if (random.nextInt(3) == 0) {
                    peer("fault", "8300", State.CLOSED);
                }
            }
            case 12 -> {
                full = !full;
                tester.output.full(full);
                tester.driver.drained();
                history.add("full " + full);
                drain();
            }
            default -> rare();
        }
    }

    private void rare() {
        switch (random.nextInt(8)) {
            case 0 -> {
                boolean expected = state != State.CLOSED;
                state = State.CLOSED;
                command("fail", tester.driver.fail(1011, "x"), expected);
            }
            case 1 -> {
                history.add("end");
                tester.driver.end();
                state = State.CLOSED;
            }
            default -> {
                boolean expected = tester.role == Role.CLIENT ? state == State.BEGINNING : state == State.CONNECTING;
                command("setHeader", tester.driver.setHeader("X-" + random.nextInt(), "y"), expected);
            }
        }
    }

    private void start() {
        boolean client = tester.role == Role.CLIENT;
        boolean expected = client ? state == State.BEGINNING : state == State.CONNECTING && !startAsked;
        if (expected) {
            startAsked = true;
            state = client ? State.CONNECTING : handshaken ? State.OPEN : state;
            drain();
        }
        command("start", tester.driver.start(), expected);
    }

    private void handshake() {
        // Fed once, and only when the driver waits for it: elsewhere these bytes would be frames.
        boolean waits = state == State.CONNECTING && !handshaken;
        if (waits) {
            history.add("handshake");
            handshaken = true;
            state = tester.role == Role.CLIENT || startAsked ? State.OPEN : state;
            drain();
            tester.feed(tester.role == Role.CLIENT ? DriverTester.RESPONSE : DriverTester.REQUEST);
        }
    }

    /** Feeds a frame if frames are expected. */
    private void peer(String name, String frame, State after) {
        if (state == State.OPEN || state == State.CLOSING || state == State.CLOSED) {
            history.add("peer's " + name);
            state = received || state == State.CLOSED ? state : after;
            tester.frames(frame);
        }
    }

    private void message(String name, boolean answer, boolean data) {
        command(name, answer, takesMessages());
        queued |= answer && (state != State.OPEN || data && full);
    }

    /** What waits goes out if it can, and ends the connection if that was an answer to the peer's Close frame. */
    private void drain() {
        if (!full && (state == State.OPEN || state == State.CLOSING)) {
            queued = false;
            state = received ? State.CLOSED : state;
        }
    }

    private boolean takesMessages() {
        return state != State.CLOSING && state != State.CLOSED;
    }

    private void command(String name, boolean answer, boolean expected) {
        history.add(name);
        assertThat(answer).as("%s", history).isEqualTo(expected);
    }

    private void checkLog(String context) {
        List<String> events =
                tester.log().stream().filter(entry -> !entry.startsWith("> ")).toList();
        assertThat(events).as(context).last().asString().startsWith("close ");
        assertThat(events)
                .as(context)
                .filteredOn(event -> event.startsWith("close "))
                .hasSize(1);
        assertThat(events)
                .as(context)
                .filteredOn(event -> event.startsWith("error "))
                .hasSizeLessThan(2);
        assertThat(events).as(context).filteredOn("open"::equals).hasSizeLessThan(2);
        int open = events.indexOf("open");
        assertThat(events.subList(0, Math.max(open, 0))).as(context).allMatch(event -> event.startsWith("connect "));
        checkSent(context, open >= 0);
    }

    private void checkSent(String context, boolean opened) {
        byte[] sent = Wire.octets(tester.sent());
        int frames = tester.sent().indexOf("\r\n\r\n") + 4;
        if (!opened) {
            // At most a request or a refusal.
            assertThat(tester.sent()).as(context).doesNotContain("HTTP/1.1 101");
            return;
        }
        List<ReferenceDecoder.Frame> all = ReferenceDecoder.decode(Arrays.copyOfRange(sent, frames, sent.length));
        List<Integer> opcodes = all.stream().map(ReferenceDecoder.Frame::opcode).toList();
        int close = opcodes.indexOf(Opcode.CLOSE);
        assertThat(close).as(context).isIn(-1, opcodes.size() - 1);
        assertThat(all).as(context).allMatch(frame -> frame.masked() == (tester.role == Role.CLIENT));
    }
}
