package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Runs each line of {@code proxies.txt} whole, byte by byte, and cut in two at each place, with bytes behind the head. */
class ProxyAnswerTest {

    /** What could be taken for another answer, for its body, or for the start of TLS. */
    private static final String BEHIND = "\u0016\u0003\u0001HTTP/1.1 200 OK\r\n\r\n\0\r\n\u00ff";

    /** Heads with more octets than this are not cut at each place, but at so many. */
    private static final int MOST_CUTS = 300;

    /**
     * One line of the file.
     *
     * @param answer the head, one character per octet
     */
    private record Case(String row, int line, String answer, String outcome) {

        static List<Case> all() throws IOException {
            List<Case> cases = new ArrayList<>();
            int number = 0;
            for (String line : Vector.lines("proxies.txt")) {
                number++;
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                String[] fields = line.split(" \\| ", -1);
                if (fields.length != 3) {
                    throw new IllegalArgumentException("proxies.txt:" + number + ": expected 3 fields");
                }
                String answer = HeadCase.edit(ProxyTester.CONNECTED, fields[1]);
                cases.add(new Case(fields[0], number, answer, fields[2]));
            }
            return cases;
        }

        @Override
        public String toString() {
            return row + " line " + line;
        }
    }

    @Tag("H1-001")
    @TestFactory
    Stream<DynamicTest> resultDoesNotDependOnHowAnAnswerIsCut() throws IOException {
        return Case.all().stream().map(one -> DynamicTest.dynamicTest(one.toString(), () -> run(one)));
    }

    @Test
    void fileIsNotEmpty() throws IOException {
        assertThat(Case.all()).hasSizeGreaterThan(50);
    }

    private static void run(Case one) {
        byte[] bytes = Wire.octets(one.answer() + BEHIND);
        check(one, ProxyTester.asked().feed(bytes));
        check(one, ProxyTester.asked().feedByteByByte(bytes));
        for (int cut = 1; cut < bytes.length; cut += Math.max(1, bytes.length / MOST_CUTS)) {
            check(
                    one,
                    ProxyTester.asked()
                            .feed(Arrays.copyOf(bytes, cut))
                            .feed(Arrays.copyOfRange(bytes, cut, bytes.length)));
        }
    }

    private static void check(Case one, ProxyTester tester) {
        String outcome = one.outcome();
        boolean open = outcome.startsWith("open ");
        if (open) {
            tester.expect("connect");
        } else if (outcome.startsWith("refused ")) {
            tester.expect("error 1006 " + ProxyTester.FAILURE);
        } else {
            tester.expectFailure(outcome.substring("fail ".length()));
        }
        boolean answered = !outcome.startsWith("fail ");
        int status = answered ? Integer.parseInt(outcome.substring(outcome.indexOf(' ') + 1)) : 0;
        assertThat(tester.proxy.statusCode()).isEqualTo(status);
        assertThat(tester.proxy.headers().contains("Via")).isEqualTo(answered);
        assertThat(tester.proxy.wantsClose()).isEqualTo(!open);
        assertThat(tester.tunnel()).isEqualTo(open ? BEHIND : "");
        assertThat(tester.sent()).isEmpty();
    }
}
