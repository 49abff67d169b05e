package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many frames in one read cost neither stack nor more than linear time. */
@Tag("SEC-16")
class Sec16ManyFramesTest {

    private static final int SMALL_STACK = 256 * 1024;

    private static final class Counter implements DriverListener {

        private final ServerDriver driver;
        private int messages;
        private int pings;

        Counter(ServerDriver driver) {
            this.driver = driver;
        }

        @Override
        public void onText(ByteBuffer data, boolean last) {
            messages++;
            driver.text(data, last);
        }

        @Override
        public void onPing(ByteBuffer payload) {
            pings++;
        }
    }

    @Tag("WS-105")
    @Test
    void aMillionFramesInOneBufferAreAllHandledOnASmallStack() throws InterruptedException {
        Counter[] counter = new Counter[1];
        Throwable[] thrown = new Throwable[1];
        Thread thread = new Thread(null, () -> counter[0] = feed(500_000), "small stack", SMALL_STACK);
        thread.setUncaughtExceptionHandler((where, e) -> thrown[0] = e);
        thread.start();
        thread.join();
        assertThat(thrown[0]).isNull();
        assertThat(counter[0].messages).isEqualTo(500_000);
        assertThat(counter[0].pings).isEqualTo(500_000);
    }

    @Tag("WS-105")
    @Test
    void manyFramesInOneBufferTakeLinearTime() {
        Scaling.assertLinear(Sec16ManyFramesTest::feed, 25_000);
    }

    @Test
    void manySendsFromInsideOneEventGoOutInOrder() {
        DriverTester tester = DriverTester.server();
        tester.then(new DriverListener() {
            @Override
            public void onText(ByteBuffer data, boolean last) {
                for (int i = 0; i < 100_000; i++) {
                    tester.driver.ping(ByteBuffer.allocate(4).putInt(0, i));
                }
            }
        });
        tester.driver.parse(ByteBuffer.wrap(Wire.bytes("818000000000")));
        ByteBuffer sent = ByteBuffer.wrap(tester.output.take());
        for (int i = 0; i < 100_000; i++) {
            assertThat(sent.getShort()).isEqualTo((short) 0x8904);
            assertThat(sent.getInt()).isEqualTo(i);
        }
        assertThat(sent.hasRemaining()).isFalse();
    }

    @Tag("SEC-13")
    @Tag("WS-092")
    @Test
    void pingFloodWithoutRoomKeepsOnePong() {
        OutputQueue output = new OutputQueue(64 * 1024);
        ServerDriver driver = Driver.server(DriverOptions.defaults(), output, server -> new DriverListener() {});
        driver.start();
        driver.parse(ByteBuffer.wrap(Wire.octets(DriverTester.REQUEST)));
        for (int i = 0; i < 1_000_000; i += 1000) {
            ByteBuffer pings = ByteBuffer.allocate(10_000);
            for (int j = i; j < i + 1000; j++) {
                pings.putShort((short) 0x8984).putInt(0).putInt(j);
            }
            driver.parse(pings.flip());
        }
        assertThat(output.size()).isLessThan(65 * 1024);
        output.transmit(ByteBuffer.allocate((int) output.size()));
        driver.drained();
        ByteBuffer last = ByteBuffer.allocate(100);
        assertThat(output.transmit(last)).isEqualTo(6);
        assertThat(last.getInt(2)).isEqualTo(999_999);
    }

    private static Counter feed(int pairs) {
        Counter[] counter = new Counter[1];
        ServerDriver driver =
                Driver.server(DriverOptions.defaults(), new OutputQueue(), server -> counter[0] = new Counter(server));
        driver.start();
        driver.parse(ByteBuffer.wrap(Wire.octets(DriverTester.REQUEST)));
        driver.parse(ByteBuffer.wrap(Wire.repeat(Wire.bytes("818000000000 898000000000"), pairs)));
        assertThat(driver.state()).isEqualTo(State.OPEN);
        return counter[0];
    }
}
