package dev.heddle.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("WS-005")
class ConnectingQueueTest {

    private static final SocketAddress ADDRESS = address("a", 1, 80);

    private final List<String> started = new ArrayList<>();
    private final ConnectingQueue queue = new ConnectingQueue(1);

    @Test
    void oneAttemptIsUnderWayAtATime() {
        ConnectingQueue.Turn first = entered("first", ADDRESS);
        ConnectingQueue.Turn second = entered("second", ADDRESS);
        entered("third", ADDRESS);
        assertThat(started).containsExactly("first");
        first.end();
        assertThat(started).containsExactly("first", "second");
        second.end();
        assertThat(started).containsExactly("first", "second", "third");
    }

    @Test
    void attemptsThatWaitGoInTheOrderOfTheirCalls() {
        ConnectingQueue.Turn first = entered("first", ADDRESS);
        ConnectingQueue.Turn second = queue.turn();
        // Its name is found sooner.
        entered("third", ADDRESS);
        enter(second, "second", ADDRESS);
        first.end();
        second.end();
        assertThat(started).containsExactly("first", "second", "third");
    }

    @Test
    void anAddressUnderAnotherNameIsTheSameAddress() {
        entered("first", ADDRESS);
        entered("second", address("b", 1, 80));
        assertThat(started).containsExactly("first");
    }

    @Test
    void anotherAddressOrPortHasItsOwnQueue() {
        entered("first", ADDRESS);
        entered("host", address("a", 2, 80));
        entered("port", address("a", 1, 81));
        assertThat(started).containsExactly("first", "host", "port");
    }

    @Test
    void asManyAsAllowedAreUnderWayAtATime() {
        ConnectingQueue two = new ConnectingQueue(2);
        ConnectingQueue.Turn first = two.turn();
        enter(first, "first", ADDRESS);
        enter(two.turn(), "second", ADDRESS);
        enter(two.turn(), "third", ADDRESS);
        assertThat(started).containsExactly("first", "second");
        first.end();
        assertThat(started).containsExactly("first", "second", "third");
    }

    @Test
    void anAttemptThatIsGivenUpWhileItWaitsLeavesTheQueue() {
        ConnectingQueue.Turn first = entered("first", ADDRESS);
        ConnectingQueue.Turn second = entered("second", ADDRESS);
        entered("third", ADDRESS);
        second.end();
        assertThat(started).containsExactly("first");
        first.end();
        assertThat(started).containsExactly("first", "third");
    }

    @Test
    void anAttemptThatIsGivenUpBeforeItsAddressIsKnownNeverStarts() {
        ConnectingQueue.Turn first = queue.turn();
        first.end();
        enter(first, "first", ADDRESS);
        entered("second", ADDRESS);
        assertThat(started).containsExactly("second");
    }

    @Test
    void anEndThatIsToldTwiceCountsOnce() {
        ConnectingQueue.Turn first = entered("first", ADDRESS);
        entered("second", ADDRESS);
        entered("third", ADDRESS);
        first.end();
        first.end();
        assertThat(started).containsExactly("first", "second");
    }

    @Test
    void anAddressThatNobodyWaitsForAnyMoreBeginsAnew() {
        entered("first", ADDRESS).end();
        entered("second", ADDRESS);
        entered("third", ADDRESS);
        assertThat(started).containsExactly("first", "second");
    }

    @Test
    void noTurnComesWhenTheQueueIsClosed() {
        ConnectingQueue.Turn first = entered("first", ADDRESS);
        entered("second", ADDRESS);
        queue.close();
        first.end();
        entered("other", address("a", 2, 80));
        assertThat(started).containsExactly("first");
    }

    @Test
    void anAttemptHasATurnAtEachOfItsAddresses() {
        SocketAddress other = address("a", 2, 80);
        ConnectingQueue.Turn early = queue.turn();
        ConnectingQueue.Turn first = entered("first", ADDRESS);
        ConnectingQueue.Turn second = entered("second", other);
        entered("third", other);
        ConnectingQueue.Turn there = early.toAnother();
        ConnectingQueue.Turn here = early.toAnother();
        enter(here, "here", ADDRESS);
        enter(there, "there", other);
        assertThat(started).containsExactly("first", "second");
        second.end();
        // In front of the third, which was asked for later.
        assertThat(started).containsExactly("first", "second", "there");
        here.end();
        first.end();
        there.end();
        assertThat(started).containsExactly("first", "second", "there", "third");
    }

    private ConnectingQueue.Turn entered(String name, SocketAddress address) {
        ConnectingQueue.Turn turn = queue.turn();
        enter(turn, name, address);
        return turn;
    }

    private void enter(ConnectingQueue.Turn turn, String name, SocketAddress address) {
        turn.enter(address, Runnable::run, () -> started.add(name));
    }

    private static SocketAddress address(String name, int last, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(name, new byte[] {127, 0, 0, (byte) last}), port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
