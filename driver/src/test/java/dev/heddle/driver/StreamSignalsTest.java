package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where and in which order signals are worked on, and calls of the driver between them. */
class StreamSignalsTest {

    @Test
    void everySignalIsATaskOfTheExecutor() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        ServerDriver driver =
                Driver.server(DriverTester.options().executor(tasks::add).build());
        DriverStreams streams = driver.streams();
        TestReader<ByteBuffer> sent = TestReader.slow();
        TestSource<ByteBuffer> bytes = new TestSource<>();
        driver.start();
        streams.io().subscribe(sent);
        bytes.subscribe(streams.io());
        bytes.add(ByteBuffer.wrap(Wire.octets(DriverTester.REQUEST)));
        assertThat(bytes.requested()).isZero();
        assertThat(tasks).hasSize(2);
        runAll(tasks);
        assertThat(driver.state()).isEqualTo(State.OPEN);
        assertThat(sent.items()).isEmpty();

        sent.request(1);
        assertThat(sent.items()).isEmpty();
        runAll(tasks);
        assertThat(sent.items()).hasSize(1);

        bytes.complete();
        assertThat(driver.state()).isEqualTo(State.OPEN);
        runAll(tasks);
        assertThat(driver.state()).isEqualTo(State.CLOSED);
        assertThat(sent.isCompleted()).isTrue();

        sent.cancel();
        assertThat(tasks).hasSize(1);
    }

    @Test
    void executorMustNotBeNull() {
        assertThatNullPointerException()
                .isThrownBy(() -> DriverOptions.builder().executor(null))
                .withMessage("executor");
    }

    /** Or else bytes would be parsed, and messages delivered, in the middle of an event. */
    @ParameterizedTest
    @EnumSource
    void nothingFlowsInsideAnEventOfADirectCall(Role role) {
        List<String> log = new ArrayList<>();
        Driver[] driver = new Driver[1];
        StreamTester tester = StreamTester.open(role, new DriverListener() {
            @Override
            public void onText(ByteBuffer data, boolean last) {
                String text = Utf8.decode(data);
                log.add("event " + text);
                driver[0].text("re " + text);
                log.add("end " + text);
            }
        });
        driver[0] = tester.driver;
        tester.sent.then(buffer -> log.add("sent"));
        tester.messages.then(message -> log.add("message"));
        tester.connectAll();
        log.clear();
        tester.messages.request(9);
        // The source has more bytes at hand as soon as it is asked.
        TestSource<ByteBuffer> bytes = tester.bytes;
        tester.sent.then(buffer -> {
            log.add("sent");
            if (tester.sent.items().size() == 1) {
                bytes.add(tester.frames("8101 62"));
            }
        });
        tester.driver.parse(tester.frames("8101 61"));
        assertThat(log).containsExactly("event a", "end a", "message", "sent", "event b", "end b", "message", "sent");
    }

    @Test
    void bytesThatTheOwnerReadBeforehandComeFirst() {
        StreamTester tester = StreamTester.open(Role.SERVER);
        tester.streams.messages().subscribe(tester.messages);
        tester.driver.parse(tester.frames("8101 61", "0101 62"));
        tester.connect();
        assertThat(tester.bytes.wanted()).isZero();
        tester.messages.request(2);
        tester.bytes.add(tester.frames("8001 63"));
        assertThat(tester.messages.items())
                .containsExactly(new WebSocketMessage.Text("a"), new WebSocketMessage.Text("bc"));
    }

    @Test
    void inputsAndQueriesOfTheDriverWorkBesideTheStreams() {
        ClientDriver driver = Driver.client("ws://h/x", DriverOptions.defaults());
        assertThat(driver.streams()).isSameAs(driver.streams());
        assertThat(driver.url()).isEqualTo("ws://h/x");
        assertThat(driver.version()).isEqualTo("hybi-13");
        assertThat(driver.protocol()).isNull();
        assertThat(driver.setHeader("X-A", "b")).isTrue();
        assertThat(driver.text("waits")).isTrue();
        assertThat(driver.bufferedAmount()).isEqualTo(5);
        assertThat(driver.start()).isTrue();
        driver.drained();
        assertThat(driver.pendingBytes()).isZero();
        assertThat(driver.statusCode()).isZero();
        driver.parse(Wire.buffer("HTTP/1.1 404 Not Found\r\nX-C: d\r\n\r\n"));
        assertThat(driver.statusCode()).isEqualTo(404);
        assertThat(driver.headers().first("X-C")).isEqualTo("d");
        assertThat(driver.wantsClose()).isTrue();
        assertThat(driver.wasClean()).isFalse();
        assertThat(driver.fail(1011, "late")).isFalse();
    }

    private static void runAll(Queue<Runnable> tasks) {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }
}
