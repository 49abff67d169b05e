package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two sides that answer each other in the middle of a turn, and as fast as they can. */
class StreamAnswerTest {

    /** The bytes come while the turn is handing out, which is behind the place where it parses. */
    @Test
    void bytesThatAnswerTheOutputOfATurnAreAllParsed() {
        List<String> texts = new ArrayList<>();
        ServerDriver driver = Driver.server(DriverOptions.defaults(), server -> new MessageAggregator() {
            @Override
            protected void onText(String message) {
                texts.add(message);
            }

            @Override
            protected void onBinary(ByteBuffer message) {
                texts.add("binary");
            }
        });
        driver.start();
        TestSource<ByteBuffer> received = new TestSource<>();
        boolean[] answered = {false};
        driver.streams().io().subscribe(TestReader.<ByteBuffer>eager().then(sent -> {
            if (!answered[0]) {
                answered[0] = true;
                for (String text : List.of("one", "two", "three")) {
                    byte[] frame = Wire.frame(Role.SERVER, true, Opcode.TEXT, Wire.octets(text));
                    received.add(ByteBuffer.wrap(frame));
                }
            }
        }));
        received.subscribe(driver.streams().io());
        received.add(ByteBuffer.wrap(Wire.octets(DriverTester.REQUEST)));
        assertThat(texts).containsExactly("one", "two", "three");
    }

    /** What is sent from inside the open event is no answer, and does not keep the client from reading the echo. */
    @ParameterizedTest
    @ValueSource(ints = {10, 130, 140, 500, 5000})
    void whatIsSentWhenTheConnectionOpensIsEchoedWhole(int kibibytes) {
        int[] received = {0};
        ServerDriver server = Driver.server(DriverOptions.defaults(), made -> new DriverListener() {
            @Override
            public void onBinary(ByteBuffer data, boolean last) {
                made.binary(data, last);
            }
        });
        ClientDriver client = Driver.client("ws://h/", DriverOptions.defaults(), made -> new DriverListener() {
            @Override
            public void onOpen() {
                for (int i = 0; i < kibibytes; i++) {
                    made.binary(ByteBuffer.allocate(1024));
                }
            }

            @Override
            public void onBinary(ByteBuffer data, boolean last) {
                received[0] += data.remaining();
            }
        });
        server.start();
        client.streams().io().subscribe(server.streams().io());
        server.streams().io().subscribe(client.streams().io());
        client.start();
        assertThat(received[0]).isEqualTo(kibibytes * 1024);
        assertThat(client.state()).isEqualTo(State.OPEN);
        assertThat(client.bufferedAmount() + server.bufferedAmount()).isZero();
    }

    /** A reader that takes its time over the last message does not keep the end of the bytes from being seen. */
    @Test
    void endBehindACleanCloseIsAskedForThoughAMessageWaits() {
        StreamTester tester = StreamTester.open(Role.CLIENT).connectAll();
        tester.bytes.add(tester.frames("8105 48656c6c6f", "8802 03e8"));
        assertThat(tester.driver.state()).isEqualTo(State.CLOSED);
        assertThat(tester.bytes.wanted()).isEqualTo(1);
        tester.bytes.complete();
        assertThat(tester.sent.isCompleted()).isTrue();
        tester.messages.request(1);
        assertThat(tester.messages.items()).hasSize(1);
        assertThat(tester.messages.isCompleted()).isTrue();
    }

    /** An error is no exception, and a reader that throws one has cancelled all the same. */
    @Test
    void readerThatThrowsAnErrorGetsNothingMore() {
        StreamTester tester = StreamTester.open(Role.SERVER).connectAll();
        tester.messages.then(message -> {
            throw new AssertionError("thrown");
        });
        tester.messages.request(10);
        List<Throwable> thrown = new ArrayList<>();
        try {
            tester.bytes.add(tester.frames("8105 48656c6c6f", "8105 48656c6c6f"));
        } catch (AssertionError e) {
            thrown.add(e);
        }
        assertThat(thrown).singleElement().asString().contains("thrown");
        assertThat(tester.messages.items()).hasSize(1);
        assertThat(tester.driver.state()).isEqualTo(State.CLOSED);
    }
}
