package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Signals and calls from all sides of one driver in any legal order: nothing is lost, moved or repeated, and all ends once.
 * {@link TestReader} checks the order of the signals to a reader.
 */
@Tag("SEC-55")
class StreamModelTest {

    private static final int RUNS = 3000;
    private static final int ACTS = 300;
    private static final int ROUNDS_TO_REST = 400;

    @Test
    void anyOrderOfSignalsLosesNothing() {
        for (long seed = 0; seed < RUNS; seed++) {
            try {
                new Run(seed).play();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("Seed " + seed, e);
            }
        }
    }

    private static final class Run {

        private final Random random;
        private final Queue<Runnable> tasks = new ArrayDeque<>();
        private final ServerDriver driver;
        private final TestSource<ByteBuffer> received = new TestSource<>(this::nextBytes);
        private final TestSource<WebSocketMessage> toSend = new TestSource<>(this::nextMessage);
        private final TestReader<ByteBuffer> sent = TestReader.slow();
        private final TestReader<WebSocketMessage> messages = TestReader.slow();
        private final int framesToCome;
        private final int messagesToSend;

        /** What was made of the handshake and the frames, and not received. */
        private byte[] waiting = Wire.octets(DriverTester.REQUEST);

        private boolean bytesConnected;
        private boolean sentConnected;
        private boolean messagesConnected;
        private boolean toSendConnected;
        private int framesMade;
        private int messagesMade;
        private int heard;
        private int closes;

        Run(long seed) {
            random = new Random(seed);
            framesToCome = random.nextInt(60);
            messagesToSend = random.nextInt(60);
            boolean direct = random.nextBoolean();
            driver = Driver.server(
                    DriverOptions.builder()
                            .executor(direct ? Runnable::run : tasks::add)
                            .build(),
                    made -> new Listener());
            messages.then(message -> sometimesAnswer());
            sent.then(buffer -> received.poke());
        }

        void play() {
            for (int i = 0; i < ACTS; i++) {
                act();
            }
            connectAll();
            driver.start();
            rest();
            assertThat(heard).isEqualTo(framesToCome);
            assertThat(messagesMade).isEqualTo(messagesToSend);
            assertThat(driver.bufferedAmount()).isZero();
            assertThat(closes).isZero();
            end();
            rest();
            assertThat(closes).isEqualTo(1);
            assertThat(messages.isCompleted() || messages.error() != null).isTrue();
            assertThat(sent.isCompleted()).isTrue();
            assertThat(toSend.isCancelled()).isTrue();
            assertThat(received.isCancelled()).isTrue();
        }

        private void act() {
            switch (random.nextInt(12)) {
                case 0 -> connectBytes();
                case 1 -> connectSent();
                case 2 -> connectMessages();
                case 3 -> connectToSend();
                case 4, 5 -> received.poke();
                case 6 -> toSend.poke();
                case 7 -> request(sent, sentConnected);
                case 8 -> request(messages, messagesConnected);
                case 9 -> driver.start();
                case 10 -> driver.text("direct");
                default -> runTask();
            }
        }

        private void end() {
            switch (random.nextInt(4)) {
                case 0 -> received.complete();
                case 1 -> received.fail(new IllegalStateException("broken"));
                case 2 -> toSend.fail(new IllegalStateException("broken"));
                default -> {
                    driver.close();
                    rest();
                    waiting = Wire.join(waiting, Wire.frame(Role.SERVER, true, Opcode.CLOSE, Wire.bytes("03e8")));
                }
            }
        }

        /** Lets everything come that is still to come. */
        private void rest() {
            for (int i = 0; i < ROUNDS_TO_REST; i++) {
                runAll();
                if (messages.error() == null && !messages.isCompleted()) {
                    messages.request(3);
                }
                runAll();
                if (!sent.isCompleted()) {
                    sent.request(3);
                }
                runAll();
                received.poke();
                toSend.poke();
            }
        }

        private void connectAll() {
            connectBytes();
            connectSent();
            connectMessages();
            connectToSend();
        }

        private void connectBytes() {
            if (!bytesConnected) {
                bytesConnected = true;
                received.subscribe(driver.streams().io());
            }
        }

        private void connectSent() {
            if (!sentConnected) {
                sentConnected = true;
                driver.streams().io().subscribe(sent);
                runAll();
            }
        }

        private void connectMessages() {
            if (!messagesConnected) {
                messagesConnected = true;
                driver.streams().messages().subscribe(messages);
                runAll();
            }
        }

        private void connectToSend() {
            if (!toSendConnected) {
                toSendConnected = true;
                toSend.subscribe(driver.streams().messages());
            }
        }

        private void request(TestReader<?> reader, boolean connected) {
            if (connected) {
                reader.request(1 + random.nextInt(3));
            }
        }

        private void runTask() {
            Runnable task = tasks.poll();
            if (task != null) {
                task.run();
            }
        }

        private void runAll() {
            while (!tasks.isEmpty()) {
                runTask();
            }
        }

        /** Returns some of what waits, which may end inside a frame, or null if nothing has come. */
        private ByteBuffer nextBytes() {
            for (int i = random.nextInt(3); i > 0 && framesMade < framesToCome; i--) {
                byte[] number = Integer.toString(framesMade++).getBytes(StandardCharsets.US_ASCII);
                waiting = Wire.join(waiting, Wire.frame(Role.SERVER, true, Opcode.TEXT, number));
            }
            if (waiting.length == 0) {
                return null;
            }
            int cut = 1 + random.nextInt(waiting.length);
            ByteBuffer next = ByteBuffer.wrap(Arrays.copyOf(waiting, cut));
            waiting = Arrays.copyOfRange(waiting, cut, waiting.length);
            return next;
        }

        private WebSocketMessage nextMessage() {
            if (messagesMade == messagesToSend) {
                return null;
            }
            // Some are so long that the output is full of few.
            int length = random.nextInt(3) == 0 ? 30_000 : 10;
            return new WebSocketMessage.Text(messagesMade++ + "z".repeat(length));
        }

        private void sometimesAnswer() {
            if (random.nextInt(10) == 0) {
                driver.text("answer");
            }
        }

        private final class Listener extends MessageAggregator {

            @Override
            protected void onText(String message) {
                assertThat(message).isEqualTo(Integer.toString(heard++));
                sometimesAnswer();
            }

            @Override
            protected void onBinary(ByteBuffer message) {
                throw new AssertionError("Nobody sent this");
            }

            @Override
            public void onClose(int code, String reason) {
                closes++;
            }
        }
    }
}
