package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An owner that wants no more frames for a while: exactly none come, and none are lost. */
class PausingTest {

    private static byte[] frames(Role role, String... unmasked) {
        byte[][] all = new byte[unmasked.length][];
        for (int i = 0; i < unmasked.length; i++) {
            all[i] = Wire.toPeer(role, Wire.bytes(unmasked[i]));
        }
        return Wire.join(all);
    }

    @ParameterizedTest
    @EnumSource
    void behindAPauseInsideAnEventNothingOfTheSameReadComes(Role role) {
        DriverTester tester = DriverTester.open(role);
        tester.then(new DriverListener() {
            @Override
            public void onText(ByteBuffer data, boolean last) {
                tester.driver.pause();
            }
        });
        tester.feed(frames(role, "8101 31", "8101 32", "8901 70", "8101 33"));
        tester.expect("text 31");
        assertThat(tester.driver.wantsRead()).isFalse();
        assertThat(tester.driver.pendingBytes()).isPositive();
        tester.driver.resume();
        tester.expect("text 32", "> 8a0170", "ping 70");
        tester.driver.resume();
        tester.expect("text 33");
        assertThat(tester.driver.pendingBytes()).isZero();
        tester.driver.resume();
        assertThat(tester.driver.wantsRead()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void insideAnEventOfWhatWasKeptThereIsNothingToReadYet(Role role) {
        DriverTester tester = DriverTester.open(role);
        tester.driver.pause();
        tester.feed(frames(role, "8100", "8101 32"));
        List<Boolean> wanting = new ArrayList<>();
        tester.then(new DriverListener() {
            @Override
            public void onText(ByteBuffer data, boolean last) {
                tester.driver.pause();
                wanting.add(tester.driver.wantsRead());
            }
        });
        tester.driver.resume();
        assertThat(wanting).containsExactly(false);
        assertThat(tester.driver.wantsRead()).isFalse();
        tester.driver.resume();
        assertThat(wanting).containsExactly(false, false);
        assertThat(tester.driver.wantsRead()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aResumeInsideTheEventIsAsIfThereWereNoPause(Role role) {
        DriverTester tester = DriverTester.open(role);
        tester.then(new DriverListener() {
            @Override
            public void onText(ByteBuffer data, boolean last) {
                tester.driver.pause();
                tester.driver.resume();
            }
        });
        tester.feed(frames(role, "8101 31", "8101 32"));
        tester.expect("text 31", "text 32");
    }

    @ParameterizedTest
    @EnumSource
    void whatComesDuringAPauseIsParsedBehindItHoweverItWasCut(Role role) {
        byte[] bytes = frames(role, "0101 61", "8901 70", "8001 62", "8203 000102");
        for (int cut = 0; cut <= bytes.length; cut++) {
            DriverTester tester = DriverTester.open(role);
            tester.feed(Arrays.copyOf(bytes, cut));
            tester.driver.pause();
            tester.feed(Arrays.copyOfRange(bytes, cut, bytes.length));
            tester.driver.resume();
            tester.expect("> 8a0170", "ping 70", "text 6162", "binary 000102");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theCloseFrameAndTheEndWaitBehindWhatIsKept(Role role) {
        DriverTester tester = DriverTester.open(role);
        tester.driver.pause();
        tester.feed(frames(role, "8101 31", "8802 03e8"));
        tester.driver.end();
        tester.expect();
        assertThat(tester.driver.state()).isEqualTo(State.OPEN);
        tester.driver.resume();
        tester.expect("text 31", "> 880203e8", "close 1000");
    }

    @ParameterizedTest
    @EnumSource
    void theEndWithNothingInFrontOfItDoesNotWait(Role role) {
        DriverTester tester = DriverTester.open(role);
        tester.driver.pause();
        tester.driver.end();
        tester.expect("close 1006");
    }

    @ParameterizedTest
    @EnumSource
    void aLossDropsWhatIsKept(Role role) {
        DriverTester tester = DriverTester.open(role);
        tester.driver.pause();
        tester.feed(frames(role, "8101 31"));
        tester.driver.lost();
        tester.driver.resume();
        tester.expect("close 1006");
    }

    @ParameterizedTest
    @EnumSource
    void aCloseEndsThePause(Role role) {
        DriverTester tester = DriverTester.open(role);
        tester.driver.pause();
        tester.feed(frames(role, "8101 31", "8802 03e8"));
        tester.driver.close();
        tester.expect("> 880203e8");
        assertThat(tester.driver.wantsRead()).isTrue();
        tester.driver.resume();
        tester.expect("text 31", "close 1000");
    }

    @Test
    void theHandshakeDoesNotWaitForIt() {
        DriverTester tester = DriverTester.fresh(Role.SERVER);
        tester.driver.pause();
        tester.driver.start();
        tester.feed(DriverTester.REQUEST.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(tester.driver.state()).isEqualTo(State.OPEN);
        tester.frames("8101 31");
        assertThat(tester.driver.wantsRead()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void controlFramesInFrontOfTheNextMessageAreTaken(Role role) {
        DriverTester tester = DriverTester.open(role);
        tester.driver.pause();
        tester.frames("8901 70", "8a01 71");
        tester.expect("> 8a0170", "ping 70", "pong 71");
        assertThat(tester.driver.wantsRead()).isTrue();
        tester.frames("8802 03e8");
        tester.expect("> 880203e8", "close 1000");
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyMessageWaitsThoughNoByteOfItIsLeft(Role role) {
        DriverTester tester = DriverTester.open(role);
        tester.driver.pause();
        tester.frames("8100");
        tester.expect();
        assertThat(tester.driver.wantsRead()).isFalse();
        tester.driver.resume();
        tester.expect("text");
        assertThat(tester.driver.wantsRead()).isTrue();
        tester.driver.pause();
        tester.frames("8100");
        tester.driver.end();
        tester.expect();
        tester.driver.resume();
        tester.expect("text", "close 1006");
    }

    @Test
    void aDraftsMessagesWaitToo() {
        DriverTester tester = DriverTester.openDraft("hixie-75", DriverTester.options());
        tester.then(new DriverListener() {
            @Override
            public void onText(ByteBuffer data, boolean last) {
                if (last) {
                    tester.driver.pause();
                }
            }
        });
        tester.feed(Wire.bytes("0061ff 0062ff"));
        tester.expect("text 61");
        tester.driver.resume();
        tester.expect("text 62");
    }

    @ParameterizedTest
    @EnumSource
    void pausesAtAnyTimeLoseNothingAndKeepTheOrder(Role role) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        StringBuilder expected = new StringBuilder();
        StringBuilder heard = new StringBuilder();
        DriverTester tester = DriverTester.open(role);
        tester.then(new DriverListener() {
            @Override
            public void onText(ByteBuffer data, boolean last) {
                for (int i = data.position(); i < data.limit(); i++) {
                    heard.append((char) data.get(i));
                }
                if (random.nextInt(3) == 0) {
                    tester.driver.pause();
                }
            }
        });
        for (int i = 0; i < 300; i++) {
            String text = Integer.toString(i);
            expected.append(text);
            byte[] frame = Wire.toPeer(
                    role,
                    Wire.join(
                            new byte[] {(byte) 0x81, (byte) text.length()}, text.getBytes(StandardCharsets.US_ASCII)));
            int cut = random.nextInt(frame.length + 1);
            tester.feed(Arrays.copyOf(frame, cut));
            if (random.nextBoolean()) {
                tester.driver.resume();
            }
            tester.feed(Arrays.copyOfRange(frame, cut, frame.length));
        }
        while (!tester.driver.wantsRead()) {
            tester.driver.resume();
        }
        assertThat(heard).as("seed %d", seed).hasToString(expected.toString());
    }
}
