package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Runs each line of {@code heads.txt} whole, byte by byte, and cut in two at each place. */
class HeadTest {

    /** Heads with more octets than this are not cut at each place, but at so many. */
    private static final int MOST_CUTS = 300;

    private static final int WHOLE = 0;
    private static final int BYTE_BY_BYTE = -1;

    @TestFactory
    @Tag("H1-001")
    @Tag("WS-037")
    Stream<DynamicTest> resultDoesNotDependOnHowAHeadIsCut() throws IOException {
        return HeadCase.all().stream().map(head -> DynamicTest.dynamicTest(head.toString(), () -> run(head)));
    }

    @Test
    void headFileIsNotEmpty() throws IOException {
        assertThat(HeadCase.all()).hasSizeGreaterThan(150);
    }

    private static void run(HeadCase head) {
        int size = head.head().length();
        int stride = Math.max(1, size / MOST_CUTS);
        check(head, WHOLE);
        check(head, BYTE_BY_BYTE);
        for (int cut = 1; cut < size; cut += stride) {
            check(head, cut);
        }
    }

    private static void check(HeadCase head, int cut) {
        DriverTester tester = DriverTester.open(head, cut);
        String outcome = head.outcome();
        if (head.role() == Role.SERVER) {
            checkServer(tester, outcome, head.head().startsWith("HEAD "));
        } else {
            checkClient(tester, outcome);
        }
    }

    private static void checkServer(DriverTester tester, String outcome, boolean bodyless) {
        String response = tester.sent();
        List<String> fields =
                List.of(response.substring(0, response.indexOf("\r\n\r\n")).split("\r\n"));
        assertThat(fields.get(0)).startsWith("HTTP/1.1 " + outcome.substring(0, 3) + " ");
        for (String wanted : outcome.substring(3).trim().split(" & ", -1)) {
            if (wanted.startsWith("-")) {
                assertThat(fields).noneMatch(field -> field.startsWith(wanted.substring(1) + ":"));
            } else if (!wanted.isEmpty()) {
                assertThat(fields).containsOnlyOnce(wanted);
            }
        }
        List<String> events = events(tester);
        if (outcome.startsWith("101")) {
            String behind = response.substring(response.indexOf("\r\n\r\n") + 4);
            assertThat(behind).hasSize(tester.driver.version().equals("hixie-76") ? 16 : 0);
            assertThat(events).last().isEqualTo("open");
            assertThat(events).noneMatch(event -> event.startsWith("error"));
        } else {
            String body = response.substring(response.indexOf("\r\n\r\n") + 4);
            String text = events.get(events.size() - 1).substring("close 1002 ".length());
            assertThat(events.subList(events.size() - 2, events.size()))
                    .containsExactly("error 1002 " + text, "close 1002 " + text);
            byte[] told = text.getBytes(StandardCharsets.UTF_8);
            assertThat(fields).contains("Content-Length: " + told.length, "Content-Type: text/plain");
            assertThat(body.getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(bodyless ? new byte[0] : told);
            assertThat(events).doesNotContain("open");
            assertThat(tester.driver.wantsClose()).isTrue();
        }
    }

    private static void checkClient(DriverTester tester, String outcome) {
        List<String> events = events(tester);
        if (outcome.equals("open")) {
            assertThat(events).containsExactly("open");
            assertThat(tester.driver.state()).isEqualTo(State.OPEN);
        } else {
            boolean extension = outcome.startsWith("fail 1010 ");
            String text = (extension ? "1010 " : "1002 ") + outcome.substring(extension ? 10 : 5);
            assertThat(events).containsExactly("error " + text, "close " + text);
            assertThat(tester.sent()).isEmpty();
            assertThat(tester.driver.wantsClose()).isTrue();
        }
    }

    private static List<String> events(DriverTester tester) {
        return tester.log().stream().filter(entry -> !entry.startsWith("> ")).toList();
    }
}
