package dev.heddle.watershed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A connection whose owner reads: bytes in, events and bytes out. A client's, so that no masks are in the way. */
class ParsingTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final WritableByteChannel out = Channels.newChannel(written);
    private final Recorder events = new Recorder();

    @ParameterizedTest
    @CsvSource({
        "1000, NORMAL",
        "1001, GOING_AWAY",
        "1002, PROTOCOL_ERROR",
        "1003, UNACCEPTABLE",
        "1007, MALFORMED",
        "1008, POLICY_VIOLATION",
        "1009, TOO_BIG",
        "1010, MISSING_EXTENSION",
        "1011, UNEXPECTED_ERROR",
        "1012, 1012",
        "3001, 3001",
        "4999, 4999"
    })
    void closeCodeIsToldByItsName(int code, String name) throws Exception {
        connect(null).parse(hex(String.format("8805%04x627965", code)));
        assertThat(events.next()).isEqualTo("end " + name + " bye");
        assertThat(events.isEmpty()).isTrue();
        assertThat(out.isOpen()).isFalse();
    }

    @Test
    void closeWithoutACodeHasNoName() throws Exception {
        connect(null).parse(hex("8800"));
        assertThat(events.next()).isEqualTo("end null null");
    }

    @Test
    void headIsParsedFirst() throws Exception {
        WatershedConnection connection = connect(hex("810161"));
        connection.parse(hex("810162"));
        assertThat(events.next()).isEqualTo("text a");
        assertThat(events.next()).isEqualTo("text b");
    }

    @Test
    void headNeedsNoBytesBehindIt() throws Exception {
        connect(hex("810161")).parse(ByteBuffer.allocate(0));
        assertThat(events.next()).isEqualTo("text a");
    }

    @Test
    void messageInFragmentsIsOneMessage() throws Exception {
        connect(null).parse(hex("010161" + "890170" + "000162" + "800163"));
        assertThat(events.next()).isEqualTo("ping 70");
        assertThat(events.next()).isEqualTo("text abc");
        assertThat(written.size()).as("a masked pong").isEqualTo(7);
    }

    @Test
    void callersBufferIsNotChanged() throws Exception {
        WatershedConnection server = Watershed.accept(Sample.request(), UpgradedChannel.writing(out), null)
                .listen(events);
        ByteBuffer masked = hex("8181ffffffff9e");
        server.parse(masked.asReadOnlyBuffer());
        server.parse(masked);
        assertThat(events.next()).isEqualTo("text a");
        assertThat(events.next()).isEqualTo("text a");
        assertThat(masked.rewind()).isEqualTo(hex("8181ffffffff9e"));
        byte[] data = {1, 2, 3};
        WatershedConnection client = connect(null);
        assertThat(client.send(data)).isTrue();
        assertThat(data).containsExactly(1, 2, 3);
    }

    @Test
    void endWithoutCloseFrameIsAReset() throws Exception {
        WatershedConnection connection = connect(null);
        connection.parseEnd(null);
        assertThat(events.next()).isEqualTo("reset");
        assertThat(events.next()).isEqualTo("end null null");
        connection.parseEnd(null);
        connection.destroy();
        assertThat(events.isEmpty()).isTrue();
        assertThat(connection.send("late")).isFalse();
        assertThat(connection.end()).isFalse();
    }

    @Test
    void destroyEndsWithoutACloseFrameAndOnce() throws Exception {
        WatershedConnection connection = connect(null);
        connection.destroy();
        connection.destroy();
        assertThat(events.next()).isEqualTo("end null null");
        assertThat(events.isEmpty()).isTrue();
        assertThat(written.size()).isZero();
        assertThat(out.isOpen()).isFalse();
    }

    @Test
    void failedWriteIsAReset() throws Exception {
        WatershedConnection connection = connect(null);
        out.close();
        assertThat(connection.send("lost")).isFalse();
        assertThat(events.next()).startsWith("reset");
        assertThat(events.next()).isEqualTo("end null null");
    }

    @Test
    void whatTheListenerThrowsEndsWith1011AndReachesTheCaller() throws Exception {
        AtomicInteger texts = new AtomicInteger();
        WatershedConnection connection = Watershed.connect(
                Sample.response(Sample.responseHeaders()), UpgradedChannel.writing(out), null, Sample.KEY);
        connection.listen(new WatershedListener() {
            @Override
            public void onText(WatershedConnection from, String text) {
                texts.incrementAndGet();
                throw new IllegalStateException("mine");
            }

            @Override
            public void onEnd(WatershedConnection from, String code, String reason) {
                events.onEnd(from, code, reason);
            }
        });
        assertThatThrownBy(() -> connection.parse(hex("810161810162"))).hasMessage("mine");
        assertThat(texts).hasValue(1);
        assertThat(events.next()).isEqualTo("end UNEXPECTED_ERROR ");
        assertThat(out.isOpen()).isFalse();
        assertThat(written.size()).isEqualTo(8);
    }

    @Test
    void eventsComeOnTheThreadThatReadsAlsoWhenAnotherOneDestroys() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        WritableByteChannel slow = new WritableByteChannel() {
            @Override
            public int write(ByteBuffer source) throws IOException {
                entered.countDown();
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    throw new InterruptedIOException();
                }
                return out.write(source);
            }

            @Override
            public boolean isOpen() {
                return out.isOpen();
            }

            @Override
            public void close() throws IOException {
                out.close();
            }
        };
        List<String> heard = new CopyOnWriteArrayList<>();
        WatershedConnection connection = Watershed.connect(
                        Sample.response(Sample.responseHeaders()), UpgradedChannel.writing(slow), null, Sample.KEY)
                .listen(new WatershedListener() {
                    @Override
                    public void onText(WatershedConnection from, String text) {
                        heard.add(Thread.currentThread().getName() + ": " + text);
                    }

                    @Override
                    public void onEnd(WatershedConnection from, String code, String reason) {
                        heard.add(Thread.currentThread().getName() + ": end " + code);
                    }
                });
        Thread loop = new Thread(() -> connection.parse(hex("890170" + "810161")), "loop");
        loop.start();
        entered.await();
        connection.destroy();
        assertThat(heard).isEmpty();
        gate.countDown();
        loop.join();
        assertThat(heard).containsExactly("loop: end null");
    }

    @Test
    void nothingButTheEndComesBehindDestroy() throws Exception {
        List<String> heard = new ArrayList<>();
        WatershedConnection connection = Watershed.connect(
                Sample.response(Sample.responseHeaders()), UpgradedChannel.writing(out), null, Sample.KEY);
        connection.listen(new WatershedListener() {
            @Override
            public void onText(WatershedConnection from, String text) {
                heard.add(text);
                from.destroy();
            }

            @Override
            public void onEnd(WatershedConnection from, String code, String reason) {
                heard.add("end");
            }
        });
        connection.parse(hex("810161" + "810162"));
        assertThat(heard).containsExactly("a", "end");
    }

    @Test
    void endBehindThePeersCloseFrameIsTooLate() throws Exception {
        WatershedConnection connection = connect(null);
        connection.parse(hex("880203e8" + "810161"));
        assertThat(connection.end("mine")).isFalse();
        assertThat(connection.ping(ByteBuffer.allocate(0))).isFalse();
        assertThat(events.next()).isEqualTo("end NORMAL ");
        assertThat(events.isEmpty()).isTrue();
    }

    @Test
    void answerThatCanNotBeWrittenIsAReset() throws Exception {
        WatershedConnection connection = connect(null);
        out.close();
        connection.parse(hex("890170"));
        assertThat(events.next()).isEqualTo("ping 70");
        assertThat(events.next()).startsWith("reset");
        assertThat(events.next()).isEqualTo("end null null");
    }

    @Test
    void channelThatThrowsInTheMiddleOfAFrameIsWrittenNoMore() throws Exception {
        AtomicInteger writes = new AtomicInteger();
        OutputStream throwing = new OutputStream() {
            @Override
            public void write(int octet) {
                writes.incrementAndGet();
                throw new IllegalStateException("full");
            }
        };
        WatershedConnection connection = Watershed.connect(
                        Sample.response(Sample.responseHeaders()),
                        UpgradedChannel.writing(Channels.newChannel(throwing)),
                        null,
                        Sample.KEY)
                .listen(events);
        assertThat(connection.send("first")).isFalse();
        assertThat(connection.send("second")).isFalse();
        assertThat(writes).hasValue(1);
        assertThat(events.next()).isEqualTo("reset The channel can not be written to");
        assertThat(events.next()).isEqualTo("end null null");
    }

    @Test
    void headLargerThanABufferIsParsedWholeAndNotChanged() throws Exception {
        byte[] frames = new byte[3 * 10_000];
        for (int i = 0; i < frames.length; i += 3) {
            frames[i] = (byte) 0x81;
            frames[i + 1] = 1;
            frames[i + 2] = 'a';
        }
        byte[] before = frames.clone();
        connect(ByteBuffer.wrap(frames)).parse(ByteBuffer.allocate(0));
        for (int i = 0; i < 10_000; i++) {
            assertThat(events.next()).isEqualTo("text a");
        }
        assertThat(events.isEmpty()).isTrue();
        assertThat(frames).isEqualTo(before);
    }

    @Test
    void readingNeedsAListener() throws Exception {
        WatershedConnection connection = Watershed.connect(
                Sample.response(Sample.responseHeaders()), UpgradedChannel.writing(out), null, Sample.KEY);
        assertThatThrownBy(() -> connection.parse(hex("810161")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("listen");
    }

    @Test
    void channelThatIsOnlyWrittenToHasNothingToRun() throws Exception {
        WatershedConnection connection = connect(null);
        assertThatThrownBy(connection::run)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("UpgradedChannel.writing");
        connection.parse(hex("810161"));
        assertThat(events.next()).isEqualTo("text a");
    }

    @Test
    void onlyOneWayOfReadingServes() throws Exception {
        WatershedConnection connection = Watershed.connect(
                        Sample.response(Sample.responseHeaders()), Sample.silent(written), null, Sample.KEY)
                .listen(events);
        connection.parse(hex("810161"));
        assertThatThrownBy(connection::run)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("parse");
        assertThatThrownBy(() -> connection.listen(events)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void reasonHasAtMost123Bytes() throws Exception {
        WatershedConnection connection = connect(null);
        assertThatThrownBy(() -> connection.end("x".repeat(124)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("123");
        assertThat(connection.end("x".repeat(123))).isTrue();
        assertThat(connection.end()).isFalse();
        assertThat(List.of(written.size())).containsExactly(2 + 4 + 125);
    }

    private WatershedConnection connect(ByteBuffer head) throws IOException {
        return Watershed.connect(
                        Sample.response(Sample.responseHeaders()), UpgradedChannel.writing(out), head, Sample.KEY)
                .listen(events);
    }

    private static ByteBuffer hex(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }
}
