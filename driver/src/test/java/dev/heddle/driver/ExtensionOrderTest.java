package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions that answer later, in any order: events and frames keep the order of the wire. */
@Tag("WS-123")
class ExtensionOrderTest {

    private final TaskQueue tasks = new TaskQueue();

    @ParameterizedTest
    @EnumSource
    void eventsKeepTheOrderOfTheWire(Role role) {
        Toy toy = Toy.later("a").signs();
        DriverTester tester = DriverTester.open(role, tasks, toy);
        tester.frames("8101 31", "8201 32", "8101 33");
        tester.expect();
        assertThat(Toy.texts(toy.incoming)).containsExactly("1", "2", "3");
        toy.incoming.get(2).finish();
        toy.incoming.get(1).finish();
        tasks.run();
        tester.expect();
        toy.incoming.get(0).finish();
        tester.expect();
        tasks.run();
        tester.expect("text 3161", "binary 3261", "text 3361");
    }

    @ParameterizedTest
    @EnumSource
    void framesKeepTheOrderOfTheCommands(Role role) {
        Toy toy = Toy.later("a").signs();
        DriverTester tester = DriverTester.open(role, tasks, toy);
        assertThat(tester.driver.text("1")).isTrue();
        assertThat(tester.driver.binary(Wire.buffer("2"))).isTrue();
        assertThat(tester.driver.text("3")).isTrue();
        assertThat(tester.driver.bufferedAmount()).isEqualTo(3);
        toy.outgoing.get(1).finish();
        tasks.run();
        tester.expect();
        toy.outgoing.get(0).finish();
        tasks.run();
        tester.expect("> 81023161", "> 82023261");
        assertThat(tester.driver.bufferedAmount()).isEqualTo(1);
        toy.outgoing.get(2).finish();
        tasks.run();
        tester.expect("> 81023361");
        assertThat(tester.driver.bufferedAmount()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void nothingHappensBeforeTheExecutorRunsIt(Role role) {
        Toy toy = Toy.later("a");
        DriverTester tester = DriverTester.open(role, tasks, toy);
        tester.driver.text("1");
        tester.frames("8101 32");
        toy.finishAll();
        tester.expect();
        assertThat(tasks.size()).isEqualTo(2);
        tasks.run();
        tester.expect("text 32", "> 810131");
    }

    @ParameterizedTest
    @EnumSource
    void controlFramesOvertakeMessagesInside(Role role) {
        Toy toy = Toy.later("a");
        DriverTester tester = DriverTester.open(role, tasks, toy);
        List<String> pongs = new ArrayList<>();
        tester.driver.text("1");
        tester.driver.ping(Wire.buffer("p"), () -> pongs.add("p"));
        tester.driver.pong(Wire.buffer("q"));
        tester.frames("8101 32", "8901 33", "8a01 70");
        tester.expect("> 890170", "> 8a0171", "> 8a0133", "ping 33", "pong 70");
        assertThat(pongs).containsExactly("p");
        toy.finishAll();
        tasks.run();
        tester.expect("text 32", "> 810131");
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerToALateMessageIsSentAtOnce(Role role) {
        Toy toy = Toy.later("a");
        DriverTester tester = DriverTester.open(role, tasks, toy);
        tester.then(new DriverListener() {
            @Override
            public void onText(ByteBuffer data, boolean last) {
                assertThat(tester.driver.text(data, last)).isTrue();
            }
        });
        tester.frames("8101 31", "8101 32");
        toy.incoming.get(0).finish();
        tasks.run();
        toy.outgoing.get(0).finish();
        tasks.run();
        tester.expect("text 31", "> 810131");
        toy.incoming.get(1).finish();
        tasks.run();
        assertThat(Toy.texts(toy.outgoing)).containsExactly("1", "2");
    }

    @ParameterizedTest
    @EnumSource
    void anyOrderOfAnswersGivesTheSameLog(Role role) {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Toy first = Toy.later("a").signs();
            Toy middle = Toy.atOnce("b").signs();
            Toy last = Toy.later("c").signs();
            DriverTester tester = DriverTester.open(role, tasks, first, middle, last);
            List<String> events = new ArrayList<>();
            List<String> frames = new ArrayList<>();
            StringBuilder sent = new StringBuilder();
            List<String> received = new ArrayList<>();
            for (int i = 0; i < 20 || inside(first, last) > 0 || tasks.size() > 0; i++) {
                if (i < 20) {
                    String text = Integer.toString(i);
                    if (random.nextBoolean()) {
                        tester.driver.text(text);
                        frames.add("81" + String.format("%02x", text.length() + 3) + Wire.hex(text + "abc"));
                    } else {
                        tester.frames("81" + String.format("%02x", text.length()) + Wire.hex(text));
                        events.add("text " + Wire.hex(text + "cba"));
                    }
                }
                finishAny(random, first);
                finishAny(random, last);
                if (random.nextBoolean()) {
                    tasks.run();
                }
                for (String entry : tester.log()) {
                    if (entry.startsWith("> ")) {
                        sent.append(entry.substring(2));
                    } else {
                        received.add(entry);
                    }
                }
            }
            assertThat(received).as("seed %d", seed).isEqualTo(events);
            byte[] expected = {};
            for (String frame : frames) {
                expected = Wire.join(expected, Wire.from(role, Wire.bytes(frame)));
            }
            assertThat(sent.toString()).as("seed %d", seed).isEqualTo(Wire.hex(expected));
        }
    }

    private static int inside(Toy first, Toy last) {
        return first.incoming.size() + first.outgoing.size() + last.incoming.size() + last.outgoing.size();
    }

    private static void finishAny(Random random, Toy toy) {
        List<Toy.Work> inside = random.nextBoolean() ? toy.incoming : toy.outgoing;
        if (!inside.isEmpty()) {
            inside.remove(random.nextInt(inside.size())).finish();
        }
    }
}
