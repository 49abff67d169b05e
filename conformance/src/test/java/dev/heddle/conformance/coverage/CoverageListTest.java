package dev.heddle.conformance.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CoverageListTest {

    private static final Row ONE = new Row("WS-001", "RFC 6455 §3, MUST", "Refuse a fragment");
    private static final Row TWO = new Row("SEC-02", "security", "Overflow");

    @Test
    void listNamesTheTestsOfEachRowOnceAndInOrder() {
        Coverage coverage = new Coverage(
                List.of(ONE, TWO),
                List.of(
                        new Citation("WS-001", "UrlTest"),
                        new Citation("WS-001", "ATest"),
                        new Citation("WS-001", "ATest")));
        assertThat(coverage.text()).contains("""
                WS-001  RFC 6455 §3, MUST
                    Refuse a fragment
                    -> ATest, UrlTest

                SEC-02  security
                    Overflow
                    -> NO TEST

                Rows without a test

                    SEC-02  Overflow

                Rows with a test

                    WS     1 of   1
                    SEC    0 of   1
                """);
        assertThat(coverage.summary()).isEqualTo("covered 1 of 2 rows; uncovered: SEC-02");
    }

    @Test
    void citationOfAnUnknownRowIsAStray() {
        Citation stray = new Citation("WS-999", "UrlTest");
        Coverage coverage = new Coverage(List.of(ONE), List.of(new Citation("WS-001", "UrlTest"), stray));
        assertThat(coverage.strays()).containsExactly(stray);
        assertThat(coverage.summary()).isEqualTo("covered 1 of 1 rows");
    }
}
