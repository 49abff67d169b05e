package dev.heddle.driver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The limit is one of messages: it holds for the sum of the fragments, from the header of the one that passes it. */
@Tag("SEC-03")
@Tag("WS-126")
class Sec03MessageLimitTest {

    @ParameterizedTest
    @EnumSource
    void fragmentsUpToTheLimitAreDelivered(Role role) {
        DriverTester tester = DriverTester.open(role, DriverTester.options().maxLength(300));
        for (int message = 0; message < 3; message++) {
            tester.frames("0264 61x100", "0064 61x100", "8064 61x100");
            tester.expect("binary " + "61".repeat(300));
        }
    }

    @ParameterizedTest
    @EnumSource
    void headerOfTheFragmentBeyondTheLimitFails(Role role) {
        DriverTester tester = DriverTester.open(role, DriverTester.options().maxLength(300));
        tester.frames("0264 61x100", "0064 61x100").feed(Wire.toPeer(role, Wire.bytes("8065")));
        tester.expectFailure(1009, "WebSocket frame length too large");
    }

    @ParameterizedTest
    @EnumSource
    void unfinishedFrameCountsAsWell(Role role) {
        DriverTester tester = DriverTester.open(role, DriverTester.options().maxLength(300));
        tester.frames("027e0100 61x10");
        assertThat(tester.driver.state()).isEqualTo(State.OPEN);
        tester.feed(new byte[246]).frames("802d");
        tester.expectFailure(1009, "WebSocket frame length too large");
    }

    @ParameterizedTest
    @EnumSource
    void errorNamesTheLimit(Role role) {
        String[] limit = new String[1];
        DriverTester tester = DriverTester.open(role, DriverTester.options().maxLength(300));
        tester.then(new DriverListener() {
            @Override
            public void onError(ProtocolError error) {
                limit[0] = error.toString();
            }
        });
        tester.frames("827e012d");
        assertThat(limit[0]).isEqualTo("WebSocket frame length too large (maxLength is 300)");
    }
}
