package dev.heddle.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 8305 §4, §5. */
class HappyEyeballsTest {

    private static final Duration DELAY = Duration.ofMillis(250);
    private static final Duration TICK = Duration.ofNanos(1);

    private final Timers timers = new Timers();
    private final Log log = new Log();

    @ParameterizedTest
    @CsvSource({
        "4a, 4a",
        "4a 4b, 4a 4b",
        "6a 6b 4a 4b, 6a 4a 6b 4b",
        "4a 4b 6a 6b, 4a 6a 4b 6b",
        "6a 6b 6c 4a, 6a 4a 6b 6c",
        "4a 6a 6b 6c, 4a 6a 6b 6c",
        "6a 6a 4a 6a 4b 4a, 6a 4a 4b"
    })
    void familiesTakeTurns(String given, String tried) {
        assertThat(HappyEyeballs.interleaved(addresses(given))).isEqualTo(addresses(tried));
    }

    @Test
    void nextAttemptBeginsAfterTheDelay() {
        HappyEyeballs race = race("6a 4a 6b");
        race.start();
        expect("begin 6a");
        race.began(address("6a"));
        timers.advance(DELAY.minus(TICK));
        expect();
        timers.advance(TICK);
        expect("begin 4a");
        race.began(address("4a"));
        timers.advance(DELAY);
        expect("begin 6b");
        race.began(address("6b"));
        assertThat(timers.count()).isZero();
    }

    @Test
    void delayRunsFromWhenTheAttemptReallyBegan() {
        HappyEyeballs race = race("6a 4a");
        race.start();
        timers.advance(DELAY.multipliedBy(100));
        expect("begin 6a");
        race.began(address("6a"));
        timers.advance(DELAY.minus(TICK));
        expect();
        timers.advance(TICK);
        expect("begin 4a");
    }

    @Test
    void failureBeginsTheNextAttemptAtOnceWithADelayOfItsOwn() {
        HappyEyeballs race = race("6a 4a 6b");
        race.start();
        race.began(address("6a"));
        timers.advance(DELAY.minus(TICK));
        race.failed(address("6a"), new IOException("a"));
        expect("begin 6a", "begin 4a");
        race.began(address("4a"));
        timers.advance(DELAY.minus(TICK));
        expect();
        timers.advance(TICK);
        expect("begin 6b");
    }

    @Test
    void firstToConnectWinsAndTheOthersAreGivenUp() {
        HappyEyeballs race = race("6a 4a 6b 4b");
        race.start();
        race.began(address("6a"));
        timers.advance(DELAY);
        race.began(address("4a"));
        timers.advance(DELAY);
        log.events.clear();
        assertThat(race.connected(address("4a"))).isTrue();
        expect("give up 6a", "give up 6b");
        assertThat(timers.count()).isZero();
        assertThat(race.connected(address("6a"))).isFalse();
        race.began(address("6b"));
        race.failed(address("6b"), new IOException("late"));
        timers.advance(DELAY);
        expect();
    }

    @Test
    void whenAllFailTheFirstCauseTellsOfTheOthers() {
        HappyEyeballs race = race("6a 4a 6b");
        IOException first = new IOException("4a");
        IOException second = new IOException("6a");
        IOException third = new IOException("6b");
        race.start();
        race.began(address("6a"));
        timers.advance(DELAY);
        race.began(address("4a"));
        race.failed(address("4a"), first);
        race.failed(address("6a"), second);
        expect("begin 6a", "begin 4a", "begin 6b");
        race.failed(address("6b"), third);
        race.failed(address("6b"), third);
        expect("failed 4a");
        assertThat(first).hasSuppressedException(second).hasSuppressedException(third);
        assertThat(timers.count()).isZero();
    }

    @Test
    void nothingHappensOnceItIsStopped() {
        HappyEyeballs race = race("6a 4a 6b");
        race.start();
        race.began(address("6a"));
        timers.advance(DELAY);
        race.stop();
        race.stop();
        expect("begin 6a", "begin 4a", "give up 6a", "give up 4a");
        race.began(address("4a"));
        race.failed(address("6a"), new IOException("late"));
        assertThat(race.connected(address("4a"))).isFalse();
        expect();
        assertThat(timers.count()).isZero();
    }

    @Test
    void noAddressIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> race(""))
                .withMessage("There must be an address to connect to");
    }

    private HappyEyeballs race(String addresses) {
        return new HappyEyeballs(addresses(addresses), DELAY, log);
    }

    private void expect(String... events) {
        assertThat(log.events).containsExactly(events);
        log.events.clear();
    }

    private static List<InetAddress> addresses(String names) {
        return Stream.of(names.split(" "))
                .filter(name -> !name.isEmpty())
                .map(HappyEyeballsTest::address)
                .toList();
    }

    /** Returns an address by its family and a letter; the name says nothing about the address. */
    private static InetAddress address(String name) {
        byte[] octets = new byte[name.charAt(0) == '4' ? 4 : 16];
        octets[0] = 0x20;
        octets[octets.length - 1] = (byte) name.charAt(1);
        try {
            return InetAddress.getByAddress(name, octets);
        } catch (UnknownHostException e) {
            throw new AssertionError(Arrays.toString(octets), e);
        }
    }

    private final class Log implements HappyEyeballs.Attempts {

        final List<String> events = new ArrayList<>();

        @Override
        public void begin(InetAddress address) {
            events.add("begin " + address.getHostName());
        }

        @Override
        public void giveUp(InetAddress address) {
            events.add("give up " + address.getHostName());
        }

        @Override
        public void failed(Throwable cause) {
            events.add("failed " + cause.getMessage());
        }

        @Override
        public Transport.Timer schedule(long delayNanos, Runnable task) {
            return timers.schedule(delayNanos, task);
        }
    }
}
