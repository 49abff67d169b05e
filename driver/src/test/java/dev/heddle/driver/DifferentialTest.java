package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The driver against {@link ReferenceDecoder} on random messages in random fragments. */
class DifferentialTest {

    private static final int ROUNDS = 1_000;

    /** A stream of frames, and the events that they should raise. */
    private static final class Stream {

        private final Role receiver;
        private final Random random;
        private final List<String> expected = new ArrayList<>();
        private byte[] bytes = {};

        Stream(Role receiver, Random random) {
            this.receiver = receiver;
            this.random = random;
            for (int i = random.nextInt(6); i >= 0; i--) {
                message();
            }
        }

        private void message() {
            boolean text = random.nextBoolean();
            byte[] payload = text ? text() : binary();
            int opcode = text ? Opcode.TEXT : Opcode.BINARY;
            int done = 0;
            while (random.nextInt(3) > 0) {
                int end = done + random.nextInt(payload.length - done + 1);
                frame(false, opcode, Arrays.copyOfRange(payload, done, end));
                opcode = Opcode.CONTINUATION;
                done = end;
                if (random.nextInt(3) == 0) {
                    control();
                }
            }
            frame(true, opcode, Arrays.copyOfRange(payload, done, payload.length));
            expected.add(((text ? "text " : "binary ") + Wire.hex(payload)).trim());
        }

        private void control() {
            byte[] payload = new byte[random.nextInt(126)];
            random.nextBytes(payload);
            boolean ping = random.nextBoolean();
            frame(true, ping ? Opcode.PING : Opcode.PONG, payload);
            expected.add(((ping ? "ping " : "pong ") + Wire.hex(payload)).trim());
        }

        private void frame(boolean fin, int opcode, byte[] payload) {
            bytes = Wire.join(bytes, Wire.frame(receiver, fin, opcode, payload));
        }

        private byte[] text() {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(200); i > 0; i--) {
                text.appendCodePoint(
                        switch (random.nextInt(4)) {
                            case 0 -> 0x80 + random.nextInt(0x780);
                            case 1 -> 0xE000 + random.nextInt(0x2000);
                            case 2 -> 0x10000 + random.nextInt(0x100000);
                            default -> random.nextInt(0x80);
                        });
            }
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }

        private byte[] binary() {
            byte[] payload = new byte[random.nextInt(random.nextInt(50) == 0 ? 70_000 : 600)];
            random.nextBytes(payload);
            return payload;
        }
    }

    @Tag("WS-074")
    @Tag("WS-104")
    @ParameterizedTest
    @EnumSource
    void messagesDoNotDependOnFragmentsAndReads(Role role) {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            Stream stream = new Stream(role, random);
            DriverTester tester = DriverTester.open(role);
            for (int done = 0; done < stream.bytes.length; ) {
                int end = Math.min(stream.bytes.length, done + 1 + random.nextInt(400));
                tester.feed(Memory.any(random).copy(stream.bytes, done, end));
                done = end;
            }
            List<String> events = tester.log().stream()
                    .filter(entry -> !entry.startsWith("> "))
                    .toList();
            assertThat(events).as("seed %d", seed).isEqualTo(stream.expected);
            assertThat(ReferenceDecoder.events(stream.bytes))
                    .as("seed %d", seed)
                    .isEqualTo(stream.expected);
        }
    }

    @Tag("WS-089")
    @ParameterizedTest
    @EnumSource
    void whatTheDriverSendsIsWhatTheDecoderReads(Role role) {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            Stream stream = new Stream(role, random);
            byte[] key = new byte[4];
            random.nextBytes(key);
            DriverTester tester =
                    DriverTester.open(role, DriverOptions.builder().random(bytes -> {
                        for (int i = 0; i < bytes.length; i++) {
                            bytes[i] = key[i % 4];
                        }
                    }));
            List<String> expected = new ArrayList<>();
            for (ReferenceDecoder.Frame frame : ReferenceDecoder.decode(stream.bytes)) {
                ByteBuffer payload = Memory.any(random).copy(Wire.bytes(frame.payload()));
                boolean text = frame.opcode() == Opcode.TEXT || frame.opcode() == 0 && isText(expected);
                switch (frame.opcode()) {
                    case Opcode.PING -> tester.driver.ping(payload);
                    case Opcode.PONG -> tester.driver.pong(payload);
                    default -> {
                        if (text) {
                            tester.driver.text(payload, frame.fin());
                        } else {
                            tester.driver.binary(payload, frame.fin());
                        }
                        expected.add(text ? "text" : "binary");
                    }
                }
            }
            byte[] sent = tester.output.take();
            assertThat(ReferenceDecoder.events(sent)).as("seed %d", seed).isEqualTo(stream.expected);
            assertThat(ReferenceDecoder.decode(sent)).as("seed %d", seed).allSatisfy(frame -> assertThat(frame.masked())
                    .isEqualTo(role == Role.CLIENT));
        }
    }

    private static boolean isText(List<String> types) {
        return types.get(types.size() - 1).equals("text");
    }
}
