package dev.heddle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.extensions.ExtensionException;
import dev.heddle.extensions.Parameters;
import dev.heddle.extensions.SessionLimits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checksum alone, and with {@link RotExtension} in front of it and behind it. */
class ChecksumExtensionTest {

    private final List<Runnable> work = new ArrayList<>();
    private final ChecksumExtension checksum = new ChecksumExtension(work::add);
    private final RotExtension rot = new RotExtension(13);

    /** Does all work, in an order of its own, until there is none. */
    private void work(Wired wired, Random order) {
        while (!work.isEmpty()) {
            Collections.shuffle(work, order);
            List<Runnable> now = List.copyOf(work);
            work.clear();
            now.forEach(Runnable::run);
            wired.runTasks();
        }
    }

    @Test
    void checksumStandsBehindTheMessage() throws ExtensionException {
        Wired wired = Wired.both(checksum);
        wired.send(wired.client, "123456789");

        work(wired, new Random(1));

        assertThat(wired.response).isEqualTo("x-checksum");
        assertThat(wired.server.received).containsExactly("123456789");
        // The check value of CRC-32.
        assertThat(wired.client.sent.get(0).data().getInt(9)).isEqualTo(0xcbf43926);
    }

    @Test
    @Tag("WS-123")
    void messagesKeepTheirOrderInWhateverOrderTheWorkIsDone() throws ExtensionException {
        for (int seed = 0; seed < 100; seed++) {
            for (Wired wired : List.of(Wired.both(checksum), Wired.both(rot, checksum), Wired.both(checksum, rot))) {
                List<String> expected = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    wired.send(wired.client, "message " + i);
                    wired.send(wired.server, "message " + i);
                    expected.add("message " + i);
                }

                work(wired, new Random(seed));

                assertThat(wired.server.received).as("seed %d", seed).isEqualTo(expected);
                assertThat(wired.client.received).as("seed %d", seed).isEqualTo(expected);
            }
        }
    }

    @Test
    @Tag("WS-123")
    void orderOfRegistrationIsTheOrderOnTheWire() throws ExtensionException {
        Wired rotatedFirst = Wired.both(rot, checksum);
        Wired checkedFirst = Wired.both(checksum, rot);
        rotatedFirst.send(rotatedFirst.client, "1");
        checkedFirst.send(checkedFirst.client, "1");

        work(rotatedFirst, new Random(1));
        checkedFirst.runTasks();
        work(checkedFirst, new Random(1));

        // The CRC-32 of "1" is 83dcefb7, here rotated by 13.
        assertThat(rotatedFirst.client.sent.get(0).data().get(0)).isEqualTo((byte) '>');
        assertThat(checkedFirst.client.sent.get(0).data().getInt(1)).isEqualTo(0x90e9fcc4);
        assertThat(rotatedFirst.client.sent.get(0).data().getInt(1)).isNotEqualTo(0x90e9fcc4);
        for (Wired wired : List.of(rotatedFirst, checkedFirst)) {
            assertThat(wired.client.sent.get(0).rsv2()).isTrue();
            assertThat(wired.server.received).containsExactly("1");
        }
    }

    @Test
    void wrongChecksumFailsBehindTheMessagesInFront() throws ExtensionException {
        Wired wired = Wired.both(checksum);
        wired.wire = bytes -> {
            if (bytes[0] == '2') {
                bytes[0] = '3';
            }
            return bytes;
        };
        wired.send(wired.client, "1");
        wired.send(wired.client, "2");
        wired.send(wired.client, "4");

        work(wired, new Random(2));

        assertThat(wired.server.received)
                .containsExactly("1", "1007 x-checksum: Checksum is 6dd28e9b, but the message has 1ad5be0d");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void messageShorterThanAChecksumFails(int length) throws ExtensionException {
        Wired wired = Wired.both(checksum);
        wired.wire = bytes -> new byte[length];
        wired.send(wired.client, "1");

        work(wired, new Random(3));

        assertThat(wired.server.received)
                .containsExactly("1007 x-checksum: A message of " + length + " bytes has no checksum");
    }

    @Test
    void offerWithParametersIsDeclined() throws ExtensionException {
        SessionLimits limits = new SessionLimits(1000);
        Parameters some = Parameters.empty().with("x");

        assertThat(checksum.createServerSession(List.of(some), limits)).isNull();
        assertThat(checksum.createServerSession(List.of(some, Parameters.empty()), limits))
                .isNotNull();
        assertThat(checksum.createClientSession(limits).activate(some)).isFalse();
    }

    @Test
    void messagesPassAsTheyAreWhereOnlyOneSideHasTheExtension() throws ExtensionException {
        Wired wired = new Wired(List.of(checksum), List.of(rot));

        wired.send(wired.client, "1");

        assertThat(wired.response).isNull();
        assertThat(wired.server.received).containsExactly("1");
    }

    @Test
    void closeWaitsForTheWork() throws ExtensionException {
        Wired wired = Wired.both(rot, checksum);
        wired.send(wired.client, "1");
        wired.send(wired.client, "2");

        wired.client.extensions.close(() -> wired.client.received.add("closed"));
        wired.send(wired.client, "3");
        assertThat(wired.client.received).isEmpty();
        work(wired, new Random(4));

        assertThat(wired.client.received).containsExactly("closed");
        assertThat(wired.server.received).containsExactly("1", "2");
    }
}
