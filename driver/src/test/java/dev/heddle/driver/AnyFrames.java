package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** What must hold of an open driver of RFC 6455, whatever bytes it gets: {@link AnyInput}, and what is said here. */
final class AnyFrames {

    private AnyFrames() {}

    static void check(Role role, byte[] input) {
        AnyInput.Outcome outcome = AnyInput.check(input, () -> DriverTester.open(role, AnyInput.options()));
        checkAgainstReference(role, input, outcome);
        checkAnswers(role, outcome);
    }

    /** The messages are those of a plain decoder; behind an error there are none. */
    private static void checkAgainstReference(Role role, byte[] input, AnyInput.Outcome outcome) {
        List<String> expected = ReferenceDecoder.events(input);
        if (outcome.error().isEmpty()) {
            assertThat(outcome.messages()).isEqualTo(expected);
            for (ReferenceDecoder.Frame frame : ReferenceDecoder.decode(input)) {
                checkLegal(role, frame);
                if (frame.opcode() == Opcode.CLOSE) {
                    break;
                }
            }
        } else {
            int size = outcome.messages().size();
            assertThat(outcome.messages()).isEqualTo(expected.subList(0, Math.min(size, expected.size())));
        }
    }

    private static void checkLegal(Role role, ReferenceDecoder.Frame frame) {
        assertThat(frame.rsv()).isZero();
        assertThat(frame.opcode()).isIn(0, 1, 2, 8, 9, 10);
        assertThat(frame.masked()).isEqualTo(role == Role.SERVER);
        if (frame.opcode() >= 8) {
            assertThat(frame.fin()).isTrue();
            assertThat(frame.payload()).hasSizeLessThanOrEqualTo(2 * 125);
        }
    }

    /** A peer understands what the driver answered: a pong for each ping, and why it closes. */
    private static void checkAnswers(Role role, AnyInput.Outcome outcome) {
        List<String> expected = new ArrayList<>();
        for (String message : outcome.messages()) {
            if (message.startsWith("ping")) {
                expected.add(message.replace("ping", "pong"));
            }
        }
        if (!outcome.error().isEmpty()) {
            expected.add("close " + outcome.error());
        } else if (!outcome.close().equals("1006")) {
            expected.add("close " + outcome.close().substring(0, 4));
        }
        DriverTester peer = DriverTester.open(role == Role.SERVER ? Role.CLIENT : Role.SERVER, AnyInput.options());
        peer.feed(outcome.tester().sent());
        assertThat(peer.log()).filteredOn(entry -> !entry.startsWith("> ")).isEqualTo(expected);
    }
}
